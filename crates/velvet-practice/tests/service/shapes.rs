//! Replies in other shapes than the documented ones, as sent over the wire.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use velvet_practice::{AccountIdName, AccountsForm, CursorName, Fault, Field, Level, Rule, Settings, Shape};

use crate::caller::{Answer, Caller, answer, small, start, texts};

/// Starts a server on which every request meets this fault.
async fn facing(fault: Fault) -> Caller {
    let caller = small().await;
    caller.service.push_fault(Rule::new(fault).always());
    caller
}

/// Returns the server, the fan, and the reply to an add that meets this fault.
async fn added(fault: Fault) -> (Caller, String, Answer) {
    let caller = facing(fault).await;
    let fan = caller.fan();
    let (status, mut body) = caller.add(&fan).await;
    forget_time(&mut body);
    (caller, fan, (status, body))
}

/// Returns the server, the fan, and the reply to the removal of a VIP that meets this fault.
async fn removed(fault: Fault) -> (Caller, String, Answer) {
    let caller = facing(fault).await;
    let fan = caller.service.vips(&caller.account()).remove(0);
    let (status, mut body) = caller.remove(&fan).await;
    forget_time(&mut body);
    (caller, fan, (status, body))
}

/// Replaces the timestamp, which differs with each reply.
fn forget_time(body: &mut Value) {
    if body["timestamp"].is_string() {
        body["timestamp"] = json!("now");
    }
}

fn documented(caller: &Caller, fan: &str, status: u16, flags: u32) -> Value {
    let native = &caller.service.accounts()[0].native_id;
    let response = json!({ "accountId": native, "ignoredId": fan, "ignoreFlags": flags });
    let inner = json!({ "status_code": 200, "data": { "success": true, "response": response } });
    json!({ "statusCode": status, "message": "Success", "data": inner, "timestamp": "now" })
}

fn error(status: u16, words: &str) -> Value {
    json!({ "statusCode": status, "message": words, "data": null, "timestamp": "now" })
}

async fn raw(caller: &Caller, method: Method, path: &str) -> Response {
    caller.request(method, path).send().await.unwrap()
}

#[tokio::test]
async fn the_same_refusal_for_everybody_has_words() {
    let bodies = [
        error(403, "Your plan does not include this endpoint"),
        Value::Null,
        Value::Null,
        error(400, "Bad Request: targetUserId is required"),
        error(409, "Conflict with the current state of the account"),
    ];
    let shapes = Shape::refusals();
    assert_eq!(shapes.len(), bodies.len());
    for (shape, wanted) in shapes.into_iter().zip(bodies).filter(|(_, body)| !body.is_null()) {
        let (caller, fan, (status, body)) = added(shape.fault()).await;
        assert_eq!((json!(status.as_u16()), &body), (wanted["statusCode"].clone(), &wanted));
        assert!(!caller.is_vip(&fan));
    }
}

#[tokio::test]
async fn a_missing_address_names_the_real_method_and_path() {
    let (caller, fan, (status, body)) = added(Shape::CannotRoute.fault()).await;
    let path = format!("/api/fansly{}", caller.vip_path(&fan));
    let words = |method: &str| json!({ "statusCode": 404, "message": format!("Cannot {method} {path}"), "error": "Not Found" });
    assert_eq!((status, body), (StatusCode::NOT_FOUND, words("POST")));
    assert_eq!(caller.remove(&fan).await, (StatusCode::NOT_FOUND, words("DELETE")));
    assert!(!caller.is_vip(&fan));
}

#[tokio::test]
async fn pages_of_a_firewall_and_of_a_hotel_are_html_without_the_services_headers() {
    for (shape, status, words) in [
        (Shape::FirewallPage, 403, "Sorry, you have been blocked"),
        (Shape::CaptivePortal { status: 511 }, 511, "Sign in to the network"),
        (Shape::CaptivePortal { status: 200 }, 200, "Sign in to the network"),
    ] {
        let caller = facing(shape.fault()).await;
        let fan = caller.fan();
        let add = (Method::POST, caller.vip_path(&fan));
        let reads = ["/accounts".to_owned(), format!("/{}/chats?filter=vips", caller.account())];
        let reads = reads.map(|path| (Method::GET, path));
        for (method, path) in reads.into_iter().chain([add]) {
            let reply = raw(&caller, method, &path).await;
            assert_eq!(reply.status().as_u16(), status, "{path}");
            assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
            assert!(!reply.headers().keys().any(|name| name.as_str().starts_with("x-ratelimit")));
            let page = reply.text().await.unwrap();
            assert!(page.starts_with("<!DOCTYPE html>") && page.contains(words), "{page}");
        }
        assert!(!caller.is_vip(&fan));
    }
}

#[tokio::test]
async fn fansly_can_refuse_one_fan_with_words_of_its_own() {
    let caller = small().await;
    let samples = caller.service.samples(2);
    let (blocked, other) = (&samples[0].0, &samples[1].0);
    caller.service.push_fault(Rule::new(Shape::blocked().fault()).for_fan(blocked).always());
    let wanted = |outer: u16| {
        let inner = json!({ "success": false, "error": { "code": 5, "details": "blocked" } });
        json!({ "statusCode": outer, "data": { "status_code": 403, "data": inner } })
    };
    assert_eq!(caller.add(blocked).await, (StatusCode::CREATED, wanted(201)));
    assert_eq!(caller.add(other).await.0, StatusCode::CREATED);
    assert_eq!(caller.remove(blocked).await, (StatusCode::OK, wanted(200)));
    assert_eq!((caller.is_vip(blocked), caller.is_vip(other)), (false, true));
    let effects: Vec<bool> = caller.service.requests().iter().map(|request| request.took_effect).collect();
    assert_eq!(effects, [false, true, false]);
    caller.get(&format!("/{}/me", caller.account())).await;
}

#[tokio::test]
async fn a_401_can_speak_of_the_session_while_the_key_still_works() {
    let caller = small().await;
    let fan = caller.fan();
    caller.service.push_fault(Rule::new(Shape::SessionExpired.fault()).path("*/vip").always());
    let (status, mut body) = caller.add(&fan).await;
    forget_time(&mut body);
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body, error(401, "Fansly session expired, please reconnect"));
    assert!(!caller.is_vip(&fan));
    caller.get("/accounts").await;
}

#[tokio::test]
async fn a_success_can_be_told_in_other_shapes() {
    type Change = fn(&mut Value);
    let changed: [(Shape, u16, Change); 9] = [
        (Shape::ResponseIs { value: Value::Null }, 201, |body| {
            body["data"]["data"]["response"] = Value::Null;
        }),
        (Shape::ResponseIs { value: json!(true) }, 201, |body| {
            body["data"]["data"]["response"] = json!(true);
        }),
        (Shape::ResponseIs { value: json!([]) }, 201, |body| body["data"]["data"]["response"] = json!([])),
        (Shape::FlatEnvelope, 201, |body| body["data"] = body["data"]["data"].take()),
        (Shape::NumberAsText { field: Field::StatusCode }, 201, |body| body["statusCode"] = json!("201")),
        (Shape::NumberAsText { field: Field::InnerStatusCode }, 201, |body| {
            body["data"]["status_code"] = json!("200");
        }),
        (Shape::NumberAsText { field: Field::IgnoreFlags }, 201, |body| {
            body["data"]["data"]["response"]["ignoreFlags"] = json!("4");
        }),
        (Shape::Accepted, 202, |body| body["statusCode"] = json!(202)),
        (Shape::Padded { bytes: 9 }, 201, |body| body["padding"] = json!("xxxxxxxxx")),
    ];
    for (shape, http, change) in changed {
        let (caller, fan, (status, body)) = added(shape.clone().fault()).await;
        let mut wanted = documented(&caller, &fan, 201, 4);
        change(&mut wanted);
        assert_eq!((status.as_u16(), body), (http, wanted), "{shape:?}");
        assert!(caller.is_vip(&fan), "{shape:?}");
    }
}

#[tokio::test]
async fn whatever_the_shape_of_success_the_effect_takes_place() {
    for fault in Fault::unknown_successes() {
        let caller = facing(fault.clone()).await;
        let fan = caller.fan();
        assert!(raw(&caller, Method::POST, &caller.vip_path(&fan)).await.status().is_success());
        assert!(caller.is_vip(&fan) && caller.service.requests()[0].took_effect, "{fault:?}");
    }
    for fault in Fault::unknown_removals() {
        let (caller, fan, (status, _)) = removed(fault.clone()).await;
        assert_eq!((status, caller.is_vip(&fan)), (StatusCode::OK, false), "{fault:?}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_can_stand_in_front() {
    let caller = facing(Shape::Bom.fault()).await;
    let fan = caller.fan();
    let bytes = raw(&caller, Method::POST, &caller.vip_path(&fan)).await.bytes().await.unwrap();
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap();
    let mut body = serde_json::from_slice(json).unwrap();
    forget_time(&mut body);
    assert_eq!(body, documented(&caller, &fan, 201, 4));
}

#[tokio::test]
async fn a_reply_can_be_larger_than_what_a_credit_pays_for() {
    let fault: Fault = serde_json::from_value(json!({ "kind": "shape", "shape": { "padded": {} } })).unwrap();
    let caller = facing(fault).await;
    let reply = raw(&caller, Method::GET, &format!("/{}/chats?filter=vips", caller.account())).await;
    let bytes = reply.bytes().await.unwrap();
    assert!(bytes.len() > 80 * 1024, "{}", bytes.len());
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(body["data"]["data"]["response"]["data"].as_array().unwrap().len(), 25);
}

#[tokio::test]
async fn a_refusal_is_never_made_a_success() {
    for fault in Fault::unknown_successes() {
        let caller = facing(fault.clone()).await;
        let reply = raw(&caller, Method::POST, &caller.vip_path("123456789012345678")).await;
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{fault:?}");
    }
}

#[tokio::test]
async fn a_removal_can_be_answered_with_the_old_record_or_with_no_record() {
    let (caller, fan, (status, body)) = removed(Shape::OldRecord.fault()).await;
    assert_eq!((status, body), (StatusCode::OK, documented(&caller, &fan, 200, 4)));
    assert!(!caller.is_vip(&fan));
    for value in [json!(true), json!({}), json!([])] {
        let (caller, fan, (status, body)) = removed(Shape::ResponseIs { value: value.clone() }.fault()).await;
        let mut wanted = documented(&caller, &fan, 200, 0);
        wanted["data"]["data"]["response"] = value;
        assert_eq!((status, body), (StatusCode::OK, wanted));
        assert!(!caller.is_vip(&fan));
    }
}

#[tokio::test]
async fn a_removal_of_a_stranger_can_be_404_and_an_add_of_a_vip_409() {
    let caller = small().await;
    let fan = caller.fan();
    let vip = Rule::new(Shape::RepeatedAddConflicts.fault()).method("POST").always();
    caller.service.push_fault(vip);
    caller.service.push_fault(Rule::new(Shape::RemovalFindsNobody.fault()).method("DELETE").always());
    let asks = [
        caller.remove(&fan).await,
        caller.add(&fan).await,
        caller.add(&fan).await,
        caller.remove(&fan).await,
    ];
    let seen = asks.map(|(status, mut body)| {
        forget_time(&mut body);
        (status.as_u16(), body)
    });
    assert_eq!(seen[0], (404, error(404, "User is not on the VIP list")));
    assert_eq!(seen[1], (201, documented(&caller, &fan, 201, 4)));
    assert_eq!(seen[2], (409, error(409, "User is on the VIP list already")));
    assert_eq!(seen[3], (200, documented(&caller, &fan, 200, 0)));
    let effects: Vec<bool> = caller.service.requests().iter().map(|request| request.took_effect).collect();
    assert_eq!(effects, [false, true, false, true]);
}

/// Returns the body of a first page of VIPs. There are at least two pages.
async fn first_page(shape: Shape) -> Value {
    let caller = facing(shape.fault()).await;
    caller.get(&format!("/{}/chats?filter=vips", caller.account())).await
}

#[tokio::test]
async fn a_cursor_can_be_in_any_place_and_still_leads_on() {
    for shape in Shape::cursors() {
        let Shape::CursorAt { level, name } = shape else { panic!("{shape:?}") };
        let parent = match level {
            Level::Body => "",
            Level::Outer => "/data",
            Level::Inner => "/data/data",
            Level::Response => "/data/data/response",
        };
        let names = [
            (CursorName::NextCursor, "nextCursor"),
            (CursorName::Snake, "next_cursor"),
            (CursorName::Cursor, "cursor"),
        ];
        let name = names.into_iter().find(|(one, _)| *one == name).unwrap().1;
        let caller = facing(shape.clone().fault()).await;
        let path = format!("/{}/chats?filter=vips", caller.account());
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let body = caller.get(&format!("{path}&cursor={cursor}")).await;
            seen.extend(texts(&body["data"]["data"]["response"]["data"], "partnerAccountId"));
            let places = ["", "/data", "/data/data", "/data/data/response"].into_iter();
            let fields = places.flat_map(|place| body.pointer(place).unwrap().as_object().unwrap().keys());
            assert_eq!(fields.filter(|field| field.to_lowercase().contains("cursor")).count(), 1);
            match &body.pointer(parent).unwrap()[name] {
                Value::Null => break,
                Value::String(next) => next.clone_into(&mut cursor),
                other => panic!("{other}"),
            }
        }
        let vips = caller.service.vips(&caller.account());
        let listed = vips.iter().filter(|fan| caller.service.has_chat(&caller.account(), fan));
        assert_eq!(seen.len(), listed.count(), "{shape:?}");
    }
}

#[tokio::test]
async fn a_list_can_hide_its_cursor() {
    let body = first_page(Shape::HasMore).await;
    assert_eq!(body["data"]["data"]["response"]["hasMore"], true);
    assert!(!body.to_string().contains("ursor"));
    let body = first_page(Shape::NoCursor).await;
    assert_eq!(body["data"]["data"]["response"]["data"].as_array().unwrap().len(), 25);
    assert!(!body.to_string().contains("ursor") && !body.to_string().contains("hasMore"));

    let caller = start(Settings { fans: 300, vips: 5, ..Settings::default() }).await;
    caller.service.push_fault(Rule::new(Shape::HasMore.fault()));
    let body = caller.get(&format!("/{}/chats?filter=vips", caller.account())).await;
    assert_eq!(body["data"]["data"]["response"]["hasMore"], false, "the only page");
}

#[tokio::test]
async fn the_filter_can_be_ignored() {
    let caller = small().await;
    let all = caller.get(&format!("/{}/chats?sort=oldest", caller.account())).await;
    let vips = format!("/{}/chats?filter=vips&sort=oldest", caller.account());
    assert_ne!(caller.get(&vips).await["data"], all["data"]);
    caller.service.push_fault(Rule::new(Shape::FilterIgnored.fault()));
    assert_eq!(caller.get(&vips).await["data"], all["data"]);
    assert_eq!(caller.service.requests()[2].path, vips, "what was asked is written down");
}

#[tokio::test]
async fn a_chat_of_several_people_can_be_among_the_others() {
    let body = first_page(Shape::GroupChat).await;
    let rows = body["data"]["data"]["response"]["data"].as_array().unwrap();
    assert_eq!(rows.len(), 26);
    assert_eq!(
        (&rows[0]["partnerAccountId"], &rows[0]["groupId"]),
        (&Value::Null, &json!("812345678901234567"))
    );
    assert!(rows[1..].iter().all(|row| row["partnerAccountId"].is_string()));
}

#[tokio::test]
async fn an_empty_list_can_be_no_object() {
    for value in [json!([]), Value::Null] {
        let caller = facing(Shape::EmptyListIs { value: value.clone() }.fault()).await;
        for call in ["chats?search=nobody", "subscribers?search=nobody", "followers?cursor=99999"] {
            let body = caller.get(&format!("/{}/{call}", caller.account())).await;
            let data = json!({ "success": true, "response": value, "nextCursor": null });
            assert_eq!(body["data"], json!({ "status_code": 200, "data": data }), "{call}");
        }
        let body = caller.get(&format!("/{}/chats", caller.account())).await;
        assert!(body["data"]["data"]["response"]["data"].is_array(), "a list with rows stays one");
    }
}

#[tokio::test]
async fn rows_can_be_bare() {
    let caller = small().await;
    for (call, list) in
        [("chats?filter=vips", "data"), ("followers", "followers"), ("subscribers", "subscriptions")]
    {
        let path = format!("/{}/{call}", caller.account());
        let usual = caller.get(&path).await;
        caller.service.push_fault(Rule::new(Shape::BareRows.fault()));
        let bare = caller.get(&path).await;
        assert_eq!(bare["data"]["data"]["response"], usual["data"]["data"]["response"][list]);
        assert_eq!(bare["data"]["data"]["nextCursor"], usual["data"]["data"]["nextCursor"]);
        assert!(bare["data"]["data"]["nextCursor"].is_string());
    }
}

#[tokio::test]
async fn a_limit_can_be_too_high() {
    let caller = facing(Shape::LimitAtMost { most: 50 }.fault()).await;
    for call in ["followers", "subscribers"] {
        let path = format!("/{}/{call}", caller.account());
        let (status, mut body) = caller.ask(Method::GET, &format!("{path}?limit=100")).await;
        forget_time(&mut body);
        assert_eq!(
            (status, body),
            (StatusCode::BAD_REQUEST, error(400, "limit must not be greater than 50"))
        );
        caller.get(&format!("{path}?limit=50")).await;
        caller.get(&path).await;
    }
}

#[tokio::test]
async fn accounts_can_be_written_in_other_ways() {
    let caller = small().await;
    let usual = caller.get("/accounts").await["data"]["accounts"].take();
    for (name, field) in [
        (AccountIdName::Camel, "accountId"),
        (AccountIdName::Snake, "account_id"),
        (AccountIdName::Short, "id"),
    ] {
        let mut rows = usual.clone();
        for row in rows.as_array_mut().unwrap() {
            let id = row.as_object_mut().unwrap().remove("accountId").unwrap();
            row[field] = id;
        }
        let nested = |response: Value| {
            let inner = json!({ "status_code": 200, "data": { "success": true, "response": response } });
            json!({ "statusCode": 200, "message": "Success", "data": inner })
        };
        let flat = json!({ "success": true, "count": 3, "accounts": rows });
        for (form, wanted) in [
            (AccountsForm::Flat, json!({ "statusCode": 200, "message": "Success", "data": flat })),
            (AccountsForm::Unwrapped, json!({ "success": true, "accounts": rows })),
            (AccountsForm::Data, json!({ "data": rows })),
            (AccountsForm::Nested, nested(json!({ "accounts": rows }))),
            (AccountsForm::NestedRows, nested(rows.clone())),
            (AccountsForm::Bare, rows.clone()),
        ] {
            caller.service.push_fault(Rule::new(Shape::Accounts { form, id: name }.fault()));
            assert_eq!(caller.get("/accounts").await, wanted, "{form:?} {name:?}");
        }
    }
    caller.service.push_fault(Rule::new(Shape::AccountsRefused.fault()));
    let refused = json!({ "success": false, "count": 0, "accounts": [] });
    assert_eq!(caller.get("/accounts").await["data"], refused);
}

#[tokio::test]
async fn a_shape_is_named_in_json() {
    for (text, shape) in [
        (json!("plan_refusal"), Shape::PlanRefusal),
        (json!({ "words": { "status": 400, "message": "No" } }), Shape::words(400, "No")),
        (json!({ "inner_refusal": {} }), Shape::blocked()),
        (json!({ "captive_portal": {} }), Shape::CaptivePortal { status: 511 }),
        (json!({ "response_is": { "value": null } }), Shape::ResponseIs { value: Value::Null }),
        (
            json!({ "cursor_at": { "level": "response", "name": "next_cursor" } }),
            Shape::CursorAt { level: Level::Response, name: CursorName::Snake },
        ),
        (
            json!({ "accounts": { "form": "nested_rows", "id": "account_id" } }),
            Shape::Accounts { form: AccountsForm::NestedRows, id: AccountIdName::Snake },
        ),
    ] {
        let rule = json!({ "fault": { "kind": "shape", "shape": text } });
        assert_eq!(serde_json::from_value::<Rule>(rule).unwrap(), Rule::new(shape.fault()));
    }
    let rule = Rule::new(Shape::Bom.fault()).for_fan("7").always();
    assert_eq!(rule, serde_json::from_str(&serde_json::to_string(&rule).unwrap()).unwrap());
}

#[tokio::test]
async fn a_fault_can_concern_one_fan_on_every_account() {
    let caller = small().await;
    let samples = caller.service.samples(2);
    caller.service.push_fault(Rule::new(Shape::PlanRefusal.fault()).for_fan(&samples[0].0).always());
    let accounts = caller.service.accounts();
    for account in &accounts[..2] {
        let path = |fan: &str| format!("/{}/chats/{fan}/vip", account.account_id);
        assert_eq!(caller.ask(Method::POST, &path(&samples[0].0)).await.0, StatusCode::FORBIDDEN);
        assert_eq!(caller.ask(Method::POST, &path(&samples[1].0)).await.0, StatusCode::CREATED);
    }
    let reply = raw(&caller, Method::GET, "/accounts").await;
    assert_eq!(answer(reply).await.0, StatusCode::OK);
}
