//! Screenshots with a server that refuses every fan, or answers in a way that the app does not know.

use serde_json::{Value, json};
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::say;

use super::{at_lists, start};
use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = at_lists(album, &Start::on(&desktop).service(&service.url), &service).await;
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 260);

    everybody(&service, &json!({ "kind": "shape", "shape": "plan_refusal" }), false);
    start(&app, &fans[..60]).await;
    page.sees(&say("batch_paused_refused_next")).await;
    album.take(&app, "batch-refused").await;
    page.click("button", &say("stop")).await;
    page.answer(&say("batch_stop_title"), &say("batch_stop_confirm")).await;
    page.batch_ends().await;
    page.open_lists().await;

    everybody(&service, &json!({ "kind": "shape", "shape": "flat_envelope" }), false);
    start(&app, &fans[60..120]).await;
    page.sees(&say("batch_paused_unproven_next")).await;
    album.take(&app, "batch-unproven").await;
    page.click("button", &say("stop")).await;
    page.answer(&say("batch_stop_title"), &say("batch_stop_confirm")).await;
    page.batch_ends().await;
    page.open_lists().await;

    everybody(&service, &json!({ "kind": "shape", "shape": "flat_envelope" }), true);
    start(&app, &fans[120..]).await;
    page.sees(&say("batch_unknown_replies")).await;
    page.batch_ends().await;
    album.take(&app, "batch-unknown-replies").await;
}

/// Makes every add meet this fault from now on.
fn everybody(service: &Service, fault: &Value, effect: bool) {
    service.goes_well();
    service.meets(&json!({ "method": "POST", "count": null, "effect": effect, "fault": fault }));
}
