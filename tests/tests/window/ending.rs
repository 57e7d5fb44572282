//! The app is closed while an add is in flight.

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::say;

/// Opens an app whose add has reached the server and is not answered yet.
async fn on_its_way<'a>(start: &Start<'a>, service: &Service, fan: &str, ms: u32) -> App<'a> {
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    service.next_change_meets(&json!({ "kind": "delay", "ms": ms }), true);
    app.page.add(fan).await;
    let sent = || service.requests().iter().any(|request| request.starts_with("POST"));
    until("the add to reach the service", async || sent().then_some(())).await;
    app
}

#[tokio::test]
async fn closed_on_the_way_the_answer_is_awaited_and_written_down() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let fan = &service.strangers(service.first_account(), 1)[0];
    on_its_way(&start, &service, fan, 1_500).await.quit().await;
    assert!(!start.data_folder().join("ledger.sqlite3-wal").exists(), "the ledger is one file again");

    let app = start.open().await;
    app.page.logs(&say("outcome_added"), fan).await;
    assert_eq!(app.page.rows().await.len(), 1);
}
