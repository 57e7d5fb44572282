//! Success is proven, not assumed: every layer of a reply agrees, or the fan was not added.
//!
//! A reply speaks in four places: HTTP status, outer `statusCode`, inner `data.status_code`, and
//! `data.data.success`; and it names the fan and the marks that are now set (API.md, "The two calls the app exists for").

use serde_json::Value;

use super::reply::{Reply, id_text, inner_refusal, number, outer, refusal};
use velvet_model::{Action, Cause, ids::FanId};

/// Bit of `ignoreFlags` that means VIP.
const VIP: i64 = 4;

/// What a reply to an add or a removal proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was done. With all marks the service reports for this fan, when it does.
    Done {
        /// `ignoreFlags` as it came.
        marks: Option<i64>,
    },
    /// It was not proven. Whether anything changed: [`Cause::nothing_changed`].
    Not(Reason),
}

/// Why a reply, or the lack of one, proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong.
    pub cause: Cause,
    /// The server's own words, as one safe line.
    pub words: Option<String>,
    /// Names and types of the fields of a whole reply that claims success and does not prove it; no values.
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

/// Judges the reply to `action` on `fan`.
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
    // What the VIP list can prove or disprove: a reply that came whole and neither proves nor refuses.
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

/// For the fuzz targets: judges any bytes, and insists that only a complete proof is a success.
///
/// # Panics
/// When it is not.
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

/// The reply to a removal is not documented. What is there must be readable and agree, something must say yes; a bare
/// 204 says all it can.
fn removed(fan: &FanId, reply: &Reply) -> Result<Option<i64>, Cause> {
    if reply.status == 204 {
        return Ok(None);
    }
    let json = spoken(reply)?;
    let layers = Layers::of(&json);
    layers.no_refusal(&json)?;
    let affirmed = layers.success == Some(true) || layers.outer.is_some();
    // Fansly has said "success" with nothing in it when it did nothing (API.md, "Reads that help"): what has room for
    // the fan's id must name it.
    let nameless = json.pointer("/data/data/response").is_some_and(Value::is_object) && layers.fan.is_none();
    match (layers.fan.as_deref(), layers.marks) {
        (Some(named), _) if named != fan.as_str() => Err(Cause::WrongFan),
        // Still VIP, or the record as it was before: the VIP list tells which.
        (_, Some(marks)) if marks & VIP != 0 => Err(Cause::ReplyIncomplete),
        (_, marks)
            if affirmed && !nameless && layers.readable(&json) && matches!(reply.status, 200 | 201) =>
        {
            Ok(marks)
        }
        _ => Err(Cause::ReplyIncomplete),
    }
}

/// The JSON of a reply whose HTTP status says yes.
fn spoken(reply: &Reply) -> Result<Value, Cause> {
    match reply.refusal() {
        Some(cause) => Err(cause),
        None => reply.json(),
    }
}

/// What each layer says, where it says anything.
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

    /// Whether every layer that is there was understood: one of another type than expected may be a no.
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

    /// A clear no in any layer outweighs every yes.
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
