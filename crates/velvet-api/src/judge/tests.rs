use proptest::prelude::*;
use serde_json::json;

use super::*;

const FAN: &str = "843584256474116096";

/// Returns the result of a verdict, without messages.
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

/// Each missing or wrong layer alone must prevent success.
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
    // Even with the documented body, an error status prevents success.
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

/// Refusals by the server, by something in between, and by a server without such a route are told apart.
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
    let route =
        json!({"statusCode": 404, "message": "Cannot POST /api/fansly/1/chats/2/vip", "error": "Not Found"});
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
    let flat =
        json!({"statusCode": 201, "data": {"success": true, "response": {"ignoredId": FAN, FAN: [1, 2]}}});
    let told = "201 {data:{response:{?:[number],ignoredId:text},success:bool},statusCode:number}";
    assert_eq!(shape(201, &flat).as_deref(), Some(told));
    assert_eq!(shape(403, &json!({"message": "no"})), None, "a refusal is clear");
    let verdict = judge(Action::Add, &fan(), &Reply { status: 204, body: Vec::new() });
    assert!(matches!(verdict, Verdict::Not(reason) if reason.shape.as_deref() == Some("204 empty")));
}

/// Replies about the VIP state are checked against the VIP list.
#[test]
fn already_vip_and_not_vip_are_left_to_the_list() {
    let already = json!({"statusCode": 409, "message": "Fan is already a VIP"});
    assert_eq!(add(409, &already), Err(Cause::AlreadyVip));
    assert_eq!(add(409, &json!({"message": "Conflict"})), Err(Cause::BadRequest));
    let not = reply(404, &json!({"statusCode": 404, "message": "Not Found"}));
    assert_eq!(says(&judge(Action::Remove, &fan(), &not)), Err(Cause::NotVip));
    let route = reply(404, &json!({"statusCode": 404, "message": "Cannot DELETE /api/fansly/1/chats/2/vip"}));
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
    /// For any bytes, only the full proof for this fan counts as success.
    #[test]
    fn rubbish_is_never_a_success(status in 100_u16..600, body in prop::collection::vec(any::<u8>(), 0..300)) {
        for action in [Action::Add, Action::Remove] {
            let verdict = judge(action, &fan(), &Reply { status, body: body.clone() });
            let done = matches!(verdict, Verdict::Done { .. });
            prop_assert_eq!(done, action == Action::Remove && status == 204);
        }
    }

    /// The documented reply with one byte changed is a success only if it still names the fan and the VIP mark.
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
