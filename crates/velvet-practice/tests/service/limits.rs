use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use velvet_practice::{Plan, Settings};

use crate::caller::{Caller, answer, start};

async fn with_plan(plan: Plan) -> Caller {
    start(Settings { fans: 300, plan, ..Settings::default() }).await
}

async fn accounts(caller: &Caller) -> Response {
    caller.request(Method::GET, "/accounts").send().await.unwrap()
}

fn header<'a>(reply: &'a Response, name: &str) -> Option<&'a str> {
    reply.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_reply_names_the_plan_and_what_is_left() {
    let caller = with_plan(Plan::Starter).await;
    let reply = accounts(&caller).await;
    assert_eq!(header(&reply, "X-RateLimit-Limit"), Some("600"));
    assert_eq!(header(&reply, "X-RateLimit-Remaining"), Some("599"));
    assert_eq!(header(&reply, "X-RateLimit-Plan"), Some("Starter"));
    let failed = caller.request(Method::GET, "/fansly_foreign/me").send().await.unwrap();
    assert_eq!(failed.status(), StatusCode::FORBIDDEN);
    assert_eq!(header(&failed, "X-RateLimit-Remaining"), Some("598"));
}

#[tokio::test]
async fn a_plan_without_a_limit_gives_no_figures() {
    let caller = with_plan(Plan::Unlimited).await;
    let reply = accounts(&caller).await;
    assert_eq!(header(&reply, "X-RateLimit-Plan"), Some("Enterprise"));
    assert_eq!(header(&reply, "X-RateLimit-Limit"), None);
    assert_eq!(header(&reply, "X-RateLimit-Remaining"), None);
}

#[tokio::test]
async fn one_request_too_many_is_told_how_long_to_wait() {
    let caller = with_plan(Plan::Free).await;
    for _ in 0..100 {
        assert_eq!(accounts(&caller).await.status(), StatusCode::OK);
    }
    let fan = caller.fan();
    let reply = caller.request(Method::POST, &caller.vip_path(&fan)).send().await.unwrap();
    let wait: u64 = header(&reply, "X-RateLimit-Retry-After").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(header(&reply, "X-RateLimit-Remaining"), Some("0"));
    assert_eq!(header(&reply, "Retry-After"), None);
    let (status, body) = answer(reply).await;
    assert_eq!((status, &body["statusCode"]), (StatusCode::TOO_MANY_REQUESTS, &json!(429)));
    assert_eq!(body["data"], Value::Null);
    assert!(!caller.is_vip(&fan));
}

#[tokio::test]
async fn each_key_has_a_window_of_its_own() {
    let caller = with_plan(Plan::Starter).await;
    caller.service.set_plan(None, Plan::Starter, Some(1));
    assert_eq!(accounts(&caller).await.status(), StatusCode::OK);
    assert_eq!(accounts(&caller).await.status(), StatusCode::TOO_MANY_REQUESTS);
    let second = caller.service.keys()[1].key.clone();
    let reply = caller.bare(Method::GET, "/accounts").header("x-api-key", second).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_plan_can_change_while_it_runs() {
    let caller = with_plan(Plan::Free).await;
    caller.service.set_plan(None, Plan::Pro, None);
    assert_eq!(header(&accounts(&caller).await, "X-RateLimit-Limit"), Some("1000"));
    caller.service.set_plan(Some(caller.service.key()), Plan::Pro, Some(7));
    assert_eq!(header(&accounts(&caller).await, "X-RateLimit-Limit"), Some("7"));
    assert_eq!(caller.service.keys()[1].plan, Plan::Pro);
}

#[tokio::test]
async fn a_short_window_opens_again() {
    let caller = start(Settings { window: Duration::from_millis(1), ..Settings::default() }).await;
    caller.service.set_plan(None, Plan::Free, Some(1));
    assert_eq!(accounts(&caller).await.status(), StatusCode::OK);
    let open = async { while accounts(&caller).await.status() == StatusCode::TOO_MANY_REQUESTS {} };
    tokio::time::timeout(Duration::from_secs(10), open).await.unwrap();
}

#[tokio::test]
async fn spent_credits_are_402_on_every_call() {
    let caller = start(Settings { credits: Some(1), ..Settings::default() }).await;
    let fan = caller.fan();
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED);
    assert_eq!(caller.service.keys()[0].credits, Some(0));
    let (status, body) = caller.remove(&fan).await;
    assert_eq!((status, &body["statusCode"]), (StatusCode::PAYMENT_REQUIRED, &json!(402)));
    assert!(caller.is_vip(&fan));
    caller.service.set_credits(None, Some(5));
    assert_eq!(accounts(&caller).await.status(), StatusCode::OK);
}
