//! Screenshots of the log, of searches, and of actions on the results.

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::page::Page;
use velvet_tests::person::{DOWN, ENTER, ESCAPE};
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

use crate::album::Album;
use crate::lists;

const NAMES: [&str; 6] =
    ["Jamie K.", "Zoë", "night owl", "Marguerite de la Fontaine", "李明", "sam_the_first"];

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = lists::at_lists(album, &Start::on(&desktop).service(&service.url), &service).await;
    let page = &app.page;
    page.open_log().await;
    page.sees(&say("log_empty_title")).await;
    album.take(&app, "log-empty").await;

    let fans = service.strangers(service.first_account(), 62);
    for fan in &fans[14..18] {
        lists::always(&service, fan, &json!({ "kind": "status", "status": 404 }));
    }
    lists::always(&service, &fans[20], &json!({ "kind": "reset" }));
    page.open_lists().await;
    let named = fans[..60].iter().zip(NAMES.iter().cycle()).map(|(fan, name)| format!("{fan}\t{name}"));
    page.paste_list(&named.collect::<Vec<_>>().join("\n")).await;
    page.choose_pace("fast").await;
    page.start_list(60).await;
    page.batch_ends().await;
    page.open_add().await;
    page.add_well(&fans[60]).await;
    page.click("button", &fill("undo_label", &[("fan", &spoken(&fans[60]))])).await;
    page.logs(&say("outcome_removed"), &fans[60]).await;
    page.open_log().await;
    album.take(&app, "log-rows").await;
    found(album, &app).await;
    chosen(album, &app).await;
    pictured(album, &app).await;
}

/// A search, a filter, and a search without results.
async fn found(album: &Album, app: &App<'_>) {
    let page = &app.page;
    page.search_log("zoe").await;
    page.sees(&fill("log_of", &[("found", "10"), ("all", "62")])).await;
    album.take(app, "log-found").await;
    page.search_log("somebody else").await;
    page.sees(&say("log_none_title")).await;
    album.take(app, "log-nothing-found").await;
    page.press(ESCAPE).await;
    page.click("button", &say("log_filters")).await;
    page.click("button", &say("log_failed")).await;
    page.sees(&fill("log_of", &[("found", "4"), ("all", "62")])).await;
    album.take(app, "log-filters").await;
    page.click("button", &say("log_clear_filters")).await;
    page.click("button", &say("log_filters")).await;
}

/// Selected rows, the actions on them, and one row's details.
async fn chosen(album: &Album, app: &App<'_>) {
    let page = &app.page;
    page.sees(&fill("log_total", &[("shown", "62")])).await;
    page.search_log("").await;
    page.press(DOWN).await;
    page.press(DOWN).await;
    page.press(DOWN).await;
    page.choose_lines(2).await;
    album.take(app, "log-chosen").await;
    page.click("button", &say("note_open")).await;
    page.find("textbox", &say("notes_field")).await;
    album.take(app, "log-note-question").await;
    page.fill(&say("notes_field"), "Met at the fair").await;
    page.press(ENTER).await;
    page.lacks("textbox", &say("notes_field")).await;
    let title = fill("rows_undo_title", &[("shown", "3")]);
    page.click("button", &say("undo")).await;
    page.find("alertdialog", &title).await;
    album.take(app, "log-undo-question").await;
    page.answer(&title, &say("cancel")).await;
    page.click("button", &say("export_open")).await;
    page.find("heading", &say("export_title")).await;
    album.take(app, "log-export").await;
    page.press(ESCAPE).await;
    page.lacks("heading", &say("export_title")).await;
    page.click("button", &say("selected_clear")).await;
    album
        .take_opened(
            app,
            "log-details",
            async || open_details(page).await,
            async || close_details(page).await,
        )
        .await;
}

async fn open_details(page: &Page) {
    page.search_log("").await;
    page.press(DOWN).await;
    page.press(ENTER).await;
    page.find("heading", &say("details")).await;
}

async fn close_details(page: &Page) {
    page.press(ESCAPE).await;
    page.lacks("heading", &say("details")).await;
}

/// The charts, and the settings for the log.
async fn pictured(album: &Album, app: &App<'_>) {
    let page = &app.page;
    page.click("button", &say("days_title")).await;
    page.sees(&say("days_30")).await;
    album.take(app, "log-days").await;
    page.click("button", &say("days_title")).await;
    page.open_lists().await;
    page.click("button", &say("course_title")).await;
    album.take(app, "batch-course").await;

    page.open_settings().await;
    let scroll = "document.querySelector('#settings-log').scrollIntoView()";
    album
        .take_opened(
            app,
            "settings-log",
            async || {
                page.script(scroll, vec![]).await;
            },
            async || {},
        )
        .await;
    page.click("button", &say("backup_restore")).await;
    page.find("alertdialog", &say("backup_restore_title")).await;
    album.take(app, "settings-open-copy").await;
    page.answer(&say("backup_restore_title"), &say("cancel")).await;
}
