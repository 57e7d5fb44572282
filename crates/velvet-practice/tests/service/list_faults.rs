//! Faults of lists.

use std::collections::HashSet;

use serde_json::{Value, json};
use velvet_practice::{Fault, Rule};

use crate::caller::{Caller, small, texts};

async fn vips(caller: &Caller, fault: Fault) -> Value {
    caller.service.push_fault(Rule::new(fault));
    caller.get(&format!("/{}/chats?filter=vips", caller.account())).await["data"]["data"].take()
}

fn edit(place: &str, value: Option<Value>) -> Fault {
    Fault::Edit { place: place.to_owned(), value }
}

#[tokio::test]
async fn any_value_can_be_another_one_or_gone() {
    let caller = small().await;
    let rows = |body: &Value| body["response"]["data"].as_array().unwrap().clone();
    let every = "/data/data/response/data/*/partnerUsername";
    let body = vips(&caller, edit(every, Some(json!("x")))).await;
    assert!(rows(&body).iter().all(|row| row["partnerUsername"] == "x" && row["partnerAccountId"] != "x"));
    let body = vips(&caller, edit("/data/data/response/data/3/partnerAccountId", None)).await;
    let without: Vec<usize> = rows(&body)
        .iter()
        .enumerate()
        .filter_map(|(place, row)| row.get("partnerAccountId").is_none().then_some(place))
        .collect();
    assert_eq!(without, [3]);
    assert_eq!(rows(&vips(&caller, edit("/data/data/response/data/0", None)).await).len(), 24);
    let body = vips(&caller, edit("/data/data/nextCursor", Some(json!("10")))).await;
    assert_eq!(body["nextCursor"], "10");
}

#[tokio::test]
async fn ids_can_be_numbers() {
    let caller = small().await;
    let whole = vips(&caller, Fault::Delay { ms: 0 }).await;
    let id: u64 = whole["response"]["data"][0]["partnerAccountId"].as_str().unwrap().parse().unwrap();
    let exact = vips(&caller, Fault::NumberIds { float: false }).await;
    assert_eq!(exact["response"]["data"][0]["partnerAccountId"], json!(id));
    let floats = vips(&caller, Fault::NumberIds { float: true }).await;
    assert!(floats["response"]["data"][0]["partnerAccountId"].is_f64());
}

#[tokio::test]
async fn a_list_can_have_no_end() {
    let caller = small().await;
    let (mut fans, mut cursors) = (HashSet::new(), HashSet::new());
    for call in ["chats?filter=vips", "followers?limit=20", "subscribers?limit=20"] {
        caller.service.clear_faults();
        caller.service.push_fault(Rule::new(Fault::EndlessList).always());
        let mut cursor = String::new();
        for _ in 0..5 {
            let body = caller.get(&format!("/{}/{call}&cursor={cursor}", caller.account())).await;
            let response = &body["data"]["data"]["response"];
            let (rows, field) = match call.split('?').next() {
                Some("chats") => (&response["data"], "partnerAccountId"),
                Some("followers") => (&response["followers"], "followerId"),
                _ => (&response["subscriptions"], "subscriberId"),
            };
            fans.extend(texts(rows, field));
            body["data"]["data"]["nextCursor"].as_str().unwrap().clone_into(&mut cursor);
            cursors.insert(cursor.clone());
        }
    }
    assert_eq!((fans.len(), cursors.len()), (15, 15));
}
