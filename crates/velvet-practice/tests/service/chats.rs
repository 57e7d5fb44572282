use std::collections::HashSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use velvet_practice::{CursorPlace, Settings};

use crate::caller::{Caller, ordinary, start, texts};

/// Returns the next cursor, from a place where it was seen.
fn next(body: &Value, place: CursorPlace) -> Option<String> {
    let place = match place {
        CursorPlace::Outer => "/data/nextCursor",
        CursorPlace::Inner => "/data/data/nextCursor",
        CursorPlace::Response => "/data/data/response/cursor",
    };
    body.pointer(place).unwrap().as_str().map(str::to_owned)
}

/// Returns the fans' IDs of all pages, and the number of pages.
async fn all(caller: &Caller, query: &str, place: CursorPlace) -> (Vec<String>, usize) {
    let (mut fans, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let body = caller.get(&format!("/{}/chats?{query}&cursor={cursor}", caller.account())).await;
        pages += 1;
        fans.extend(texts(&body["data"]["data"]["response"]["data"], "partnerAccountId"));
        match next(&body, place) {
            Some(more) => cursor = more,
            None => return (fans, pages),
        }
    }
}

#[tokio::test]
async fn vips_come_in_pages_without_those_who_have_no_chat() {
    for place in [CursorPlace::Outer, CursorPlace::Inner, CursorPlace::Response] {
        let caller = start(Settings { cursor_place: place, ..Settings::default() }).await;
        let (fans, pages) = all(&caller, "filter=vips", place).await;
        let shown: HashSet<&String> = fans.iter().collect();
        assert_eq!(shown.len(), fans.len(), "nobody twice");
        let truth = caller.service.vips(&caller.account());
        assert_eq!(truth.len(), 120);
        assert!(fans.iter().all(|fan| truth.contains(fan)));
        assert!((90..120).contains(&fans.len()), "{}", fans.len());
        assert_eq!(pages, fans.len().div_ceil(25));
    }
}

#[tokio::test]
async fn a_row_names_the_fan_and_the_list_of_accounts_goes_with_it() {
    let caller = ordinary().await;
    let body = caller.get(&format!("/{}/chats?filter=vips", caller.account())).await;
    let response = &body["data"]["data"]["response"];
    let row = &response["data"][0];
    assert_ne!(row["groupId"], row["partnerAccountId"]);
    assert_eq!(row["groupId"].as_str().unwrap().len(), 18);
    let fan = row["partnerAccountId"].as_str().unwrap();
    assert_eq!(row["flags"], json!(caller.service.marks(&caller.account(), fan)));
    let people = &response["aggregationData"]["accounts"];
    assert_eq!(texts(people, "id"), texts(&response["data"], "partnerAccountId"));
    assert_eq!(texts(people, "username"), texts(&response["data"], "partnerUsername"));
}

#[tokio::test]
async fn an_added_fan_shows_up_and_a_removed_one_is_gone() {
    let caller = ordinary().await;
    let fan = caller.fan();
    caller.add(&fan).await;
    assert!(all(&caller, "filter=vips", CursorPlace::Inner).await.0.contains(&fan));
    caller.remove(&fan).await;
    assert!(!all(&caller, "filter=vips", CursorPlace::Inner).await.0.contains(&fan));
}

#[tokio::test]
async fn the_orders_hold_the_same_chats() {
    let caller = start(Settings { fans: 80, ..Settings::default() }).await;
    let (newest, _) = all(&caller, "sort=newest", CursorPlace::Inner).await;
    let (mut oldest, _) = all(&caller, "sort=oldest", CursorPlace::Inner).await;
    let (mut unread, _) = all(&caller, "sort=unread", CursorPlace::Inner).await;
    oldest.reverse();
    assert_eq!(newest, oldest);
    assert_ne!(newest, unread);
    let mut sorted = newest;
    sorted.sort();
    unread.sort();
    assert_eq!(sorted, unread);
}

#[tokio::test]
async fn a_search_finds_names_in_any_case_and_script() {
    let caller = ordinary().await;
    for (fan, name) in caller.service.samples(4) {
        let text: Vec<String> = name.to_uppercase().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let (found, _) = all(&caller, &format!("search={}", text.concat()), CursorPlace::Inner).await;
        assert!(found.contains(&fan), "{name}");
    }
    let (none, _) = all(&caller, "search=nobody%20is%20called%20this", CursorPlace::Inner).await;
    assert!(none.is_empty());
}

#[tokio::test]
async fn what_the_real_call_does_not_know_is_400() {
    let caller = ordinary().await;
    for query in ["limit=10", "offset=5", "filter=vip", "sort=random", "cursor=x"] {
        let path = format!("/{}/chats?{query}", caller.account());
        assert_eq!(caller.ask(Method::GET, &path).await.0, StatusCode::BAD_REQUEST, "{query}");
    }
}
