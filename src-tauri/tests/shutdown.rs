//! Tests closing the window while a batch runs: the question, and the effect of each answer.
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

mod desk;

use std::{
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use desk::Desk;
use serde_json::{Value, json};
use tauri::{
    Manager,
    async_runtime::{block_on, spawn},
    ipc::Channel,
};
use velvet_core::app::App;
use velvet_practice::{Fault, Rule};
use velvet_rope::{
    Page,
    shutdown::{Closing, PAGE, end, may_close},
};

const LONG: Duration = Duration::from_secs(30);

/// Starts a slow batch and subscribes to events.
fn busy() -> (Desk, Value, Receiver<Value>) {
    answered_after(60)
}

/// Starts such a batch, with a delay in milliseconds for each fan.
fn answered_after(ms: u64) -> (Desk, Value, Receiver<Value>) {
    let desk = Desk::open();
    desk.service.push_fault(Rule::new(Fault::Delay { ms }).method("POST").always());
    desk.call("save_key", json!({ "key": desk.service.key() })).unwrap();
    let fans: Vec<_> = desk.service.samples(300).into_iter().map(|(fan, _)| fan).collect();
    let list = desk.call("paste_list", json!({ "text": fans.join("\n") })).unwrap();
    let start = json!({ "revision": list["revision"], "speed": "fast", "include": [], "look_first": false });
    let batch = desk.call("start_list", json!({ "start": start })).unwrap();
    let news = desk.news();
    (desk, json!({ "batch": batch["id"] }), news)
}

/// Waits until the page gets the question, and skips the batch's events before it.
fn asked(news: &Receiver<Value>) {
    let until = Instant::now() + LONG;
    while news.recv_timeout(until.saturating_duration_since(Instant::now())).unwrap()["kind"] != "closing" {}
}

fn ended_as(desk: &Desk, batch: &Value) -> Value {
    block_on(async { tokio::time::timeout(LONG, desk.app.state::<App>().idle()).await.unwrap() });
    desk.call("batch", batch.clone()).unwrap()
}

#[test]
fn with_nothing_to_do_it_closes_at_once() {
    let desk = Desk::open();
    assert!(may_close(desk.app.handle()));
}

#[test]
fn it_asks_once_and_stays_when_told_to() {
    let (desk, batch, news) = busy();
    for _ in 0..2 {
        assert!(!may_close(desk.app.handle()));
        asked(&news);
        desk.call("closing_shown", json!({})).unwrap();
        desk.call("answer_close", json!({ "choice": "stay" })).unwrap();
    }
    assert!(desk.app.state::<App>().batches_run());
    desk.call("answer_close", json!({ "choice": "stop" })).unwrap();
    let ended = ended_as(&desk, &batch);
    assert_eq!(ended["state"]["kind"], "ended");
    assert!(ended["counts"]["stopped"].as_u64() > Some(0), "{ended}");
}

#[test]
fn a_page_that_does_not_show_the_question_is_not_waited_for() {
    let (desk, batch, news) = answered_after(600);
    let closed = Instant::now();
    assert!(!may_close(desk.app.handle()));
    asked(&news);
    let paused = ended_as(&desk, &batch);
    assert_eq!(paused["state"], json!({ "kind": "paused", "why": { "kind": "user" } }));
    assert!(closed.elapsed() >= PAGE, "a page that works has a moment to answer");
}

#[test]
fn who_looks_at_the_question_has_all_the_time_there_is() {
    let (desk, batch, news) = answered_after(600);
    assert!(!may_close(desk.app.handle()));
    asked(&news);
    desk.call("closing_shown", json!({})).unwrap();
    let ended = ended_as(&desk, &batch);
    assert_eq!(ended["state"]["kind"], "ended", "longer than a page is waited for: {ended}");
}

#[test]
fn closed_twice_it_does_not_wait_for_an_answer() {
    let (desk, batch, news) = busy();
    assert!(!may_close(desk.app.handle()));
    asked(&news);
    desk.call("closing_shown", json!({})).unwrap();
    assert!(!may_close(desk.app.handle()));
    let paused = ended_as(&desk, &batch);
    assert_eq!(paused["state"], json!({ "kind": "paused", "why": { "kind": "user" } }));
    assert!(news.try_iter().all(|news| news["kind"] != "closing"), "not asked twice");
    assert!(may_close(desk.app.handle()), "a batch that waits for its user keeps nobody");
}

#[test]
fn it_runs_on_when_told_to() {
    let (desk, batch, _question) = busy();
    assert!(!may_close(desk.app.handle()));
    desk.call("closing_shown", json!({})).unwrap();
    desk.call("answer_close", json!({ "choice": "keep_running" })).unwrap();
    let ended = ended_as(&desk, &batch);
    assert_eq!(ended["counts"]["added"], ended["counts"]["total"]);
}

#[test]
fn what_runs_is_paused_when_no_page_can_be_asked() {
    let (desk, batch, _) = busy();
    desk.app.state::<Page>().listens(Channel::new(|_| Err(tauri::Error::WebviewNotFound)));
    assert!(!may_close(desk.app.handle()));
    let paused = ended_as(&desk, &batch);
    assert_eq!(paused["state"], json!({ "kind": "paused", "why": { "kind": "user" } }));
}

#[test]
fn the_next_page_is_asked_after_one_has_died_with_the_question() {
    let (desk, batch, news) = busy();
    assert!(!may_close(desk.app.handle()));
    asked(&news);
    desk.app.state::<Closing>().is_over();
    let next = desk.news();
    assert!(!may_close(desk.app.handle()));
    asked(&next);
    desk.call("closing_shown", json!({})).unwrap();
    desk.call("answer_close", json!({ "choice": "pause" })).unwrap();
    assert_eq!(ended_as(&desk, &batch)["state"]["kind"], "paused");
}

#[test]
fn asked_to_end_by_the_system_it_pauses_and_asks_nobody() {
    let (desk, batch, news) = busy();
    let app = desk.app.handle().clone();
    // The mock runtime cannot end the app, so only the steps before that are checked.
    let _ended = spawn(async move { end(&app).await });
    assert_eq!(ended_as(&desk, &batch)["state"], json!({ "kind": "paused", "why": { "kind": "user" } }));
    assert!(news.try_iter().all(|news| news["kind"] != "closing"));
}
