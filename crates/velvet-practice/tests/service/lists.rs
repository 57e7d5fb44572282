use std::collections::HashSet;

use reqwest::{Method, StatusCode};
use serde_json::Value;
use velvet_practice::{Settings, StatusForms};

use crate::caller::{Caller, ordinary, start, texts};

const DAY_MS: u128 = 86_400_000;

/// Returns the rows of all pages of a list.
async fn all(caller: &Caller, call: &str, rows: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let body = caller.get(&format!("/{}/{call}&cursor={cursor}", caller.account())).await;
        found.extend(body["data"]["data"]["response"][rows].as_array().unwrap().clone());
        match body["data"]["data"]["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return found,
        }
    }
}

#[tokio::test]
async fn followers_come_in_pages_of_the_wanted_size() {
    let caller = ordinary().await;
    let first = caller.get(&format!("/{}/followers?limit=7", caller.account())).await;
    let response = &first["data"]["data"]["response"];
    let ids = texts(&response["followers"], "followerId");
    assert_eq!(ids.len(), 7);
    assert_eq!(texts(&response["aggregationData"]["accounts"], "id"), ids);

    let followers = all(&caller, "followers?limit=100", "followers").await;
    let distinct: HashSet<&str> = followers.iter().map(|row| row["followerId"].as_str().unwrap()).collect();
    assert_eq!(distinct.len(), followers.len());
    assert!(followers.len() > 4_500, "{}", followers.len());
    for query in ["limit=0", "limit=101", "cursor=-1"] {
        let path = format!("/{}/followers?{query}", caller.account());
        assert_eq!(caller.ask(Method::GET, &path).await.0, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn subscribers_are_told_apart_by_status() {
    let caller = ordinary().await;
    let everyone = all(&caller, "subscribers?status=all&limit=100", "subscriptions").await;
    let active = all(&caller, "subscribers?status=active&limit=100", "subscriptions").await;
    let expired = all(&caller, "subscribers?status=expired&limit=100", "subscriptions").await;
    assert_eq!(everyone.len(), active.len() + expired.len());
    assert!(active.iter().all(|row| row["status"] == 3));
    assert!(expired.iter().all(|row| row["status"] == 4));
    let fans: HashSet<&str> = everyone.iter().map(|row| row["subscriberId"].as_str().unwrap()).collect();
    assert!(fans.len() < everyone.len(), "some fans have several rows");
    for field in ["subscriptionTierName", "endsAt", "renewDate"] {
        assert!(active[0][field].is_string(), "{field}");
    }
    assert!(active[0].get("username").is_none());
}

#[tokio::test]
async fn subscribers_can_be_searched() {
    let caller = ordinary().await;
    let all_of_them = all(&caller, "subscribers?limit=100", "subscriptions").await;
    let some = all(&caller, "subscribers?limit=100&search=alex", "subscriptions").await;
    assert!(!some.is_empty() && some.len() < all_of_them.len());
}

#[tokio::test]
async fn a_status_form_can_be_refused() {
    for (status_forms, fine, refused) in [
        (StatusForms::Words, ["all", "active", "expired"], ["3,4", "3", "4"]),
        (StatusForms::Numbers, ["3,4", "3", "4"], ["all", "active", "expired"]),
    ] {
        let caller = start(Settings { status_forms, ..Settings::default() }).await;
        let path = |status| format!("/{}/subscribers?status={status}", caller.account());
        for status in fine {
            caller.get(&path(status)).await;
        }
        for status in refused {
            assert_eq!(caller.ask(Method::GET, &path(status)).await.0, StatusCode::BAD_REQUEST, "{status}");
        }
    }
}

#[tokio::test]
async fn top_supporters_are_ranked_within_a_period() {
    let caller = ordinary().await;
    let path = format!("/{}/top-supporters", caller.account());
    let body = caller.get(&path).await;
    let rows = &body["data"]["data"]["response"];
    let gross: Vec<u64> =
        rows.as_array().unwrap().iter().map(|row| row["totalGross"].as_u64().unwrap()).collect();
    assert_eq!(gross.len(), 100);
    assert!(gross.is_sorted_by(|more, less| more >= less));
    assert!(texts(rows, "correlationAccountId").iter().all(|id| id.len() == 18));

    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let month = caller.get(&format!("{path}?after={}", now - 30 * DAY_MS)).await;
    let first = |body: &Value| body["data"]["data"]["response"][0]["totalGross"].as_u64().unwrap();
    assert!(first(&month) < gross[0], "a month is less than a year");
    let never = caller.get(&format!("{path}?before=1000")).await;
    assert_eq!(never["data"]["data"]["response"].as_array().unwrap().len(), 0);
}
