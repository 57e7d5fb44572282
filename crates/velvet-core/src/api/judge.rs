//! Success is proven, not assumed: every layer of a reply agrees, or the fan was not added.
//!
//! A reply speaks in four places: HTTP status, outer `statusCode`, inner `data.status_code`, and
//! `data.data.success`; and it names the fan and the marks that are now set (API.md, "The two calls the app exists for").

use serde_json::Value;

use super::reply::{Reply, id_text, inner_refusal, number, outer, refusal};
use crate::{
    ids::FanId,
    view::{Action, Cause},
};

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
pub(crate) fn judge_bytes(action: Action, fan: &str, status: u16, body: &[u8]) {
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
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const FAN: &str = "843584256474116096";

    /// What a verdict says of the action alone.
    fn says(verdict: &Verdict) -> Result<Option<i64>, Cause> {
        match verdict {
            Verdict::Done { marks } => Ok(*marks),
            Verdict::Not(reason) => Err(reason.cause),
        }
    }

    fn fan() -> FanId {
        FanId::parse(FAN).unwrap()
    }

    fn documented() -> Value {
        json!({
            "statusCode": 201, "message": "Success", "timestamp": "2026-05-17T14:03:40.079Z",
            "data": {"status_code": 200, "data": {"success": true,
                "response": {"accountId": "1", "ignoredId": FAN, "ignoreFlags": 4}}}
        })
    }

    fn reply(status: u16, body: &Value) -> Reply {
        Reply { status, body: body.to_string().into_bytes() }
    }

    fn add(status: u16, body: &Value) -> Result<Option<i64>, Cause> {
        says(&judge(Action::Add, &fan(), &reply(status, body)))
    }

    #[test]
    fn the_documented_reply_is_a_success() {
        assert_eq!(add(201, &documented()), Ok(Some(4)));
        assert_eq!(add(200, &documented()), Ok(Some(4)));
    }

    #[test]
    fn other_marks_are_kept_and_do_not_hide_the_vip_mark() {
        let mut body = documented();
        body["data"]["data"]["response"]["ignoreFlags"] = json!(4 | 2);
        assert_eq!(add(201, &body), Ok(Some(6)));
    }

    #[test]
    fn an_id_as_an_intact_integer_is_accepted_and_as_a_float_refused() {
        let mut body = documented();
        body["data"]["data"]["response"]["ignoredId"] = json!(843_584_256_474_116_096_u64);
        assert_eq!(add(201, &body), Ok(Some(4)));
        body["data"]["data"]["response"]["ignoredId"] = json!(8.435_842_564_741_161e17);
        assert_eq!(add(201, &body), Err(Cause::ReplyIncomplete));
    }

    /// Every missing or wrong layer, one by one: never a success.
    #[test]
    fn each_layer_must_agree() {
        let pointers = [
            ("/statusCode", json!(401), Cause::KeyRefused),
            ("/statusCode", json!(500), Cause::ServiceError),
            ("/statusCode", json!(202), Cause::ReplyIncomplete),
            ("/statusCode", json!("500"), Cause::ServiceError),
            ("/statusCode", json!(true), Cause::ReplyIncomplete),
            ("/data/status_code", json!(401), Cause::SessionExpired),
            ("/data/status_code", json!("401"), Cause::SessionExpired),
            ("/data/status_code", json!(403), Cause::SessionExpired),
            ("/data/status_code", json!(404), Cause::NoSuchFan),
            ("/data/status_code", json!(429), Cause::AskedToWait),
            ("/data/status_code", json!(503), Cause::ServiceError),
            ("/data/status_code", json!(204), Cause::ReplyIncomplete),
            ("/data/data/success", json!(false), Cause::Refused),
            ("/data/data/success", json!("true"), Cause::ReplyIncomplete),
            ("/data/data/success", json!(1), Cause::ReplyIncomplete),
            ("/data/data/response/ignoredId", json!("227317562784874496"), Cause::WrongFan),
            ("/data/data/response/ignoreFlags", json!(0), Cause::MarkMissing),
            ("/data/data/response/ignoreFlags", json!(3), Cause::MarkMissing),
            ("/data/data/response/ignoreFlags", json!("0"), Cause::MarkMissing),
            ("/data/data/response/ignoreFlags", json!("four"), Cause::ReplyIncomplete),
            ("/data/data/response", Value::Null, Cause::ReplyIncomplete),
            ("/data/data", Value::Null, Cause::ReplyIncomplete),
            ("/data", Value::Null, Cause::ReplyIncomplete),
        ];
        for (pointer, value, cause) in pointers {
            let mut body = documented();
            *body.pointer_mut(pointer).unwrap() = value.clone();
            assert_eq!(add(201, &body), Err(cause), "{pointer} = {value}");
        }
        for (parent, field) in [
            ("", "statusCode"),
            ("", "data"),
            ("/data", "status_code"),
            ("/data", "data"),
            ("/data/data", "success"),
            ("/data/data", "response"),
            ("/data/data/response", "ignoredId"),
            ("/data/data/response", "ignoreFlags"),
        ] {
            let mut body = documented();
            body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(field);
            assert_eq!(add(201, &body), Err(Cause::ReplyIncomplete), "without {parent}/{field}");
        }
    }

    #[test]
    fn each_status_has_its_own_cause() {
        let lost = json!({"error": "Account not found or access denied"});
        let lost_list = json!({"message": ["Account not found"]});
        let plain = json!({"statusCode": 403, "message": "no", "data": null});
        for (status, body, cause) in [
            (302, &plain, Cause::Redirected),
            (400, &plain, Cause::BadRequest),
            (401, &plain, Cause::KeyRefused),
            (402, &plain, Cause::CreditsSpent),
            (403, &lost, Cause::AccountLost),
            (403, &lost_list, Cause::AccountLost),
            (403, &plain, Cause::Forbidden),
            (404, &plain, Cause::NoSuchFan),
            (408, &plain, Cause::ServiceError),
            (422, &plain, Cause::BadRequest),
            (429, &plain, Cause::AskedToWait),
            (500, &plain, Cause::ServiceError),
            (503, &plain, Cause::ServiceError),
        ] {
            assert_eq!(add(status, body), Err(cause), "{status}");
        }
        // Even the documented body under a refusing status.
        assert_eq!(add(500, &documented()), Err(Cause::ServiceError));
        assert_eq!(add(202, &documented()), Err(Cause::ReplyIncomplete));
    }

    #[test]
    fn what_is_no_json_is_never_a_success() {
        for (body, cause) in [
            ("", Cause::ReplyEmpty),
            (" \n", Cause::ReplyEmpty),
            ("<!doctype html><p>hello", Cause::CaptivePortal),
            ("\u{feff}<html>success", Cause::CaptivePortal),
            ("hello", Cause::ReplyUnreadable),
            ("{\"statusCode\":201,\"data\":{", Cause::ReplyCutOff),
            ("[]", Cause::ReplyUnreadable),
            ("true", Cause::ReplyUnreadable),
        ] {
            let reply = Reply { status: 201, body: body.as_bytes().to_vec() };
            assert_eq!(says(&judge(Action::Add, &fan(), &reply)), Err(cause), "{body:?}");
        }
    }

    #[test]
    fn numbers_as_text_and_a_byte_order_mark_are_simply_read() {
        let mut body = documented();
        body["statusCode"] = json!("201");
        body["data"]["status_code"] = json!("200");
        body["data"]["data"]["response"]["ignoreFlags"] = json!("4");
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        bytes.extend(body.to_string().into_bytes());
        let verdict = judge(Action::Add, &fan(), &Reply { status: 201, body: bytes });
        assert_eq!(says(&verdict), Ok(Some(4)));
    }

    /// Who refused, and what about: the service, something on the way, or a server that has no such call.
    #[test]
    fn a_refusal_is_told_from_a_page_and_from_a_call_that_is_not_there() {
        let page = |status| {
            let body = b"<html><body>403 Forbidden</body></html>".to_vec();
            says(&judge(Action::Add, &fan(), &Reply { status, body }))
        };
        for (status, cause) in [
            (403, Cause::AccessBlocked),
            (401, Cause::AccessBlocked),
            (404, Cause::UnknownCall),
            (402, Cause::CreditsSpent),
            (429, Cause::AskedToWait),
            (502, Cause::ServiceError),
            (511, Cause::CaptivePortal),
            (201, Cause::CaptivePortal),
        ] {
            assert_eq!(page(status), Err(cause), "{status}");
        }
        let route = json!({"statusCode": 404, "message": "Cannot POST /api/fansly/1/chats/2/vip", "error": "Not Found"});
        assert_eq!(add(404, &route), Err(Cause::UnknownCall));
        assert_eq!(add(200, &route), Err(Cause::UnknownCall), "in the outer layer alone");
        assert_eq!(add(404, &json!({"statusCode": 404, "message": "Not Found"})), Err(Cause::NoSuchFan));
    }

    #[test]
    fn the_words_of_a_refusal_are_kept_as_one_safe_line() {
        let words = |status: u16, body: &Value| match judge(Action::Add, &fan(), &reply(status, body)) {
            Verdict::Not(reason) => reason.words,
            Verdict::Done { .. } => None,
        };
        for (body, told) in [
            (
                json!({"message": "Your plan does not include this endpoint"}),
                "Your plan does not include this endpoint",
            ),
            (json!({"message": ["one", "two"]}), "one; two"),
            (json!({"error": "Account not found or access denied"}), "Account not found or access denied"),
            (
                json!({"message": "Forbidden", "data": {"data": {"success": false, "error": {"code": 5, "details": "blocked"}}}}),
                "blocked",
            ),
            (json!({"message": "a\nb\u{202e}c"}), "a bc"),
        ] {
            assert_eq!(words(403, &body).as_deref(), Some(told), "{body}");
        }
        assert_eq!(words(403, &json!({"message": "x".repeat(900)})).unwrap().len(), 200);
        assert_eq!(words(403, &json!({"message": "Success"})), None);
    }

    #[test]
    fn the_shape_of_an_odd_reply_has_no_value_in_it() {
        let shape = |status, body: &Value| match judge(Action::Add, &fan(), &reply(status, body)) {
            Verdict::Not(reason) => reason.shape,
            Verdict::Done { .. } => None,
        };
        let flat = json!({"statusCode": 201, "data": {"success": true, "response": {"ignoredId": FAN, FAN: [1, 2]}}});
        let told = "201 {data:{response:{?:[number],ignoredId:text},success:bool},statusCode:number}";
        assert_eq!(shape(201, &flat).as_deref(), Some(told));
        assert_eq!(shape(403, &json!({"message": "no"})), None, "a refusal is clear");
        let verdict = judge(Action::Add, &fan(), &Reply { status: 204, body: Vec::new() });
        assert!(matches!(verdict, Verdict::Not(reason) if reason.shape.as_deref() == Some("204 empty")));
    }

    /// What the server says about the list itself is left to the list.
    #[test]
    fn already_vip_and_not_vip_are_left_to_the_list() {
        let already = json!({"statusCode": 409, "message": "Fan is already a VIP"});
        assert_eq!(add(409, &already), Err(Cause::AlreadyVip));
        assert_eq!(add(409, &json!({"message": "Conflict"})), Err(Cause::BadRequest));
        let not = reply(404, &json!({"statusCode": 404, "message": "Not Found"}));
        assert_eq!(says(&judge(Action::Remove, &fan(), &not)), Err(Cause::NotVip));
        let route =
            reply(404, &json!({"statusCode": 404, "message": "Cannot DELETE /api/fansly/1/chats/2/vip"}));
        assert_eq!(says(&judge(Action::Remove, &fan(), &route)), Err(Cause::UnknownCall));
    }

    #[test]
    fn a_removal_is_believed_when_nothing_that_is_said_speaks_against_it() {
        let judge = |status, body: &str| {
            says(&judge(Action::Remove, &fan(), &Reply { status, body: body.as_bytes().to_vec() }))
        };
        let mut body = documented();
        assert_eq!(judge(200, &body.to_string()), Err(Cause::ReplyIncomplete), "or the record as it was");
        body["data"]["data"]["response"]["ignoreFlags"] = json!(0);
        assert_eq!(judge(200, &body.to_string()), Ok(Some(0)));
        body["data"]["data"]["response"]["ignoredId"] = json!("227317562784874496");
        assert_eq!(judge(200, &body.to_string()), Err(Cause::WrongFan));
        assert_eq!(judge(204, ""), Ok(None));
        assert_eq!(judge(200, ""), Err(Cause::ReplyEmpty));
        assert_eq!(judge(200, "{}"), Err(Cause::ReplyIncomplete));
        assert_eq!(judge(200, r#"{"statusCode":200,"message":"Success","data":null}"#), Ok(None));
        assert_eq!(
            judge(200, r#"{"statusCode":200,"data":{"status_code":401,"data":null}}"#),
            Err(Cause::SessionExpired)
        );
        for unreadable in [
            r#"{"statusCode":200,"data":"chat not found"}"#,
            r#"{"statusCode":200,"data":{"status_code":200,"data":{"success":true,"response":{}}}}"#,
            r#"{"statusCode":200,"data":{"status_code":200,"data":{"success":true,"response":true}}}"#,
            r#"{"statusCode":200,"data":{"status_code":200,"data":{"success":true,"response":[]}}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":"false"}}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":true,"response":{"ignoreFlags":"4"}}}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":true,"response":{"ignoredId":1.5}}}}"#,
        ] {
            assert_eq!(judge(200, unreadable), Err(Cause::ReplyIncomplete), "{unreadable}");
        }
    }

    proptest! {
        /// Whatever bytes come, only the full proof for this very fan is a success.
        #[test]
        fn rubbish_is_never_a_success(status in 100_u16..600, body in prop::collection::vec(any::<u8>(), 0..300)) {
            for action in [Action::Add, Action::Remove] {
                let verdict = judge(action, &fan(), &Reply { status, body: body.clone() });
                let done = matches!(verdict, Verdict::Done { .. });
                prop_assert_eq!(done, action == Action::Remove && status == 204);
            }
        }

        /// The documented reply with one byte changed is a success only if it still names the fan and the mark.
        #[test]
        fn a_damaged_reply_is_never_a_success_for_another(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut body = documented().to_string().into_bytes();
            let at = at.index(body.len());
            body[at] = byte;
            if let Verdict::Done { marks } = judge(Action::Add, &fan(), &Reply { status: 201, body: body.clone() }) {
                prop_assert!(marks.unwrap() & VIP != 0);
                let json: Value = serde_json::from_slice(&body).unwrap();
                prop_assert_eq!(json["data"]["data"]["response"]["ignoredId"].as_str(), Some(FAN));
            }
        }
    }
}
