use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use velvet_practice::{Marks, Rule, Settings, Shape};

use crate::caller::{Answer, Caller, answer, small, start};

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

async fn overwriting() -> Caller {
    start(Settings { fans: 300, marks: Marks::Overwrite, ..Settings::default() }).await
}

async fn mute(caller: &Caller, call: &str, body: &Value) -> Answer {
    let request = caller.request(Method::POST, &format!("/{}/chats/{call}", caller.account()));
    answer(request.json(body).send().await.unwrap()).await
}

fn flags(body: &Value) -> &Value {
    &body["data"]["data"]["response"]["ignoreFlags"]
}

#[tokio::test]
async fn where_a_value_is_set_an_add_and_a_removal_clear_the_other_marks() {
    let caller = overwriting().await;
    let (account, fan) = (caller.account(), caller.fan());
    for marks in [1, 2, 3, 6] {
        assert!(caller.service.set_marks(&account, &fan, marks));
        assert_eq!(flags(&caller.add(&fan).await.1), 4, "{marks}");
        assert_eq!(caller.service.marks(&account, &fan), Some(4));
        caller.service.set_marks(&account, &fan, marks);
        assert_eq!(flags(&caller.remove(&fan).await.1), 0, "{marks}");
        assert_eq!(caller.service.marks(&account, &fan), Some(0));
    }
    caller.service.set_marks(&account, &fan, 2);
    caller.service.set_vip(&account, &fan, true);
    assert_eq!(caller.service.marks(&account, &fan), Some(4), "the site does the same");
}

#[tokio::test]
async fn an_add_that_is_not_carried_out_tells_the_marks_it_would_have_left() {
    for (caller, told) in [(small().await, 6), (overwriting().await, 4)] {
        let (account, fan) = (caller.account(), caller.fan());
        caller.service.set_marks(&account, &fan, 2);
        caller.service.push_fault(Rule::new(Shape::Bom.fault()).effect(false));
        let reply = caller.request(Method::POST, &caller.vip_path(&fan)).send().await.unwrap();
        let text = reply.text().await.unwrap();
        assert!(text.contains(&format!("\"ignoreFlags\":{told}")), "{text}");
        assert_eq!(caller.service.marks(&account, &fan), Some(2));
    }
}

#[tokio::test]
async fn a_fan_can_be_muted_and_the_list_shows_it() {
    for (caller, both) in [(small().await, 6), (overwriting().await, 4)] {
        let (account, fan) = (caller.account(), caller.fan());
        let target = json!({ "targetUserId": fan });
        let (status, body) = mute(&caller, "mute", &target).await;
        assert_eq!((status, flags(&body)), (StatusCode::CREATED, &json!(2)));
        assert_eq!(body["data"]["data"]["response"]["ignoredId"], json!(fan));
        assert!(caller.service.requests()[0].took_effect);
        assert_eq!(flags(&caller.add(&fan).await.1), both);
        let body = caller.get(&format!("/{account}/chats?filter=vips&sort=oldest")).await;
        let mut rows = body["data"]["data"]["response"]["data"].as_array().unwrap().clone();
        let mut cursor = body["data"]["data"]["nextCursor"].clone();
        while let Some(next) = cursor.as_str() {
            let page = caller.get(&format!("/{account}/chats?filter=vips&sort=oldest&cursor={next}")).await;
            rows.extend(page["data"]["data"]["response"]["data"].as_array().unwrap().clone());
            cursor = page["data"]["data"]["nextCursor"].clone();
        }
        let row = rows.iter().find(|row| row["partnerAccountId"] == json!(fan)).unwrap();
        assert_eq!(row["flags"], both);
        let (status, body) = mute(&caller, "unmute", &target).await;
        let left = if both == 6 { 4 } else { 0 };
        assert_eq!((status, flags(&body)), (StatusCode::CREATED, &json!(left)));
    }
}

#[tokio::test]
async fn muting_needs_a_fan_who_is_there() {
    let caller = small().await;
    for (body, wanted) in [
        (json!({ "targetUserId": "123456789012345678" }), 404),
        (json!({ "targetUserId": 5 }), 400),
        (json!({ "fan": caller.fan() }), 400),
    ] {
        let (status, said) = mute(&caller, "mute", &body).await;
        assert_eq!((status.as_u16(), &said["data"]), (wanted, &Value::Null), "{body}");
    }
    assert_eq!(caller.service.requests().iter().filter(|request| request.took_effect).count(), 0);
}
