use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::caller::{answer, small};

#[tokio::test]
async fn an_add_is_answered_as_documented_and_takes_effect() {
    let caller = small().await;
    let fan = caller.fan();
    assert!(!caller.is_vip(&fan));
    let (status, mut body) = caller.add(&fan).await;
    assert_eq!(status, StatusCode::CREATED);
    let timestamp = body["timestamp"].take();
    assert_eq!(timestamp.as_str().unwrap().len(), "2026-05-17T14:03:40.079Z".len());
    assert_eq!(
        body,
        json!({
            "statusCode": 201,
            "message": "Success",
            "data": { "status_code": 200, "data": { "success": true, "response": {
                "accountId": caller.service.accounts()[0].native_id,
                "ignoredId": fan,
                "ignoreFlags": 4,
            } } },
            "timestamp": null,
        })
    );
    assert!(caller.is_vip(&fan));
    assert!(!caller.service.is_vip(&caller.service.accounts()[1].account_id, &fan), "another account");
}

#[tokio::test]
async fn an_add_again_is_answered_the_same() {
    let caller = small().await;
    let fan = caller.service.vips(&caller.account()).remove(0);
    let (status, body) = caller.add(&fan).await;
    assert_eq!((status, &body["data"]["data"]["success"]), (StatusCode::CREATED, &json!(true)));
    assert!(caller.is_vip(&fan));
}

#[tokio::test]
async fn a_removal_clears_the_bit_and_nothing_else() {
    let caller = small().await;
    let account = caller.account();
    let fan = caller.service.fans_with_other_marks(&account).remove(0);
    let others = caller.service.marks(&account, &fan).unwrap() & !4;
    assert!(others > 0);
    let (_, body) = caller.add(&fan).await;
    assert_eq!(body["data"]["data"]["response"]["ignoreFlags"], json!(others | 4));
    let (status, body) = caller.remove(&fan).await;
    assert_eq!((status, &body["statusCode"]), (StatusCode::OK, &json!(200)));
    assert_eq!(body["data"]["data"]["response"]["ignoredId"], json!(fan));
    assert_eq!(body["data"]["data"]["response"]["ignoreFlags"], json!(others));
    assert_eq!(caller.service.marks(&account, &fan), Some(others));
}

#[tokio::test]
async fn nobody_with_this_id_is_404() {
    let caller = small().await;
    for fan in ["123456789012345678", "1", "abc", "%2e%2e", "0x10"] {
        let (status, body) = caller.add(fan).await;
        assert_eq!((status, &body["data"]), (StatusCode::NOT_FOUND, &Value::Null), "{fan}");
    }
}

#[tokio::test]
async fn the_creators_own_id_is_refused_inside() {
    let caller = small().await;
    let own = caller.service.accounts()[0].native_id.clone();
    let (status, body) = caller.add(&own).await;
    assert_eq!((status, &body["data"]["data"]["success"]), (StatusCode::CREATED, &json!(false)));
}

#[tokio::test]
async fn a_content_type_without_a_body_is_400() {
    let caller = small().await;
    let fan = caller.fan();
    for (method, path) in [(Method::POST, caller.vip_path(&fan)), (Method::GET, "/accounts".to_owned())] {
        let request = caller.request(method, &path).header("content-type", "application/json");
        let (status, body) = answer(request.send().await.unwrap()).await;
        assert_eq!((status, &body["statusCode"]), (StatusCode::BAD_REQUEST, &json!(400)));
    }
    assert!(!caller.is_vip(&fan));
}

#[tokio::test]
async fn membership_can_be_set_from_outside() {
    let caller = small().await;
    let (account, fan) = (caller.account(), caller.fan());
    assert!(caller.service.set_vip(&account, &fan, true));
    assert!(caller.service.vips(&account).contains(&fan));
    assert!(caller.service.set_vip(&account, &fan, false));
    assert!(!caller.is_vip(&fan));
    assert!(!caller.service.set_vip(&account, "1", true));
    assert!(!caller.service.set_vip("fansly_nobody", &fan, true));
}
