//! What came back, before anyone judges it.

use serde_json::Value;

use crate::view::Cause;

/// A whole reply: a status and a body that arrived complete.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The body as JSON, or why it is none.
    pub(crate) fn json(&self) -> Result<Value, Cause> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Err(Cause::ReplyEmpty);
        }
        match serde_json::from_slice(&self.body) {
            Ok(value @ Value::Object(_)) => Ok(value),
            Err(error) if error.is_eof() => Err(Cause::ReplyCutOff),
            Ok(_) | Err(_) => Err(Cause::ReplyUnreadable),
        }
    }

    /// What a status outside 200 to 299 means. The body only tells apart the two kinds of 403.
    pub(crate) fn refusal(&self) -> Option<Cause> {
        match self.status {
            200..=299 => None,
            status => Some(refusal(status, || self.json().ok())),
        }
    }

    /// The JSON of a reading call whose layers all say yes, as far as they are there, and which has a
    /// [`response`] (API.md, "N"). An empty one is an answer only beside an explicit yes.
    pub(crate) fn nested(&self) -> Result<Value, Cause> {
        let json = self.read()?;
        if let Some(cause) = json["data"]["status_code"].as_u64().and_then(inner_refusal) {
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
        match json["data"]["status_code"].as_u64().and_then(inner_refusal) {
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
    json["statusCode"].as_u64().and_then(|status| u16::try_from(status).ok())
}

/// What an outer status other than success means.
pub(crate) fn refusal(status: u16, body: impl FnOnce() -> Option<Value>) -> Cause {
    match status {
        300..=399 => Cause::Redirected,
        401 => Cause::KeyRefused,
        402 => Cause::CreditsSpent,
        403 if body().is_some_and(|json| names_the_account(&json)) => Cause::AccountLost,
        403 => Cause::Forbidden,
        404 => Cause::NoSuchFan,
        429 => Cause::AskedToWait,
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

/// Words stand in `message`, `error` or `detail`, each a string or a list (API.md, "Limits, money, errors").
fn names_the_account(json: &Value) -> bool {
    let says = |text: &Value| text.as_str().is_some_and(|t| t.to_lowercase().contains("account not found"));
    ["message", "error", "detail"].iter().any(|field| match &json[*field] {
        Value::Array(list) => list.iter().any(says),
        text => says(text),
    })
}

/// An id in a reply: a string, or an integer that arrived intact. Never through a float.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|n| n.to_string()),
        _ => None,
    }
}
