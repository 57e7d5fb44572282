//! Success is proven, not assumed: every layer of a reply agrees, or the fan was not added.
//!
//! A reply speaks in four places: HTTP status, outer `statusCode`, inner `data.status_code`, and
//! `data.data.success`; and it names the fan and the marks that are now set (API.md, "The two calls the app exists for").

use serde_json::Value;

use super::reply::{Reply, id_text, inner_refusal, outer, refusal};
use crate::{
    ids::FanId,
    view::{Action, Cause},
};

/// Bit of `ignoreFlags` that means VIP.
const VIP: i64 = 4;

/// What a reply to an add or a removal proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was done. With all marks the service reports for this fan, when it does.
    Done {
        /// `ignoreFlags` as it came.
        marks: Option<i64>,
    },
    /// It was not proven. Whether anything changed: [`Cause::nothing_changed`].
    Not(Cause),
}

/// Judges the reply to `action` on `fan`.
pub(crate) fn judge(action: Action, fan: &FanId, reply: &Reply) -> Verdict {
    let verdict = match action {
        Action::Add => added(fan, reply),
        Action::Remove => removed(fan, reply),
    };
    match verdict {
        Ok(marks) => Verdict::Done { marks },
        Err(cause) => Verdict::Not(cause),
    }
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
        (_, Some(marks)) if marks & VIP != 0 => Err(Cause::StillVip),
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
            inner: json["data"]["status_code"].as_u64(),
            success: data["success"].as_bool(),
            fan: id_text(&response["ignoredId"]),
            marks: response["ignoreFlags"].as_i64(),
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

    fn add(status: u16, body: &Value) -> Verdict {
        judge(Action::Add, &fan(), &reply(status, body))
    }

    #[test]
    fn the_documented_reply_is_a_success() {
        assert_eq!(add(201, &documented()), Verdict::Done { marks: Some(4) });
        assert_eq!(add(200, &documented()), Verdict::Done { marks: Some(4) });
    }

    #[test]
    fn other_marks_are_kept_and_do_not_hide_the_vip_mark() {
        let mut body = documented();
        body["data"]["data"]["response"]["ignoreFlags"] = json!(4 | 2);
        assert_eq!(add(201, &body), Verdict::Done { marks: Some(6) });
    }

    #[test]
    fn an_id_as_an_intact_integer_is_accepted_and_as_a_float_refused() {
        let mut body = documented();
        body["data"]["data"]["response"]["ignoredId"] = json!(843_584_256_474_116_096_u64);
        assert_eq!(add(201, &body), Verdict::Done { marks: Some(4) });
        body["data"]["data"]["response"]["ignoredId"] = json!(8.435_842_564_741_161e17);
        assert_eq!(add(201, &body), Verdict::Not(Cause::ReplyIncomplete));
    }

    /// Every missing or wrong layer, one by one: never a success.
    #[test]
    fn each_layer_must_agree() {
        let pointers = [
            ("/statusCode", json!(401), Cause::KeyRefused),
            ("/statusCode", json!(500), Cause::ServiceError),
            ("/statusCode", json!(202), Cause::ReplyIncomplete),
            ("/statusCode", json!("201"), Cause::ReplyIncomplete),
            ("/data/status_code", json!(401), Cause::SessionExpired),
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
            ("/data/data/response/ignoreFlags", json!("4"), Cause::ReplyIncomplete),
            ("/data/data/response", Value::Null, Cause::ReplyIncomplete),
            ("/data/data", Value::Null, Cause::ReplyIncomplete),
            ("/data", Value::Null, Cause::ReplyIncomplete),
        ];
        for (pointer, value, cause) in pointers {
            let mut body = documented();
            *body.pointer_mut(pointer).unwrap() = value.clone();
            assert_eq!(add(201, &body), Verdict::Not(cause), "{pointer} = {value}");
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
            assert_eq!(add(201, &body), Verdict::Not(Cause::ReplyIncomplete), "without {parent}/{field}");
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
            assert_eq!(add(status, body), Verdict::Not(cause), "{status}");
        }
        // Even the documented body under a refusing status.
        assert_eq!(add(500, &documented()), Verdict::Not(Cause::ServiceError));
        assert_eq!(add(202, &documented()), Verdict::Not(Cause::ReplyIncomplete));
    }

    #[test]
    fn what_is_no_json_is_never_a_success() {
        for (body, cause) in [
            ("", Cause::ReplyEmpty),
            (" \n", Cause::ReplyEmpty),
            ("<!doctype html><p>hello", Cause::ReplyUnreadable),
            ("{\"statusCode\":201,\"data\":{", Cause::ReplyCutOff),
            ("[]", Cause::ReplyUnreadable),
            ("true", Cause::ReplyUnreadable),
        ] {
            let reply = Reply { status: 201, body: body.as_bytes().to_vec() };
            assert_eq!(judge(Action::Add, &fan(), &reply), Verdict::Not(cause), "{body:?}");
        }
    }

    #[test]
    fn a_removal_is_believed_when_nothing_that_is_said_speaks_against_it() {
        let judge = |status, body: &str| {
            judge(Action::Remove, &fan(), &Reply { status, body: body.as_bytes().to_vec() })
        };
        let mut body = documented();
        assert_eq!(judge(200, &body.to_string()), Verdict::Not(Cause::StillVip));
        body["data"]["data"]["response"]["ignoreFlags"] = json!(0);
        assert_eq!(judge(200, &body.to_string()), Verdict::Done { marks: Some(0) });
        body["data"]["data"]["response"]["ignoredId"] = json!("227317562784874496");
        assert_eq!(judge(200, &body.to_string()), Verdict::Not(Cause::WrongFan));
        assert_eq!(judge(204, ""), Verdict::Done { marks: None });
        assert_eq!(judge(200, ""), Verdict::Not(Cause::ReplyEmpty));
        assert_eq!(judge(200, "{}"), Verdict::Not(Cause::ReplyIncomplete));
        assert_eq!(
            judge(200, r#"{"statusCode":200,"message":"Success","data":null}"#),
            Verdict::Done { marks: None }
        );
        assert_eq!(
            judge(200, r#"{"statusCode":200,"data":{"status_code":401,"data":null}}"#),
            Verdict::Not(Cause::SessionExpired)
        );
        for unreadable in [
            r#"{"statusCode":200,"data":"chat not found"}"#,
            r#"{"statusCode":200,"data":{"status_code":200,"data":{"success":true,"response":{}}}}"#,
            r#"{"statusCode":200,"data":{"status_code":"401"}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":"false"}}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":true,"response":{"ignoreFlags":"4"}}}}"#,
            r#"{"statusCode":200,"data":{"data":{"success":true,"response":{"ignoredId":1.5}}}}"#,
        ] {
            assert_eq!(judge(200, unreadable), Verdict::Not(Cause::ReplyIncomplete), "{unreadable}");
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
