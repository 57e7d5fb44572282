//! Success must be proven: a fan counts as added only if every layer of the reply agrees.
//!
//! A reply reports success in four places: the HTTP status, the outer `statusCode`, the inner `data.status_code`, and
//! `data.data.success`. It also names the fan and the marks that are now set (API.md, "The two calls the app exists
//! for").

use serde_json::Value;

use super::reply::{Reply, id_text, inner_refusal, number, outer, refusal};
use velvet_model::{Action, Cause, ids::FanId};

/// The bit of `ignoreFlags` that means VIP.
const VIP: i64 = 4;

/// What a reply to an add or a removal proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The action was done.
    Done {
        /// The fan's marks: `ignoreFlags` as received, if the reply has it.
        marks: Option<i64>,
    },
    /// The action is not proven. [`Cause::nothing_changed`] says whether anything may have changed.
    Not(Reason),
}

/// Why a reply, or its absence, proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What went wrong.
    pub cause: Cause,
    /// The server's message, sanitized to a single line.
    pub words: Option<String>,
    /// Field names and types, without values, of a complete reply that is neither a proof nor a clear refusal.
    pub shape: Option<String>,
}

impl From<Cause> for Reason {
    fn from(cause: Cause) -> Self {
        Self { cause, words: None, shape: None }
    }
}

impl From<Cause> for Verdict {
    fn from(cause: Cause) -> Self {
        Self::Not(cause.into())
    }
}

/// Judges the reply to `action` for `fan`.
pub(crate) fn judge(action: Action, fan: &FanId, reply: &Reply) -> Verdict {
    let verdict = match action {
        Action::Add => added(fan, reply),
        Action::Remove => removed(fan, reply),
    };
    match verdict {
        Ok(marks) => Verdict::Done { marks },
        Err(cause) => Verdict::Not(reason(action, cause, reply)),
    }
}

fn reason(action: Action, cause: Cause, reply: &Reply) -> Reason {
    let words = reply.words();
    let already = || words.as_deref().is_some_and(|words| words.to_lowercase().contains("already"));
    let cause = match (action, cause) {
        (Action::Add, Cause::BadRequest | Cause::Refused) if already() => Cause::AlreadyVip,
        (Action::Remove, Cause::NoSuchFan) => Cause::NotVip,
        (_, cause) => cause,
    };
    // The VIP list can decide these cases: the reply arrived complete, but is neither a proof nor a clear refusal.
    let whole = matches!(
        cause,
        Cause::ReplyEmpty
            | Cause::ReplyUnreadable
            | Cause::ReplyIncomplete
            | Cause::WrongFan
            | Cause::MarkMissing
            | Cause::AlreadyVip
            | Cause::NotVip
    );
    let shape = whole.then(|| reply.shape());
    Reason { cause, words, shape }
}

/// Judges arbitrary bytes for the fuzz targets, and checks that only a complete proof counts as success.
///
/// # Panics
/// If anything else counts as success.
#[cfg(any(test, feature = "fuzzing"))]
pub fn judge_bytes(action: Action, fan: &str, status: u16, body: &[u8]) {
    let Ok(fan) = FanId::parse(fan) else { return };
    let reply = Reply { status, body: body.to_vec() };
    if let Verdict::Done { marks } = judge(action, &fan, &reply) {
        assert!(matches!(status, 200 | 201 | 204), "{status}");
        match action {
            Action::Add => {
                assert!(marks.is_some_and(|marks| marks & VIP != 0), "no VIP mark");
                let id = fan.as_str().as_bytes();
                assert!(body.windows(id.len()).any(|part| part == id), "the fan is not named");
            }
            Action::Remove => assert!(marks.is_none_or(|marks| marks & VIP == 0), "still VIP"),
        }
    }
}

fn added(fan: &FanId, reply: &Reply) -> Result<Option<i64>, Cause> {
    let json = spoken(reply)?;
    let layers = Layers::of(&json);
    layers.no_refusal(&json)?;
    let complete = matches!(reply.status, 200 | 201)
        && matches!(layers.outer, Some(200 | 201))
        && matches!(layers.inner, Some(200 | 201))
        && layers.success == Some(true);
    match (layers.fan.as_deref(), layers.marks) {
        (Some(named), _) if named != fan.as_str() => Err(Cause::WrongFan),
        (Some(_), Some(marks)) if marks & VIP == 0 => Err(Cause::MarkMissing),
        (Some(_), Some(marks)) if complete => Ok(Some(marks)),
        _ => Err(Cause::ReplyIncomplete),
    }
}

/// Judges the reply to a removal, which is not documented. All fields present must be readable and agree, and at least
/// one must confirm success. A bare 204 is enough.
fn removed(fan: &FanId, reply: &Reply) -> Result<Option<i64>, Cause> {
    if reply.status == 204 {
        return Ok(None);
    }
    let json = spoken(reply)?;
    let layers = Layers::of(&json);
    layers.no_refusal(&json)?;
    let affirmed = layers.success == Some(true) || layers.outer.is_some();
    // Fansly has reported success with empty data when it did nothing (API.md, "Reads that help"). So a `response`
    // object must name the fan.
    let nameless = json.pointer("/data/data/response").is_some_and(Value::is_object) && layers.fan.is_none();
    match (layers.fan.as_deref(), layers.marks) {
        (Some(named), _) if named != fan.as_str() => Err(Cause::WrongFan),
        // Either the fan is still VIP, or this is the record from before the removal. Only the VIP list can tell.
        (_, Some(marks)) if marks & VIP != 0 => Err(Cause::ReplyIncomplete),
        (_, marks)
            if affirmed && !nameless && layers.readable(&json) && matches!(reply.status, 200 | 201) =>
        {
            Ok(marks)
        }
        _ => Err(Cause::ReplyIncomplete),
    }
}

/// Returns the JSON of a reply with a successful HTTP status.
fn spoken(reply: &Reply) -> Result<Value, Cause> {
    match reply.refusal() {
        Some(cause) => Err(cause),
        None => reply.json(),
    }
}

/// The value of each layer, if present.
struct Layers {
    outer: Option<u16>,
    inner: Option<u64>,
    success: Option<bool>,
    fan: Option<String>,
    marks: Option<i64>,
}

impl Layers {
    fn of(json: &Value) -> Self {
        let data = &json["data"]["data"];
        let response = &data["response"];
        Self {
            outer: outer(json),
            inner: number(&json["data"]["status_code"]),
            success: data["success"].as_bool(),
            fan: id_text(&response["ignoredId"]),
            marks: number(&response["ignoreFlags"]).and_then(|marks| i64::try_from(marks).ok()),
        }
    }

    /// Returns whether every layer that is present could be read. A layer of an unexpected type may mean a refusal.
    fn readable(&self, json: &Value) -> bool {
        let understood = |pointer: &str, read: bool| read || json.pointer(pointer).is_none_or(Value::is_null);
        let object = |pointer: &str| understood(pointer, json.pointer(pointer).is_some_and(Value::is_object));
        ["/data", "/data/data", "/data/data/response"].into_iter().all(object)
            && understood("/statusCode", self.outer.is_some())
            && understood("/data/status_code", self.inner.is_some())
            && understood("/data/data/success", self.success.is_some())
            && understood("/data/data/response/ignoredId", self.fan.is_some())
            && understood("/data/data/response/ignoreFlags", self.marks.is_some())
    }

    /// A clear refusal in any layer outweighs success in all others.
    fn no_refusal(&self, json: &Value) -> Result<(), Cause> {
        if let Some(status) = self.outer.filter(|status| !(200..=299).contains(status)) {
            return Err(refusal(status, || Some(json.clone())));
        }
        if let Some(cause) = self.inner.and_then(inner_refusal) {
            return Err(cause);
        }
        if self.success == Some(false) { Err(Cause::Refused) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
