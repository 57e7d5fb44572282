//! The page's process ends or hangs while a list runs.

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::say;
use velvet_tests::{ledger, processes};

/// The list takes about 20 s, longer than a test watches it.
const FANS: usize = 300;
/// The most requests in flight.
const AT_ONCE: usize = 32;

/// Opens an app in the middle of a list.
async fn in_mid_list<'a>(start: &Start<'a>, service: &Service) -> App<'a> {
    let account = service.first_account();
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.open_lists().await;
    app.page.paste_list(&service.strangers(account, FANS).join("\n")).await;
    app.page.choose_pace("fast").await;
    let slow = json!({ "kind": "delay", "ms": 2_000 });
    service.meets(&json!({ "method": "POST", "skip": 5, "count": null, "fault": slow }));
    app.page.start_list(FANS).await;
    app.page.counts_up(&say("outcome_added"), 1).await;
    app
}

/// Checks that the list is paused and that no item is unconfirmed.
fn is_paused(start: &Start<'_>) {
    let told = ledger::outcomes(start);
    assert!(told.contains_key("waiting"), "{told:?}");
    assert!(!told.contains_key("sending") && !told.contains_key("unsure"), "{told:?}");
    assert_eq!(ledger::batch_states(start), ["paused"]);
}

#[tokio::test]
async fn a_page_that_dies_comes_back_and_the_list_has_gone_on() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let vips = || service.vips(service.first_account()).len();
    let app = in_mid_list(&start, &service).await;
    let old = app.page_process().await;
    // The web driver's session ends with the page's process. From here on only the screen and the keyboard work.
    processes::end(old);
    until("a page in a process of its own again", async || {
        processes::children(app.pid, "WebKitWebProcess").into_iter().find(|pid| *pid != old)
    })
    .await;
    let then = vips();
    until("the list to go on", async || (vips() >= then + AT_ONCE).then_some(())).await;

    // The new page asks what to do with the rest. If it had not confirmed the question, the app would pause the list
    // before two more rounds of answers arrive.
    app.close().await;
    let closed = vips();
    until("the list to go on while the question stands", async || {
        (vips() >= closed + 3 * AT_ONCE).then_some(())
    })
    .await;
    // The safe answer has the focus.
    app.press_enter().await;
    app.ends().await;
    is_paused(&start);

    service.goes_well();
    let app = start.open().await;
    app.page.is_at_work().await;
    app.page.click("button", &say("batch_banner_show")).await;
    app.page.click("button", &say("batch_resume")).await;
    app.page.batch_ends().await;
    assert_eq!(app.page.counts().await[&say("outcome_added")], FANS as u64);
}

#[tokio::test]
async fn a_page_that_hangs_does_not_keep_the_window_from_closing() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = in_mid_list(&start, &service).await;
    let page = app.page_process().await;
    processes::hold(page);
    app.close().await;
    // The question could not be shown, so the app pauses the list.
    app.ends().await;
    is_paused(&start);
}
