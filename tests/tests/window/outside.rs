//! What opens outside of the app: a saved file in its folder, a page in the browser, and notifications.
#![allow(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "zbus generates code that takes these arguments by value"
)]

use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::wait::{LONG, until};
use velvet_tests::words::{fill, say};
use zbus::zvariant::OwnedValue;

/// Stands in for the file manager, and passes on which files it is to show.
struct FileManager(UnboundedSender<String>);

#[zbus::interface(name = "org.freedesktop.FileManager1")]
impl FileManager {
    fn show_items(&self, files: Vec<String>, _startup: &str) {
        self.0.send(files.join(" ")).unwrap();
    }
}

/// Stands in for the server of notifications, and passes them on.
struct Notices(UnboundedSender<String>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notices {
    #[allow(clippy::too_many_arguments)] // The specification has this many.
    fn notify(
        &self,
        _name: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.0.send(format!("{summary}: {body}")).unwrap();
        1
    }
}

async fn told(news: &mut UnboundedReceiver<String>) -> String {
    timeout(LONG, news.recv()).await.expect("the app should have asked for it").unwrap()
}

#[tokio::test]
async fn a_saved_file_is_shown_in_its_folder() {
    let desktop = Desktop::start().await;
    let (tell, mut news) = unbounded_channel();
    let (name, path) = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1");
    let _manager = desktop.serve(name, path, FileManager(tell)).await;
    let app = Start::on(&desktop).open().await;
    app.page.practise().await;
    app.page.open_settings().await;
    app.page.click("button", &say("backup_save")).await;
    let place = desktop.path().join("home/kept.sqlite3");
    app.choose_place(&place).await;
    app.page.click("button", &say("show_in_folder")).await;
    assert_eq!(told(&mut news).await, format!("file://{}", place.display()));

    // A file that has been deleted since then is not shown.
    fs::remove_file(&place).unwrap();
    app.page.click("button", &say("show_in_folder")).await;
    app.page.sees(&say("advice_file_not_shown")).await;
    assert!(news.try_recv().is_err());
}

#[tokio::test]
async fn a_page_opens_in_the_browser_after_one_question() {
    let desktop = Desktop::start().await;
    let opened = desktop.path().join("opened");
    let start = Start::on(&desktop).variable("PATH", &browser(&desktop, &opened));
    let app = start.open().await;
    app.page.practise().await;
    app.page.open_settings().await;
    let (title, confirm) =
        (fill("link_title", &[("site", "apifansly.com")]), fill("link_open", &[("site", "apifansly.com")]));
    app.page.click("button", &say("console_open")).await;
    app.page.answer(&title, &say("cancel")).await;
    app.page.lacks("alertdialog", &title).await;
    app.page.click("button", &say("console_open")).await;
    app.page.answer(&title, &confirm).await;
    app.page.lacks("alertdialog", &title).await;
    has_opened(&opened, &["https://apifansly.com/"]).await;
    app.page.click("button", &say("console_open")).await;
    has_opened(&opened, &["https://apifansly.com/"; 2]).await;
    assert!(!app.page.has("alertdialog", &title).await);
    app.quit().await;

    let app = start.open().await;
    app.page.open_settings().await;
    app.page.click("button", &say("console_open")).await;
    has_opened(&opened, &["https://apifansly.com/"; 3]).await;
}

#[tokio::test]
async fn notifications_can_be_turned_off_and_name_no_one() {
    let desktop = Desktop::start().await;
    let (tell, mut news) = unbounded_channel();
    let (name, path) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    let _server = desktop.serve(name, path, Notices(tell)).await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let fans = service.strangers(service.first_account(), 7);
    let batch = async |fans: &[String]| {
        app.page.open_lists().await;
        app.page.paste_list(&fans.join("\n")).await;
        app.page.start_list(fans.len()).await;
        app.page.batch_ends().await;
        app.page.open_lists().await;
    };
    let turn = async || {
        app.page.open_settings().await;
        app.page.click("switch", &say("settings_notifications")).await;
    };
    let done = |count: &str| {
        format!("Velvet Rope: {}", fill("notice_batch_done", &[("done", count), ("total", count)]))
    };
    batch(&fans[..2]).await;
    assert_eq!(told(&mut news).await, done("2"));
    turn().await;
    batch(&fans[2..4]).await;
    turn().await;
    batch(&fans[4..]).await;
    assert_eq!(told(&mut news).await, done("3"), "nothing about the batch before");
}

#[tokio::test]
async fn the_sections_of_the_settings_are_reached_by_keyboard() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.resize(1280, 800).await;
    app.page.practise().await;
    app.page.open_settings().await;
    app.page.tab_to("button", &say("settings_data")).await;
    app.press_enter().await;
    app.page.focus_is_on("heading", &say("settings_data")).await;
    app.page.tab_to("button", &say("backup_save")).await;
    app.page.tab_to("button", &say("about_help")).await;
    app.press_enter().await;
    app.page.focus_is_on("heading", &say("help_title")).await;
}

/// Puts a program in place of the one that opens pages, which writes their addresses to `opened`. Returns the `PATH`.
fn browser(desktop: &Desktop, opened: &Path) -> String {
    let folder = desktop.path().join("bin");
    let program = folder.join("xdg-open");
    files::put(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> {}\n", opened.display()));
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}

async fn has_opened(opened: &Path, addresses: &[&str]) {
    until(format!("{addresses:?} to be opened"), async || {
        let text = fs::read_to_string(opened).ok()?;
        text.lines().eq(addresses.iter().copied()).then_some(())
    })
    .await;
}
