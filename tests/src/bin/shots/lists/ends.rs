//! Screenshots of ended lists: their results, the possible actions, and the history.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

use super::{NAMES, always, at_lists, from_then_on, start};
use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let opening = Start::on(&desktop).service(&service.url);
    let app = at_lists(album, &opening, &service).await;
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 140);
    for fan in &fans[10..14] {
        always(&service, fan, &json!({ "kind": "status", "status": 404 }));
    }
    always(&service, &fans[20], &json!({ "kind": "reset" }));
    start(&app, &fans[..60]).await;
    page.batch_ends().await;
    album.take(&app, "batch-ended-failures").await;
    page.click("button", &format!("4 {}", say("outcome_failed_add"))).await;
    page.shows_fans(&say("outcome_failed_add"), &fans[10..14]).await;
    page.click("button", &fill("details_label", &[("fan", NAMES[0])])).await;
    album.take(&app, "batch-not-added").await;

    let undo = [("shown", "55")];
    page.click("button", &fill("batch_undo_add", &undo)).await;
    page.find("alertdialog", &fill("batch_undo_add_title", &undo)).await;
    album.take(&app, "batch-undo-question").await;
    service.goes_well();
    service.meets(
        &json!({ "method": "DELETE", "skip": 20, "count": null, "fault": { "kind": "delay", "ms": 9000 } }),
    );
    page.answer(&fill("batch_undo_add_title", &undo), &say("batch_undo_confirm")).await;
    page.counts_up(&say("outcome_removed"), 20).await;
    album.take(&app, "batch-undoing").await;
    page.batch_ends().await;
    service.goes_well();

    page.open_lists().await;
    start(&app, &fans[60..70]).await;
    page.batch_ends().await;
    page.open_lists().await;
    from_then_on(&service, 20, &json!({ "kind": "hang" }));
    start(&app, &fans[70..140]).await;
    page.counts_up(&say("outcome_added"), 20).await;
    page.open_lists().await;
    album.take(&app, "lists-history").await;
    app.kill().await;
    service.goes_well();

    let app = opening.open().await;
    app.page.sees(&say("batch_banner_needs_attention")).await;
    album.take(&app, "add-list-interrupted").await;
    app.page.click("button", &say("batch_banner_show")).await;
    app.page.sees(&say("batch_paused_interrupted")).await;
    album.take(&app, "batch-interrupted").await;
}
