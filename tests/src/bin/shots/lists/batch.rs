//! Screenshots of a list that runs, waits, pauses, and stops.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::say;

use super::{always, at_lists, from_then_on, start};
use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = at_lists(album, &Start::on(&desktop).service(&service.url), &service).await;
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 600);
    always(&service, &fans[5], &json!({ "kind": "status", "status": 404 }));
    always(&service, &fans[9], &json!({ "kind": "reset" }));
    service.make_vip(service.first_account(), &fans[2]);
    // Slow enough for a screenshot on a busy computer.
    from_then_on(&service, 260, &json!({ "kind": "delay", "ms": 12000 }));
    start(&app, &fans).await;
    page.counts_up(&say("outcome_added"), 250).await;
    album.take(&app, "batch-running").await;
    page.open_add().await;
    album.take(&app, "add-list-runs").await;
    app.close().await;
    page.find("alertdialog", &say("close_title_add")).await;
    album.take(&app, "close-question").await;
    page.answer(&say("close_title_add"), &say("cancel")).await;

    page.open_lists().await;
    page.click("button", &say("batch_pause")).await;
    page.find("button", &say("batch_resume")).await;
    service.goes_well();
    album.take(&app, "batch-paused").await;
    page.click("button", &say("stop")).await;
    page.find("alertdialog", &say("batch_stop_title")).await;
    album.take(&app, "batch-stop-question").await;
    page.answer(&say("batch_stop_title"), &say("cancel")).await;

    from_then_on(&service, 3, &json!({ "kind": "too_fast", "retry_after": 134 }));
    page.click("button", &say("batch_resume")).await;
    page.sees("asked us to wait").await;
    album.take(&app, "batch-waiting").await;
    page.click("button", &say("stop")).await;
    page.answer(&say("batch_stop_title"), &say("batch_stop_confirm")).await;
    page.batch_ends().await;
    album.take(&app, "batch-stopped").await;
}
