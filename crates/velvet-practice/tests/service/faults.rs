use std::{
    collections::BTreeMap,
    pin::pin,
    time::{Duration, Instant},
};

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use velvet_practice::{Fault, Field, Plan, Rule};

use crate::caller::{Caller, answer, small};

/// Starts a server on which the next add meets this rule. Returns it with the fan to add.
async fn facing(rule: Rule) -> (Caller, String) {
    let caller = small().await;
    caller.service.push_fault(rule.method("POST").path("/*/chats/*/vip"));
    let fan = caller.fan();
    (caller, fan)
}

async fn send(caller: &Caller, fan: &str) -> reqwest::Result<Response> {
    caller.request(Method::POST, &caller.vip_path(fan)).send().await
}

/// Returns the reply to an add that meets this fault, after checking whether it took effect.
async fn met(fault: Fault, effect: bool) -> (StatusCode, Value, String) {
    let (caller, fan) = facing(Rule::new(fault)).await;
    let (status, body) = caller.add(&fan).await;
    assert_eq!(caller.is_vip(&fan), effect);
    assert_eq!(caller.service.requests()[0].took_effect, effect);
    assert_eq!(caller.service.requests()[0].status, Some(status.as_u16()));
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED, "the next one goes well");
    (status, body, fan)
}

#[tokio::test]
async fn a_delay_answers_right_and_late() {
    let (caller, fan) = facing(Rule::new(Fault::Delay { ms: 80 })).await;
    let began = Instant::now();
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED);
    assert!(began.elapsed().as_millis() >= 80);
    assert!(caller.is_vip(&fan));
}

#[tokio::test]
async fn a_hang_never_answers_before_or_after_the_effect() {
    for effect in [false, true] {
        let (caller, fan) = facing(Rule::new(Fault::Hang).effect(effect)).await;
        let mut waiting = pin!(send(&caller, &fan));
        tokio::select! {
            answer = &mut waiting => panic!("{answer:?}"),
            () = caller.service.received(1) => {}
        }
        let gave_up = tokio::time::timeout(Duration::from_millis(150), waiting).await;
        assert!(gave_up.is_err());
        assert_eq!(caller.is_vip(&fan), effect);
        assert_eq!(caller.service.requests()[0].status, None);
    }
}

#[tokio::test]
async fn a_reset_cuts_the_connection_before_or_after_the_effect() {
    for effect in [false, true] {
        let (caller, fan) = facing(Rule::new(Fault::Reset).effect(effect)).await;
        let error = send(&caller, &fan).await.unwrap_err();
        let words = format!("{error:?}");
        assert!(words.contains("ConnectionReset"), "{words}");
        assert_eq!(caller.is_vip(&fan), effect);
        let seen = &caller.service.requests()[0];
        assert_eq!((seen.took_effect, seen.status), (effect, None));
        assert_eq!(seen.fault.as_deref(), Some(&Fault::Reset));
    }
}

#[tokio::test]
async fn a_truncated_body_ends_in_the_middle() {
    let (caller, fan) = facing(Rule::new(Fault::TruncatedBody)).await;
    let reply = send(&caller, &fan).await.unwrap();
    assert_eq!(reply.status(), StatusCode::CREATED);
    assert!(reply.headers().contains_key("x-ratelimit-plan"));
    assert!(reply.bytes().await.is_err());
    assert!(caller.is_vip(&fan));
    assert_eq!(caller.service.requests()[0].status, Some(201));
}

#[tokio::test]
async fn html_comes_in_place_of_json() {
    for status in [200, 502] {
        let (caller, fan) = facing(Rule::new(Fault::Html { status })).await;
        let reply = send(&caller, &fan).await.unwrap();
        assert_eq!(reply.status(), status);
        assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
        assert!(reply.text().await.unwrap().starts_with("<!DOCTYPE html>"));
        assert!(!caller.is_vip(&fan));
    }
}

#[tokio::test]
async fn a_body_can_be_empty() {
    let (caller, fan) = facing(Rule::new(Fault::EmptyBody)).await;
    let reply = send(&caller, &fan).await.unwrap();
    assert_eq!(reply.status(), StatusCode::CREATED);
    assert_eq!(reply.bytes().await.unwrap().len(), 0);
    assert!(caller.is_vip(&fan));
}

#[tokio::test]
async fn another_fan_can_be_named() {
    let (status, body, fan) = met(Fault::WrongFan { fan: None }, true).await;
    assert_eq!(status, StatusCode::CREATED);
    let named = body["data"]["data"]["response"]["ignoredId"].as_str().unwrap();
    assert_eq!(named[..17], fan[..17]);
    assert_ne!(named, fan);
    let other = Some("600000000000000001".to_owned());
    let (_, body, _) = met(Fault::WrongFan { fan: other }, true).await;
    assert_eq!(body["data"]["data"]["response"]["ignoredId"], "600000000000000001");
}

#[tokio::test]
async fn success_can_be_false_inside_201() {
    let (status, body, _) = met(Fault::Refused, false).await;
    assert_eq!((status, &body["statusCode"]), (StatusCode::CREATED, &json!(201)));
    assert_eq!(body["data"]["data"]["success"], false);
}

#[tokio::test]
async fn an_inner_status_can_refuse() {
    for inner in [401, 403] {
        let (status, body, _) = met(Fault::Inner { status: inner }, false).await;
        assert_eq!((status, &body["data"]["status_code"]), (StatusCode::CREATED, &json!(inner)));
        assert_eq!(body["data"]["data"]["success"], false);
    }
}

#[tokio::test]
async fn each_field_can_be_missing() {
    let (whole_caller, fan) = facing(Rule::new(Fault::Delay { ms: 0 })).await;
    let (_, whole) = whole_caller.add(&fan).await;
    for field in Field::ALL {
        let place = match field {
            Field::StatusCode => "/statusCode",
            Field::InnerStatusCode => "/data/status_code",
            Field::Success => "/data/data/success",
            Field::Response => "/data/data/response",
            Field::IgnoredId => "/data/data/response/ignoredId",
            Field::IgnoreFlags => "/data/data/response/ignoreFlags",
        };
        assert!(whole.pointer(place).is_some(), "{place}");
        let (status, body, _) = met(Fault::Missing { field }, true).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(body.pointer(place), None);
        let parent = place.rsplit_once('/').unwrap().0;
        let fields = |body: &Value| body.pointer(parent).unwrap().as_object().unwrap().len();
        assert_eq!(fields(&body) + 1, fields(&whole), "nothing else is missing");
    }
}

#[tokio::test]
async fn the_flag_can_be_missing() {
    let (status, body, _) = met(Fault::FlagMissing, false).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(body["data"]["data"]["success"], true);
    assert_eq!(body["data"]["data"]["response"]["ignoreFlags"], 0);
}

#[tokio::test]
async fn a_huge_body_keeps_coming_without_saying_how_long_it_is() {
    let (caller, fan) = facing(Rule::new(Fault::HugeBody { bytes: 10_000_000 })).await;
    let mut reply = send(&caller, &fan).await.unwrap();
    assert_eq!(reply.status(), StatusCode::CREATED);
    assert_eq!(reply.content_length(), None);
    let mut bytes = 0;
    while let Some(piece) = reply.chunk().await.unwrap() {
        bytes += piece.len();
    }
    assert!((10_000_000..10_000_100).contains(&bytes), "{bytes}");
    assert!(caller.is_vip(&fan));
}

#[tokio::test]
async fn a_redirect_points_elsewhere() {
    let location = "http://localhost:9/elsewhere".to_owned();
    let (caller, fan) = facing(Rule::new(Fault::Redirect { location: location.clone(), status: 307 })).await;
    let reply = send(&caller, &fan).await.unwrap();
    assert_eq!(reply.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(reply.headers()["location"], location);
    assert!(!caller.is_vip(&fan));
}

#[tokio::test]
async fn each_error_status_has_the_documented_body() {
    for wanted in [400, 401, 402, 403, 404, 500] {
        let (status, body, _) = met(Fault::Status { status: wanted }, false).await;
        assert_eq!((status.as_u16(), &body["statusCode"]), (wanted, &json!(wanted)));
        assert!(body["message"].is_string() && body["timestamp"].is_string());
        assert_eq!(body.get("data"), Some(&Value::Null));
    }
    let (status, body, _) = met(Fault::AccountDenied, false).await;
    assert_eq!((status.as_u16(), body), (403, json!({ "error": "Account not found or access denied" })));
}

#[tokio::test]
async fn an_injected_429_says_how_long_in_either_header() {
    for (standard, there, absent) in
        [(false, "X-RateLimit-Retry-After", "Retry-After"), (true, "Retry-After", "X-RateLimit-Retry-After")]
    {
        let (caller, fan) = facing(Rule::new(Fault::TooFast { retry_after: 12, standard })).await;
        caller.service.set_plan(None, Plan::Free, None);
        let reply = send(&caller, &fan).await.unwrap();
        assert_eq!(reply.headers()[there], "12");
        assert!(!reply.headers().contains_key(absent));
        assert_eq!(reply.headers()["X-RateLimit-Remaining"], "0");
        let (status, body) = answer(reply).await;
        assert_eq!((status.as_u16(), &body["statusCode"]), (429, &json!(429)));
        assert!(!caller.is_vip(&fan));
    }
}

#[tokio::test]
async fn success_can_come_with_nothing_in_it() {
    let (_, body, _) = met(Fault::EmptyData, false).await;
    assert_eq!(body["data"]["data"], json!({ "success": true, "response": {} }));

    let caller = small().await;
    caller.service.push_fault(Rule::new(Fault::EmptyData).always());
    let chats = caller.get(&format!("/{}/chats?filter=vips", caller.account())).await;
    let empty = json!({ "data": [], "aggregationData": { "accounts": [] } });
    assert_eq!(chats["data"]["data"], json!({ "success": true, "response": empty, "nextCursor": null }));
    let accounts = caller.get("/accounts").await;
    assert_eq!(accounts["data"], json!({ "success": true, "count": 0, "accounts": [] }));
}

#[tokio::test]
async fn any_reply_can_be_given() {
    let headers = BTreeMap::from([("x-odd".to_owned(), "yes".to_owned())]);
    let fault = Fault::Reply { status: 418, headers, body: r#"{"detail":["a","b"]}"#.to_owned() };
    let (caller, fan) = facing(Rule::new(fault)).await;
    let reply = send(&caller, &fan).await.unwrap();
    assert_eq!((reply.headers()["x-odd"].to_str().unwrap(), reply.status().as_u16()), ("yes", 418));
    assert_eq!(answer(reply).await.1, json!({ "detail": ["a", "b"] }));
}

#[tokio::test]
async fn an_error_can_hide_an_effect() {
    let (caller, fan) = facing(Rule::new(Fault::Status { status: 500 }).effect(true)).await;
    assert_eq!(caller.add(&fan).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(caller.is_vip(&fan));
}

#[tokio::test]
async fn only_requests_that_match_meet_a_fault() {
    let (caller, fan) = facing(Rule::new(Fault::Status { status: 500 }).skip(1)).await;
    caller.get("/accounts").await;
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED);
    assert_eq!(caller.remove(&fan).await.0, StatusCode::OK);
    assert_eq!(caller.add(&fan).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    caller.service.push_fault(Rule::new(Fault::Hang).always());
    caller.service.clear_faults();
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED);
}
