//! `./dev bench tasks`: does the most common tasks in the real window, typing and pointing as slowly as people do, and
//! prints how long each takes and how many decisions it needs.
//!
//! The person knows the shortcuts. Somebody who uses only the mouse takes a few seconds longer.

mod person;

use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use velvet_tests::app::{App, Start};
use velvet_tests::book;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::person::{CONTROL, ENTER};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say};
use xtask::Figure;

use crate::person::{Effort, Person};

/// The number of entries in the log that is searched.
const ENTRIES: u32 = 1_000_000;

/// The number of fans in the file.
const FANS: usize = 500;

/// A month, in milliseconds.
const MONTH: i64 = 30 * 24 * 3_600_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    Figure::conclude(&measure().await)
}

async fn measure() -> Vec<Figure> {
    let desktop = Desktop::start().await;
    let service = Service::with(&desktop, &["--plan", "unlimited", "--fans", "2000", "--vips", "100"]);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    let first = first_vip(&app, &service).await;
    let file = desktop.path().join("home/fans.csv");
    let list = file_of_fans(&app, &service, &file).await;
    let undo = undo_batch(&app).await;
    app.quit().await;

    // A log of its own: the large one must begin empty. The key is in the keychain.
    let start = start.data(desktop.path().join("large"));
    let app = start.open().await;
    app.page.is_at_work().await;
    app.quit().await;
    let ledger = start.data_folder().join("ledger.sqlite3");
    book::fill(&ledger, ENTRIES);
    let name = name_of_last_month(&ledger);
    let app = start.open().await;
    app.page.is_at_work().await;
    let found = find_fan(&app, &name).await;
    app.quit().await;

    let mut figures = Vec::new();
    for (task, effort, bound) in [
        ("first_vip", &first, 60.0),
        ("file", &list, 120.0),
        ("find_fan", &found, 10.0),
        ("undo_batch", &undo, 5.0),
    ] {
        figures.push(Figure::at_most(format!("task_{task}_seconds"), effort.seconds, "s", bound));
    }
    figures.push(Figure::at_most("task_first_vip_decisions", f64::from(first.decisions), "", 3.0));
    for (task, effort) in [("file", &list), ("find_fan", &found), ("undo_batch", &undo)] {
        figures.push(Figure::unbound(format!("task_{task}_decisions"), f64::from(effort.decisions), ""));
    }
    figures
}

/// From the first start, with the key on the clipboard, to the first fan on the VIP list.
async fn first_vip(app: &App<'_>, service: &Service) -> Effort {
    let page = &app.page;
    let fan = service.strangers(service.first_account(), 1).remove(0);
    let mut person = Person::begin(page);
    person.decide().await;
    person.paste(&say("key_label"), &service.key).await;
    person.press(ENTER).await;
    page.is_at_work().await;
    person.decide().await;
    person.paste(&say("fan_label"), &fan).await;
    person.decide().await;
    person.press(ENTER).await;
    page.logs(&say("outcome_added"), &fan).await;
    person.read().await;
    person.end()
}

/// From the file to the batch that adds its fans.
async fn file_of_fans(app: &App<'_>, service: &Service, file: &Path) -> Effort {
    let page = &app.page;
    let fans = service.strangers(service.first_account(), FANS);
    files::put(file, format!("User ID\n{}\n", fans.join("\n")));
    let mut person = Person::begin(page);
    person.decide().await;
    person.press_with(CONTROL, 'o').await;
    // The folder, the file, and Open.
    person.choose_file(3).await;
    app.choose_file(file).await;
    page.checks_as(&[("ready", FANS as u64)]).await;
    person.decide().await;
    person.read().await;
    // Not a part of the task: at the usual speed, the benchmark would wait for minutes.
    page.choose_pace("fast").await;
    person.click(&fill("start_button_add", &[("shown", &FANS.to_string())])).await;
    page.find("group", &say("batch_show")).await;
    let effort = person.end();
    page.batch_ends().await;
    effort
}

/// From the ended batch on the screen to the batch that undoes it.
async fn undo_batch(app: &App<'_>) -> Effort {
    let page = &app.page;
    let count = FANS.to_string();
    let mut person = Person::begin(page);
    person.decide().await;
    person.click(&fill("batch_undo_add", &[("shown", &count)])).await;
    page.find("alertdialog", &fill("batch_undo_add_title", &[("shown", &count)])).await;
    person.click(&say("batch_undo_confirm")).await;
    page.sees(&say("batch_undoes")).await;
    let effort = person.end();
    page.batch_ends().await;
    effort
}

/// From a name in mind to what happened to that fan.
async fn find_fan(app: &App<'_>, name: &str) -> Effort {
    let page = &app.page;
    let mut person = Person::begin(page);
    person.decide().await;
    person.press_with(CONTROL, 'k').await;
    page.find("combobox", &say("command_palette")).await;
    // People don't type accents, and a part of a name is enough.
    person.write(&name.split_once(' ').expect("a name has parts").1.to_lowercase()).await;
    until("the fan in the palette", async || {
        page.names("option").await.first().filter(|hit| hit.contains(name)).map(drop)
    })
    .await;
    person.press(ENTER).await;
    page.sees(name).await;
    person.read().await;
    person.end()
}

/// Returns the name of a fan for whom something was done a month ago. A number of four digits tells it from most others.
fn name_of_last_month(ledger: &Path) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_millis();
    let month_ago = i64::try_from(now).expect("the year is not that late") - MONTH;
    let connection = Connection::open(ledger).expect("the app has ended");
    let query = "SELECT label FROM item WHERE began > ? AND label LIKE '% Smith ____' ORDER BY began LIMIT 1";
    connection.query_row(query, [month_ago], |row| row.get(0)).expect("the log spans that time")
}
