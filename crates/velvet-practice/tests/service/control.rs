use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use velvet_practice::Settings;

use crate::caller::{Caller, answer, small, start};

async fn controlled() -> Caller {
    start(Settings { control: true, ..Settings::default() }).await
}

/// Sends a request to the control endpoint, with a body if there is one.
async fn control(caller: &Caller, method: Method, path: &str, body: Option<Value>) -> StatusCode {
    let request = caller.client.request(method, format!("{}{path}", caller.service.control_url().unwrap()));
    let request = if let Some(body) = body { request.json(&body) } else { request };
    request.send().await.unwrap().status()
}

async fn read(caller: &Caller, path: &str) -> Value {
    let address = format!("{}{path}", caller.service.control_url().unwrap());
    answer(caller.client.get(address).send().await.unwrap()).await.1
}

#[tokio::test]
async fn it_is_not_there_unless_asked_for() {
    let caller = small().await;
    assert_eq!(caller.service.control_url(), None);
    let address = caller.service.url().replace("/api/fansly", "/control/truth");
    assert_eq!(caller.client.get(address).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn faults_come_and_go() {
    let caller = controlled().await;
    let fan = caller.fan();
    let rule = json!({ "method": "POST", "path": "*/vip", "count": null, "fault": { "kind": "status", "status": 500 } });
    assert_eq!(control(&caller, Method::POST, "/faults", Some(rule)).await, StatusCode::NO_CONTENT);
    assert_eq!(caller.add(&fan).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(control(&caller, Method::DELETE, "/faults", None).await, StatusCode::NO_CONTENT);
    assert_eq!(caller.add(&fan).await.0, StatusCode::CREATED);
    let nonsense = json!({ "fault": { "kind": "earthquake" } });
    assert!(control(&caller, Method::POST, "/faults", Some(nonsense)).await.is_client_error());
}

#[tokio::test]
async fn truth_and_requests_can_be_read_and_hold_no_key() {
    let caller = controlled().await;
    let (account, fan) = (caller.account(), caller.fan());
    caller.get("/accounts").await;
    caller.add(&fan).await;
    let truth = read(&caller, "/truth").await;
    assert_eq!(truth["vips"][&account].as_array().unwrap().len(), 121);
    assert!(truth["vips"][&account].as_array().unwrap().contains(&json!(fan)));
    assert_eq!(read(&caller, "/fans").await["fans"], json!(caller.service.fans()));

    let seen = read(&caller, "/requests?since=1").await;
    assert_eq!(seen["count"], 2);
    let [add] = seen["requests"].as_array().unwrap().as_slice() else { panic!("{seen}") };
    assert_eq!((&add["method"], &add["path"]), (&json!("POST"), &json!(caller.vip_path(&fan))));
    assert_eq!(
        (&add["status"], &add["took_effect"], &add["key_matched"]),
        (&json!(201), &json!(true), &json!(true))
    );
    assert!(add["headers"].as_str().unwrap().split(' ').any(|name| name == "x-api-key"));
    assert!(!seen.to_string().contains(caller.service.key()));
}

#[tokio::test]
async fn plan_credits_members_and_sessions_can_be_changed() {
    let caller = controlled().await;
    let (account, fan) = (caller.account(), caller.fan());
    for (path, body) in [
        ("/plan", json!({ "plan": "free", "limit": 3 })),
        ("/credits", json!({ "credits": 2, "key": caller.service.key() })),
        ("/vip", json!({ "account": account, "fan": fan, "vip": true })),
        ("/marks", json!({ "account": account, "fan": fan, "marks": 6 })),
        ("/session", json!({ "account": account, "alive": false })),
    ] {
        assert_eq!(control(&caller, Method::POST, path, Some(body)).await, StatusCode::NO_CONTENT, "{path}");
    }
    let reply = caller.request(Method::GET, "/accounts").send().await.unwrap();
    assert_eq!(reply.headers()["X-RateLimit-Limit"], "3");
    assert_eq!((caller.service.keys()[0].credits, caller.service.keys()[1].credits), (Some(1), None));
    assert_eq!(caller.service.marks(&account, &fan), Some(6));
    assert_eq!(caller.service.accounts()[0].session, "expired");
    let nobody = json!({ "account": account, "fan": "1", "vip": true });
    assert_eq!(control(&caller, Method::POST, "/vip", Some(nobody)).await, StatusCode::NOT_FOUND);
    let nobody = json!({ "account": account, "fan": "1", "marks": 2 });
    assert_eq!(control(&caller, Method::POST, "/marks", Some(nobody)).await, StatusCode::NOT_FOUND);
}
