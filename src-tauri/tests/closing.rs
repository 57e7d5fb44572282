//! Closing the window while a batch runs: one question, and what each answer does.
#![allow(clippy::unwrap_used, reason = "a test may; the lint only knows functions marked as one")]

mod desk;

use std::{sync::mpsc, time::Duration};

use desk::Desk;
use serde_json::{Value, json};
use tauri::{Listener, Manager, async_runtime::block_on};
use velvet_core::app::App;
use velvet_practice::{Fault, Rule};
use velvet_rope::closing::may_close;

const LONG: Duration = Duration::from_secs(30);

/// A batch that takes a while runs; what is sent down is the question.
fn busy() -> (Desk, Value, mpsc::Receiver<()>) {
    let desk = Desk::open();
    desk.service.push_fault(Rule::new(Fault::Delay { ms: 60 }).method("POST").always());
    desk.call("save_key", json!({ "key": desk.service.key() })).unwrap();
    let fans: Vec<_> = desk.service.samples(300).into_iter().map(|(fan, _)| fan).collect();
    let list = desk.call("paste_list", json!({ "text": fans.join("\n") })).unwrap();
    let start = json!({ "revision": list["revision"], "pace": "fast", "again": false, "look_first": false });
    let batch = desk.call("start_list", json!({ "start": start })).unwrap();
    let (asked, question) = mpsc::channel();
    desk.main.listen("closing", move |_| asked.send(()).unwrap());
    (desk, json!({ "batch": batch["id"] }), question)
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
    let (desk, batch, question) = busy();
    for _ in 0..2 {
        assert!(!may_close(desk.app.handle()));
        question.recv_timeout(LONG).unwrap();
        desk.call("answer_close", json!({ "choice": "stay" })).unwrap();
    }
    assert!(desk.app.state::<App>().batches_run());
    desk.call("answer_close", json!({ "choice": "stop" })).unwrap();
    let ended = ended_as(&desk, &batch);
    assert_eq!(ended["state"]["kind"], "ended");
    assert!(ended["counts"]["stopped"].as_u64() > Some(0), "{ended}");
}

#[test]
fn a_page_that_does_not_answer_is_not_waited_for() {
    let (desk, batch, question) = busy();
    assert!(!may_close(desk.app.handle()));
    question.recv_timeout(LONG).unwrap();
    assert!(!may_close(desk.app.handle()));
    let paused = ended_as(&desk, &batch);
    assert_eq!(paused["state"], json!({ "kind": "paused", "why": { "kind": "user" } }));
    assert!(question.try_recv().is_err(), "not asked twice");
    assert!(may_close(desk.app.handle()), "a batch that waits for its user keeps nobody");
}

#[test]
fn it_runs_on_when_told_to() {
    let (desk, batch, _question) = busy();
    assert!(!may_close(desk.app.handle()));
    desk.call("answer_close", json!({ "choice": "keep_running" })).unwrap();
    let ended = ended_as(&desk, &batch);
    assert_eq!(ended["counts"]["added"], ended["counts"]["total"]);
}
