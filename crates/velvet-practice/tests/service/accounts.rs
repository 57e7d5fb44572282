use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::caller::{answer, small, texts};

#[tokio::test]
async fn accounts_are_those_of_the_key_in_the_flat_form() {
    let caller = small().await;
    let body = caller.get("/accounts").await;
    assert_eq!(body["statusCode"], 200);
    assert_eq!(body["data"]["success"], true);
    assert_eq!(body["data"]["count"], 3);
    let rows = &body["data"]["accounts"];
    assert_eq!(texts(rows, "name"), ["Mira Rose", "Noa Vale", "Lux Hart"]);
    for id in texts(rows, "accountId") {
        assert!(id.starts_with("fansly_") && !id.starts_with("fansly_acct_"), "{id}");
    }
    for field in ["email", "country", "createdAt"] {
        assert!(rows[0][field].is_string(), "{field}");
    }
    assert!(!body.to_string().contains("expired"), "the real list has no health field");
}

#[tokio::test]
async fn the_second_key_sees_its_own_accounts_and_no_other() {
    let caller = small().await;
    let second = &caller.service.keys()[1];
    let reply = caller.bare(Method::GET, "/accounts").header("x-api-key", &second.key).send().await.unwrap();
    let (_, body) = answer(reply).await;
    let own: Vec<&str> = second.accounts.iter().map(|one| one.account_id.as_str()).collect();
    assert_eq!(texts(&body["data"]["accounts"], "accountId"), own);

    let path = format!("/{}/me", caller.account());
    let reply = caller.bare(Method::GET, &path).header("x-api-key", &second.key).send().await.unwrap();
    let foreign = json!({ "error": "Account not found or access denied" });
    assert_eq!(answer(reply).await, (StatusCode::FORBIDDEN, foreign));
}

#[tokio::test]
async fn me_is_the_creator_in_the_nested_form() {
    let caller = small().await;
    let account = caller.service.accounts().remove(0);
    let body = caller.get(&format!("/{}/me", account.account_id)).await;
    assert_eq!(body["data"]["status_code"], 200);
    assert_eq!(body["data"]["data"]["success"], true);
    let me = &body["data"]["data"]["response"]["account"];
    assert_eq!(me["id"], json!(account.native_id));
    assert_eq!(me["username"], "mirarose");
    assert_eq!(account.native_id.len(), 18);
}

#[tokio::test]
async fn an_expired_session_is_an_inner_401_inside_an_outer_success() {
    let caller = small().await;
    let account = caller.expired();
    for (method, path, outer) in [
        (Method::GET, format!("/{account}/me"), 200),
        (Method::GET, format!("/{account}/chats?filter=vips"), 200),
        (Method::POST, format!("/{account}/chats/{}/vip", caller.fan()), 201),
        (Method::DELETE, format!("/{account}/chats/{}/vip", caller.fan()), 200),
    ] {
        let (status, body) = caller.ask(method, &path).await;
        assert_eq!(status, outer, "{path}");
        assert_eq!(body["data"]["status_code"], 401, "{path}");
        assert_eq!(body["data"]["data"]["success"], false, "{path}");
    }
    assert!(caller.service.set_session(&account, true));
    caller.get(&format!("/{account}/me")).await;
    assert!(!caller.service.set_session("fansly_nobody", true));
}

#[tokio::test]
async fn without_a_good_key_there_is_nothing() {
    let caller = small().await;
    let bare = caller.bare(Method::GET, "/accounts");
    let wrong = caller.bare(Method::GET, "/accounts").header("x-api-key", "wrong");
    for request in [bare, wrong] {
        let (status, body) = answer(request.send().await.unwrap()).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!((&body["statusCode"], &body["data"]), (&json!(401), &Value::Null));
        assert!(body["timestamp"].is_string());
    }
    let seen: Vec<bool> = caller.service.requests().iter().map(|request| request.key_matched).collect();
    assert_eq!(seen, [false, false]);
}

#[tokio::test]
async fn an_unknown_call_is_404() {
    let caller = small().await;
    for (method, path) in [(Method::GET, "/nothing/of/this/kind"), (Method::PUT, "/accounts")] {
        let (status, body) = caller.ask(method, path).await;
        assert_eq!((status, &body["statusCode"]), (StatusCode::NOT_FOUND, &json!(404)));
    }
}
