//! A log of a hundred thousand rows, with the keyboard only.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::axe;
use velvet_tests::book;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{CONTROL, DOWN, END, ENTER, ESCAPE, HOME, PAGE_DOWN, PAGE_UP, SHIFT, UP};
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

const ROWS: u64 = 100_000;

#[tokio::test]
async fn a_hundred_thousand_rows_are_walked_searched_chosen_and_taken_along_by_keyboard() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.quit().await;
    let ledger = start.data_folder().join("ledger.sqlite3");
    book::fill(&ledger, u32::try_from(ROWS).unwrap());
    let (fan, times) = somebody(&ledger);

    let app = start.open().await;
    let page = &app.page;
    page.is_at_work().await;
    page.tab_to("button", &say("nav_log")).await;
    page.press(ENTER).await;
    page.sees(&fill("log_total", &[("shown", "100,000")])).await;
    let counted = page.script("return document.querySelector('[role=grid]').ariaRowCount", vec![]).await;
    assert_eq!(counted, json!((ROWS + 1).to_string()), "with the line of column names");
    axe::check(page, "a hundred thousand rows").await;

    // From the search field down into the rows, then through them.
    page.search_log("").await;
    page.press(DOWN).await;
    page.focus_is_on_place("the first row", |place| place == 1).await;
    page.press(END).await;
    page.focus_is_on_place("the last row", |place| place == ROWS).await;
    page.press(PAGE_UP).await;
    let above = page.focus_is_on_place("a page above", |place| place < ROWS - 3).await;
    page.press(UP).await;
    page.focus_is_on_place("the row above", |place| place == above - 1).await;
    page.press(HOME).await;
    page.focus_is_on_place("the first row again", |place| place == 1).await;
    page.press(PAGE_DOWN).await;
    let below = page.focus_is_on_place("a page below", |place| place > 3).await;

    // Select a range, then all rows, then none.
    page.press(' ').await;
    page.press_with(SHIFT, END).await;
    let to_the_end = grouped(ROWS - below + 1);
    page.sees(&fill("selected", &[("shown", &to_the_end)])).await;
    page.press_with(CONTROL, 'a').await;
    page.sees(&fill("selected", &[("shown", "100,000")])).await;
    axe::check(page, "a hundred thousand rows, chosen").await;
    page.press(ESCAPE).await;
    page.sees_no_more(&fill("selected", &[("shown", "100,000")])).await;

    // Typing while a row has the focus starts a search.
    page.focus_is_on_place("the last row", |place| place == ROWS).await;
    page.type_here(&fan).await;
    page.focus_is_on("textbox", &say("log_search")).await;
    page.finds(&vec![fan.as_str(); times]).await;
    page.press(DOWN).await;
    page.press(ENTER).await;
    page.find("heading", &say("details")).await;
    page.press(ESCAPE).await;
    page.lacks("heading", &say("details")).await;
    page.search_log_no_more().await;

    page.tab_to("button", &say("export_open")).await;
    page.press(ENTER).await;
    page.tab_to("button", &say("list_save")).await;
    page.press(ENTER).await;
    let file = desktop.path().join("home/everything.csv");
    app.choose_place(&file).await;
    page.sees(&fill("list_saved", &[("file", "everything.csv")])).await;
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count() as u64, ROWS + 1, "with the headings");
    page.press(ESCAPE).await;
    page.focus_is_on("button", &say("export_open")).await;
}

/// Returns a fan with more than one row, and the number of rows.
fn somebody(ledger: &Path) -> (String, usize) {
    let ledger = Connection::open(ledger).unwrap();
    let sql = "SELECT fan, count(*) FROM item GROUP BY fan HAVING count(*) BETWEEN 2 AND 6 ORDER BY min(place) LIMIT 1";
    ledger.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// Formats a number with an English thousands separator.
fn grouped(number: u64) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}
