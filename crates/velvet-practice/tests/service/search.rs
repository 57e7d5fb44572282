use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::caller::small;

#[tokio::test]
async fn a_profile_is_found_by_its_username_in_any_case() {
    let caller = small().await;
    let chats = caller.get(&format!("/{}/chats", caller.account())).await;
    let row = &chats["data"]["data"]["response"]["data"][0];
    let username = row["partnerUsername"].as_str().unwrap();
    let body = caller.get(&format!("/search/{}", username.to_uppercase())).await;
    let found = &body["data"]["data"]["response"]["account"];
    assert_eq!((&found["id"], &found["username"]), (&row["partnerAccountId"], &json!(username)));
}

#[tokio::test]
async fn an_unknown_username_is_404() {
    let caller = small().await;
    assert_eq!(caller.ask(Method::GET, "/search/nobody").await.0, StatusCode::NOT_FOUND);
}
