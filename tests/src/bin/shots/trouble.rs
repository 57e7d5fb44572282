//! Screenshots of damaged or unusable files, and of other failures around the window.

use std::fs;
use std::path::Path;

use velvet_tests::app::{App, Start};
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::person::CONTROL;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};
use velvet_tests::{files, processes};

use crate::album::Album;

pub async fn draw(album: &Album) {
    damaged_files(album).await;
    around_the_window(album).await;
}

async fn damaged_files(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    album.dress(&app).await;
    app.quit().await;

    let ledger = start.data_folder().join("ledger.sqlite3");
    remove_ledger(&start.data_folder());
    files::put(&ledger, vec![7; 100_000]);
    let app = start.open().await;
    app.page.sees(&say("notice_ledger_set_aside")).await;
    album.take(&app, "add-ledger-set-aside").await;
    app.quit().await;

    // A folder in place of the file.
    remove_ledger(&start.data_folder());
    fs::create_dir(&ledger).expect("the folder is ours");
    let app = start.open().await;
    app.page.sees(&say("ledger_unavailable")).await;
    album.take(&app, "add-ledger-unavailable").await;
}

/// Failures around the window.
async fn around_the_window(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    album.dress(&app).await;
    processes::end(app.page_process().await);
    album.take_from_the_screen(&app, "add-page-reloaded").await;

    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).own_folder().variable("XDG_DATA_HOME", "/dev/null/share").open().await;
    album.dress_at_first_start(&app).await;
    album.take(&app, "start-no-data-folder").await;

    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).service("https://example.com").open().await;
    album.dress_at_first_start(&app).await;
    album.take(&app, "start-address-unusable").await;

    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    album.dress_at_first_start(&app).await;
    app.page.click("button", &say("key_show_label")).await;
    app.page.fill(&say("key_label"), &service.key).await;
    app.page.press_with(CONTROL, 'a').await;
    app.page.press_with(CONTROL, 'c').await;
    app.page.click("button", &say("key_check_and_save")).await;
    app.page.sees(&say("clipboard_note")).await;
    album.take(&app, "add-key-on-clipboard").await;

    let desktop = Desktop::start().await;
    desktop.keyring().falls_silent();
    let app = Start::on(&desktop).open().await;
    album.dress_at_first_start(&app).await;
    app.page.click("button", &say("keychain_check_again")).await;
    let again = fill("keychain_checked_at", &[("time", "|"), ("answer", "|")]);
    app.page.sees(again.split('|').next().unwrap_or_default()).await;
    album.take(&app, "start-keychain-still-locked").await;

    let desktop = Desktop::with(Keychain::Empty).await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    album.dress(&app).await;
    album.take(&app, "add-keychain-not-set-up").await;
}

/// Also removes the files that SQLite keeps next to it, from which it could repair a damaged file.
fn remove_ledger(folder: &Path) {
    for path in files::below(folder) {
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"ledger.sqlite3")) {
            fs::remove_file(path).expect("the folder is ours");
        }
    }
}
