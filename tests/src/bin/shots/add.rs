//! Screenshots of the screen where fans are added, and of its log.

use std::path::Path;

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::files;
use velvet_tests::person::ESCAPE;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

use crate::album::Album;

pub async fn draw(album: &Album) {
    practice(album).await;
    with_a_key(album).await;
    without_a_keychain(album).await;
}

/// Takes the README's picture: the window with a few results, at a size that is readable on a page.
pub async fn for_readme(picture: &Path) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    app.resize(1180, 760).await;
    let fans = every_kind_of_result(&app, &service).await;
    app.page.add_well(&fans[4]).await;
    // With the real server, no banner shows the address.
    app.page.script("document.querySelector('aside').remove()", vec![]).await;
    app.page.point_at_nothing().await;
    files::put(picture, app.picture().await);
}

async fn practice(album: &Album) {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.page.practise().await;
    album.dress(&app).await;
    album.take(&app, "add-practice").await;
    app.page.choose_sample().await;
    app.page.click("button", &say("fan_where")).await;
    album.take(&app, "add-practice-filled-in").await;
}

async fn with_a_key(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    album.dress(&app).await;
    page.sees(&say("log_empty_title")).await;
    album.take(&app, "add-empty").await;
    let close = async || {
        page.press(ESCAPE).await;
        page.lacks("menu", &say("account_menu")).await;
    };
    album.take_opened(&app, "add-account-menu", async || page.open_account_menu().await, close).await;

    page.add("8.43584E+17").await;
    page.sees(&say("problem_fan_scientific")).await;
    album.take(&app, "add-refused").await;

    let fans = every_kind_of_result(&app, &service).await;
    album.take(&app, "add-not-sure").await;
    page.click("button", &fill("details_label", &[("fan", &spoken(&fans[2]))])).await;
    page.sees(&say("advice_no_such_fan")).await;
    album.take(&app, "add-why-failed").await;
    page.press(ESCAPE).await;
    page.lacks("heading", &say("details")).await;
    page.point_at_nothing().await;

    page.add_well(&fans[4]).await;
    album.take(&app, "add-added").await;
    service.next_change_meets(&json!({ "kind": "delay", "ms": 12000 }), true);
    page.add(&fans[5]).await;
    page.logs(&say("outcome_sending_add"), &fans[5]).await;
    album.take(&app, "add-sending").await;
    service.goes_well();
    page.logs(&say("outcome_added"), &fans[5]).await;

    service.next_change_meets(&json!({ "kind": "too_fast", "retry_after": 600 }), false);
    page.add(&fans[6]).await;
    page.logs(&say("outcome_waiting"), &fans[6]).await;
    album.take(&app, "add-waiting").await;
}

async fn without_a_keychain(album: &Album) {
    let desktop = Desktop::with(Keychain::Missing).await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    album.dress(&app).await;
    album.take(&app, "add-no-keychain").await;
}

/// Fills the log with an add, an undone add, a failure, and an unconfirmed add. Returns those fans and a few more.
async fn every_kind_of_result(app: &App<'_>, service: &Service) -> Vec<String> {
    let page = &app.page;
    let fans = service.strangers(service.first_account(), 7);
    page.add_well(&fans[0]).await;
    page.add_well(&fans[1]).await;
    page.click("button", &fill("undo_label", &[("fan", &spoken(&fans[1]))])).await;
    page.logs(&say("outcome_removed"), &fans[1]).await;
    // New lines stay hidden while the pointer is over the log.
    page.point_at_nothing().await;
    for (fault, fan, outcome) in [
        (json!({ "kind": "status", "status": 404 }), &fans[2], "outcome_failed_add"),
        (json!({ "kind": "reset" }), &fans[3], "outcome_unconfirmed"),
    ] {
        service.next_change_meets(&fault, false);
        page.add(fan).await;
        page.logs(&say(outcome), fan).await;
        service.goes_well();
    }
    fans
}
