//! The window is closed while a list runs.

use std::collections::BTreeMap;

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::ledger;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::say;

const FANS: usize = 50;
/// The most requests in flight before the first success. These are answered quickly.
const FIRST: usize = 4;
/// The first requests and the full number in flight after them.
const AT_ONCE: usize = FIRST + 32;

/// Opens an app, starts a list, and asks the window to close while the first fans are in flight. Their delay is long
/// enough to answer the question on a busy computer; later fans get the same delay.
async fn closing<'a>(start: &Start<'a>, service: &Service) -> App<'a> {
    let account = service.first_account();
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.open_lists().await;
    app.page.paste_list(&service.strangers(account, FANS).join("\n")).await;
    app.page.choose_pace("fast").await;
    let before = service.vips(account).len();
    let slow = json!({ "kind": "delay", "ms": 10_000 });
    service.meets(&json!({ "method": "POST", "skip": FIRST, "count": null, "fault": slow }));
    app.page.start_list(FANS).await;
    until("the first to be on their way", async || {
        (service.vips(account).len() - before == AT_ONCE).then_some(())
    })
    .await;
    app.close().await;
    app.page.find("alertdialog", &say("close_title_add")).await;
    app
}

#[tokio::test]
async fn kept_running_the_app_ends_by_itself_when_all_are_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let before = service.vips(service.first_account()).len();
    let app = closing(&start, &service).await;
    app.page.click_beginning("button", &say("close_keep")).await;
    app.is_hidden().await;
    service.goes_well();
    app.ends().await;
    assert_eq!(ledger::outcomes(&start), counted(&[("added", FANS)]));
    assert_eq!(service.vips(service.first_account()).len() - before, FANS);
}

#[tokio::test]
async fn paused_the_next_start_offers_to_go_on() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = closing(&start, &service).await;
    app.page.click_beginning("button", &say("close_pause")).await;
    app.is_hidden().await;
    app.ends().await;
    assert_eq!(ledger::outcomes(&start), counted(&[("added", AT_ONCE), ("waiting", FANS - AT_ONCE)]));

    service.goes_well();
    let app = start.open().await;
    app.page.is_at_work().await;
    app.page.click("button", &say("batch_banner_show")).await;
    app.page.click("button", &say("batch_resume")).await;
    app.page.batch_ends().await;
    assert_eq!(app.page.counts().await[&say("outcome_added")], FANS as u64);
}

#[tokio::test]
async fn stopped_the_rest_is_never_sent() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = closing(&start, &service).await;
    app.page.click_beginning("button", &say("close_stop")).await;
    app.is_hidden().await;
    app.ends().await;
    assert_eq!(ledger::outcomes(&start), counted(&[("added", AT_ONCE), ("stopped", FANS - AT_ONCE)]));
}

#[tokio::test]
async fn whoever_stays_is_asked_again_the_next_time() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = closing(&start, &service).await;
    app.page.answer(&say("close_title_add"), &say("cancel")).await;
    app.close().await;
    app.page.find("alertdialog", &say("close_title_add")).await;
    // Closing again without an answer takes the safe choice.
    app.close().await;
    app.ends().await;
    assert_eq!(ledger::outcomes(&start), counted(&[("added", AT_ONCE), ("waiting", FANS - AT_ONCE)]));
}

fn counted(outcomes: &[(&str, usize)]) -> BTreeMap<String, u64> {
    outcomes.iter().map(|(outcome, count)| ((*outcome).to_owned(), *count as u64)).collect()
}
