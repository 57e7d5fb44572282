//! The system asks the app to end: a logout, a shutdown, or `kill`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use velvet_tests::app::{Start, TITLE};
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::{ledger, processes};

const FANS: usize = 50;
/// The most requests in flight before the first success. These are answered quickly.
const FIRST: usize = 4;
/// The first requests and the full number in flight after them.
const AT_ONCE: usize = FIRST + 32;

#[tokio::test]
async fn asked_to_end_in_mid_list_it_waits_for_its_answers_and_pauses() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.open_lists().await;
    app.page.paste_list(&service.strangers(account, FANS).join("\n")).await;
    app.page.choose_pace("fast").await;
    let before = service.vips(account).len();
    let slow = json!({ "kind": "delay", "ms": 4_000 });
    service.meets(&json!({ "method": "POST", "skip": FIRST, "count": null, "fault": slow }));
    app.page.start_list(FANS).await;
    until("the first to be on their way", async || {
        (service.vips(account).len() - before == AT_ONCE).then_some(())
    })
    .await;

    processes::ask_to_end(app.pid);
    app.ends().await;
    let told = [("added", AT_ONCE), ("waiting", FANS - AT_ONCE)];
    let told: BTreeMap<_, _> = told.map(|(outcome, count)| (outcome.to_owned(), count as u64)).into();
    assert_eq!(ledger::outcomes(&start), told);
    let of_batch = ledger::batch_states(&start);
    assert_eq!(of_batch, ["paused"], "the next start offers to go on");
}

#[tokio::test]
async fn asked_to_end_with_nothing_to_do_it_ends_well() {
    let desktop = Desktop::start().await;
    let mut app = Start::on(&desktop).undriven();
    let screen = desktop.screen();
    until("its window", async || screen.windows(TITLE).pop()).await;
    processes::ask_to_end(app.pid());
    let status = app.ended_within(Duration::from_secs(20)).await.expect("it should end");
    assert_eq!(status.code(), Some(0));
}
