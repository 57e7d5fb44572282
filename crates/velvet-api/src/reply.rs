//! What came back, before anyone judges it.

use std::fmt::Write as _;

use serde_json::Value;

use velvet_model::{Cause, sanitize::line};

/// Longest quote of the server that is kept.
const LONGEST_QUOTE: usize = 200;
/// How deep in a reply its shape is told.
const SHAPE_DEPTH: usize = 6;
/// Longest shape that is kept.
const LONGEST_SHAPE: usize = 300;
/// A longer name of a field may be a value.
const LONGEST_FIELD: usize = 32;

/// A whole reply: a status and a body that arrived complete.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The body as JSON, or why it is none. An HTML page under a status of success comes from a network that wants a
    /// sign-in first.
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

    /// What a status outside 200 to 299 means. The body tells apart who refused: the service, or something on the way.
    pub(crate) fn refusal(&self) -> Option<Cause> {
        match self.status {
            200..=299 => None,
            status if self.is_html() => Some(refused_with_a_page(status)),
            status => Some(refusal(status, || self.json().ok())),
        }
    }

    /// What the server said about a refusal, as one safe line; nothing when it said nothing that can be quoted.
    pub(crate) fn words(&self) -> Option<String> {
        self.json().ok().as_ref().and_then(words)
    }

    /// The status, and the names and types of the fields, without any value: enough to tell replies of one kind.
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

    /// The body without a byte order mark and white space around it.
    fn text(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii()
    }

    fn is_html(&self) -> bool {
        self.text().first() == Some(&b'<')
    }

    /// The JSON of a reading call whose layers all say yes, as far as they are there, and which has a
    /// [`response`] (API.md, "N"). An empty one is an answer only beside an explicit yes.
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

    /// The credits that it used, at least: one for each 80 KB that were begun (API.md, "Found since"). Whether a refusal
    /// uses any is not known, so it counts for nothing.
    pub(crate) fn credits(&self) -> u64 {
        if (200..=299).contains(&self.status) { credits(self.body.len()) } else { 0 }
    }

    /// The whole JSON of a reading call, when HTTP and outer status say yes.
    pub(crate) fn read(&self) -> Result<Value, Cause> {
        self.read_any().map_err(|cause| match cause {
            // These speak of a fan, and no fan was asked for.
            Cause::NoSuchFan | Cause::BadRequest => Cause::ServiceError,
            cause => cause,
        })
    }

    /// The JSON of a look-up, whatever its shape; nothing when the service says that there is nobody.
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

    /// Whether the service did not like how it was asked: a 400, in HTTP or in the outer layer.
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

/// What a credit pays for. The source says "80 KB"; of the two readings of that, this one counts fewer credits.
const BYTES_PER_CREDIT: usize = 80 * 1_024;

/// The credits that a reply of this length used, at least.
pub(super) fn credits(bytes: usize) -> u64 {
    bytes.div_ceil(BYTES_PER_CREDIT).max(1) as u64
}

/// What a nested reply is about: the innermost part of it.
pub(crate) fn response(json: &Value) -> &Value {
    &json["data"]["data"]["response"]
}

/// The outer `statusCode`, when it is a status at all.
pub(crate) fn outer(json: &Value) -> Option<u16> {
    number(&json["statusCode"]).and_then(|status| u16::try_from(status).ok())
}

/// A whole number, or the same written as text.
pub(crate) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// What an HTML page in place of an answer means: the service itself speaks JSON.
fn refused_with_a_page(status: u16) -> Cause {
    match status {
        300..=399 => Cause::Redirected,
        402 => Cause::CreditsSpent,
        404 | 405 => Cause::UnknownCall,
        429 => Cause::AskedToWait,
        // RFC 6585, section 6: sent by the network, never by the service.
        511 => Cause::CaptivePortal,
        408 | 500..=599 => Cause::ServiceError,
        400..=499 => Cause::AccessBlocked,
        _ => Cause::ReplyUnreadable,
    }
}

/// What an outer status other than success means.
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
        // 408: the service, or something on the way, gave up waiting. What was done by then is not known.
        408 | 500..=599 => Cause::ServiceError,
        400..=499 => Cause::BadRequest,
        _ => Cause::ReplyUnreadable,
    }
}

/// What the inner `status_code` means, the one of Fansly itself. Nothing: success.
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

/// Where a reply says in words what is wrong; the innermost first, since Fansly's own reason is the better one.
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

/// What the server said, as one safe line.
pub(crate) fn words(json: &Value) -> Option<String> {
    WORDS
        .iter()
        .filter_map(|place| said(json.pointer(place)?))
        .map(|text| line(&text, LONGEST_QUOTE))
        // "Success" stands in replies that are none, and a bare "Error" says nothing.
        .find(|text| !["", "success", "ok", "error"].contains(&text.to_lowercase().as_str()))
}

/// Words are a string, a list of them, or `{code, details}` (API.md, "Limits, money, errors").
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

/// The words of an account that is not this key's (API.md, "Limits, money, errors").
fn names_the_account(json: &Value) -> bool {
    any_words(json, |text| text.contains("account not found"))
}

/// The words of a server that has no such call, as common frameworks write them: "Cannot POST /path".
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

/// The name of a field, unless it could be a value: an id or a name as a key.
fn field_name(name: &str) -> &str {
    let plain = name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
    if plain && !name.is_empty() && name.len() <= LONGEST_FIELD { name } else { "?" }
}

/// An id in a reply: a string, or an integer that arrived intact. Never through a float.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|n| n.to_string()),
        _ => None,
    }
}
