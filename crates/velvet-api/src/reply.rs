//! Replies as received, and what can be read from them.

use std::fmt::Write as _;

use serde_json::Value;

use velvet_model::{Cause, sanitize::line};

/// Longest server message that is kept, in characters.
const LONGEST_QUOTE: usize = 200;
/// How many levels of a reply its shape includes.
const SHAPE_DEPTH: usize = 6;
/// Longest shape that is kept, in characters.
const LONGEST_SHAPE: usize = 300;
/// Longest field name that is shown, in bytes. A longer one may be a value.
const LONGEST_FIELD: usize = 32;

/// A reply that arrived complete.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Parses the body as a JSON object. An HTML page with a success status comes from a network that wants the user to
    /// sign in first.
    pub(crate) fn json(&self) -> Result<Value, Cause> {
        let text = self.text();
        if text.is_empty() {
            return Err(Cause::ReplyEmpty);
        }
        match serde_json::from_slice(text) {
            Ok(value @ Value::Object(_)) => Ok(value),
            Err(_) if self.is_html() => Err(Cause::CaptivePortal),
            Err(error) if error.is_eof() => Err(Cause::ReplyCutOff),
            Ok(_) | Err(_) => Err(Cause::ReplyUnreadable),
        }
    }

    /// Returns the cause of a status outside 200 to 299. The body shows whether the server refused, or something in
    /// between.
    pub(crate) fn refusal(&self) -> Option<Cause> {
        match self.status {
            200..=299 => None,
            status if self.is_html() => Some(refused_with_a_page(status)),
            status => Some(refusal(status, || self.json().ok())),
        }
    }

    /// Returns the server's message as a single sanitized line, if it has one that can be quoted.
    pub(crate) fn words(&self) -> Option<String> {
        self.json().ok().as_ref().and_then(words)
    }

    /// Returns the status and the names and types of all fields, without values. That is enough to recognize similar
    /// replies.
    pub(crate) fn shape(&self) -> String {
        let mut shape = self.status.to_string();
        shape.push(' ');
        match serde_json::from_slice(self.text()) {
            Ok(value) => write_shape(&value, SHAPE_DEPTH, &mut shape),
            Err(_) if self.text().is_empty() => shape.push_str("empty"),
            Err(_) => shape.push_str("no JSON"),
        }
        shape.chars().take(LONGEST_SHAPE).collect()
    }

    /// Returns the body without byte order mark and surrounding whitespace.
    fn text(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii()
    }

    fn is_html(&self) -> bool {
        self.text().first() == Some(&b'<')
    }

    /// Parses a read reply with a [`response`] and no refusal in any layer that is present (API.md, "Reads that help",
    /// N). A `null` response counts only with an explicit `success`.
    pub(crate) fn nested(&self) -> Result<Value, Cause> {
        let json = self.read()?;
        if let Some(cause) = number(&json["data"]["status_code"]).and_then(inner_refusal) {
            return Err(cause);
        }
        let data = &json["data"]["data"];
        match (&data["success"], data.get("response")) {
            (Value::Bool(false), _) => Err(Cause::Refused),
            (Value::Bool(true), Some(Value::Null)) => Ok(json),
            (_, None | Some(Value::Null)) => Err(Cause::ReplyIncomplete),
            _ => Ok(json),
        }
    }

    /// Returns the minimum credits used: one per started 80 KB (API.md, "Found since"). Refusals count as zero, because
    /// it is unknown whether they use any.
    pub(crate) fn credits(&self) -> u64 {
        if (200..=299).contains(&self.status) { credits(self.body.len()) } else { 0 }
    }

    /// Parses a read reply if the HTTP status and the outer status report success.
    pub(crate) fn read(&self) -> Result<Value, Cause> {
        self.read_any().map_err(|cause| match cause {
            // These causes are about a fan, and a read names none.
            Cause::NoSuchFan | Cause::BadRequest => Cause::ServiceError,
            cause => cause,
        })
    }

    /// Parses a lookup reply of any format. Returns `None` if the server says that the profile does not exist.
    pub(crate) fn looked_up(&self) -> Result<Option<Value>, Cause> {
        let json = match self.read_any() {
            Err(Cause::NoSuchFan) if self.json().is_ok() => return Ok(None),
            Err(Cause::NoSuchFan | Cause::BadRequest) => return Err(Cause::ServiceError),
            read => read?,
        };
        match number(&json["data"]["status_code"]).and_then(inner_refusal) {
            Some(Cause::NoSuchFan) => Ok(None),
            Some(cause) => Err(cause),
            None if json["data"]["data"]["success"] == Value::Bool(false) => Err(Cause::Refused),
            None => Ok(Some(json)),
        }
    }

    /// Returns whether the server rejected the form of the request: a 400 in HTTP or in the outer layer.
    pub(crate) fn is_bad_request(&self) -> bool {
        let outer = || self.json().ok().and_then(|json| outer(&json));
        self.status == 400 || ((200..=299).contains(&self.status) && outer() == Some(400))
    }

    fn read_any(&self) -> Result<Value, Cause> {
        if let Some(cause) = self.refusal() {
            return Err(cause);
        }
        let json = self.json()?;
        match outer(&json) {
            Some(status) if !(200..=299).contains(&status) => Err(refusal(status, || Some(json.clone()))),
            _ => Ok(json),
        }
    }
}

/// Bytes per credit. The source says "80 KB". Of its two meanings, this one counts fewer credits.
const BYTES_PER_CREDIT: usize = 80 * 1_024;

/// Returns the minimum credits for a reply of this length.
pub(super) fn credits(bytes: usize) -> u64 {
    bytes.div_ceil(BYTES_PER_CREDIT).max(1) as u64
}

/// Returns the innermost part of a nested reply.
pub(crate) fn response(json: &Value) -> &Value {
    &json["data"]["data"]["response"]
}

/// Returns the outer `statusCode` if it is a valid status.
pub(crate) fn outer(json: &Value) -> Option<u16> {
    number(&json["statusCode"]).and_then(|status| u16::try_from(status).ok())
}

/// Reads a whole number, which may be written as text.
pub(crate) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// Returns the cause of an HTML page with an error status. The API itself returns JSON.
fn refused_with_a_page(status: u16) -> Cause {
    match status {
        300..=399 => Cause::Redirected,
        402 => Cause::CreditsSpent,
        404 | 405 => Cause::UnknownCall,
        429 => Cause::AskedToWait,
        // RFC 6585, section 6: sent by the network, never by the API.
        511 => Cause::CaptivePortal,
        408 | 500..=599 => Cause::ServiceError,
        400..=499 => Cause::AccessBlocked,
        _ => Cause::ReplyUnreadable,
    }
}

/// Returns the cause of an outer status other than success.
pub(crate) fn refusal(status: u16, body: impl Fn() -> Option<Value>) -> Cause {
    match status {
        300..=399 => Cause::Redirected,
        401 => Cause::KeyRefused,
        402 => Cause::CreditsSpent,
        403 if body().is_some_and(|json| names_the_account(&json)) => Cause::AccountLost,
        403 => Cause::Forbidden,
        404 if body().is_some_and(|json| names_the_route(&json)) => Cause::UnknownCall,
        404 => Cause::NoSuchFan,
        405 => Cause::UnknownCall,
        429 => Cause::AskedToWait,
        511 => Cause::CaptivePortal,
        // 408: the server or something in between stopped waiting. It is unknown what was done by then.
        408 | 500..=599 => Cause::ServiceError,
        400..=499 => Cause::BadRequest,
        _ => Cause::ReplyUnreadable,
    }
}

/// Returns the cause of the inner `status_code`, which comes from Fansly itself. `None` means success.
pub(crate) fn inner_refusal(status: u64) -> Option<Cause> {
    match status {
        200..=299 => None,
        401 | 403 => Some(Cause::SessionExpired),
        404 => Some(Cause::NoSuchFan),
        429 => Some(Cause::AskedToWait),
        400..=407 | 409..=499 => Some(Cause::Refused),
        _ => Some(Cause::ServiceError),
    }
}

/// Where a reply may have a message. Innermost first, because Fansly's own reason is more precise.
const WORDS: [&str; 9] = [
    "/data/data/error",
    "/data/data/message",
    "/data/error",
    "/data/message",
    "/data/detail",
    "/error/details",
    "/message",
    "/detail",
    "/error",
];

/// Returns the server's message as a single sanitized line.
pub(crate) fn words(json: &Value) -> Option<String> {
    WORDS
        .iter()
        .filter_map(|place| said(json.pointer(place)?))
        .map(|text| line(&text, LONGEST_QUOTE))
        // Error replies may contain "Success", and a bare "Error" says nothing.
        .find(|text| !["", "success", "ok", "error"].contains(&text.to_lowercase().as_str()))
}

/// Reads a message: a string, a list of strings, or `{code, details}` (API.md, "Limits, money, errors").
fn said(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            (!texts.is_empty()).then(|| texts.join("; "))
        }
        Value::Object(fields) => {
            ["details", "message", "detail", "error"].iter().find_map(|field| said(fields.get(*field)?))
        }
        _ => None,
    }
}

/// Returns whether the message says that the account does not belong to the key (API.md, "Limits, money, errors").
fn names_the_account(json: &Value) -> bool {
    any_words(json, |text| text.contains("account not found"))
}

/// Returns whether the message says that there is no such route, as common frameworks put it: "Cannot POST /path".
fn names_the_route(json: &Value) -> bool {
    any_words(json, |text| {
        ["cannot post ", "cannot delete ", "cannot get "].iter().any(|start| text.starts_with(start))
            || text.contains("route not found")
    })
}

fn any_words(json: &Value, says: impl Fn(&str) -> bool) -> bool {
    let says = |text: &Value| text.as_str().is_some_and(|text| says(&text.to_lowercase()));
    ["message", "error", "detail"].iter().any(|field| match &json[*field] {
        Value::Array(list) => list.iter().any(&says),
        text => says(text),
    })
}

fn write_shape(value: &Value, depth: usize, shape: &mut String) {
    match value {
        Value::Null => shape.push_str("null"),
        Value::Bool(_) => shape.push_str("bool"),
        Value::Number(_) => shape.push_str("number"),
        Value::String(_) => shape.push_str("text"),
        Value::Array(_) | Value::Object(_) if depth == 0 => shape.push('…'),
        Value::Array(items) => {
            shape.push('[');
            if let Some(first) = items.first() {
                write_shape(first, depth - 1, shape);
            }
            shape.push(']');
        }
        Value::Object(fields) => {
            shape.push('{');
            for (place, (name, field)) in fields.iter().enumerate() {
                let comma = if place == 0 { "" } else { "," };
                let _ = write!(shape, "{comma}{}:", field_name(name));
                write_shape(field, depth - 1, shape);
            }
            shape.push('}');
        }
    }
}

/// Returns a field name, unless it may be a value, such as an ID or a name.
fn field_name(name: &str) -> &str {
    let plain = name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
    if plain && !name.is_empty() && name.len() <= LONGEST_FIELD { name } else { "?" }
}

/// Reads an ID: a string, or an integer that arrived intact. Never goes through a float.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|n| n.to_string()),
        _ => None,
    }
}
