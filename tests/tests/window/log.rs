//! The log with the keyboard: search, filters, sorting, selection, undo, notes, and export.

use std::fs;

use serde_json::json;
use velvet_tests::app::App;
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{CONTROL, DOWN, ENTER, ESCAPE, RIGHT, SPACE, UP};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, one, say};

/// The names in the list. Adding the third fan fails.
const NAMES: [&str; 6] = ["Zoë", "night owl", "Gone Girl", "Ødgar", "Amélie", "Max"];
const REFUSED: usize = 2;

/// Opens the app on the log, after a list of six fans.
async fn at_the_log<'a>(desktop: &'a Desktop, service: &Service) -> (App<'a>, Vec<String>) {
    let fans = service.strangers(service.first_account(), NAMES.len());
    let path = format!("*/{}/vip", fans[REFUSED]);
    service.next_meets("POST", &path, &json!({ "kind": "status", "status": 403 }), None);
    let app = App::at_work(desktop, service).await;
    let page = &app.page;
    page.open_lists().await;
    let lines = fans.iter().zip(NAMES).map(|(fan, name)| format!("{fan}\t{name}"));
    page.paste_list(&lines.collect::<Vec<_>>().join("\n")).await;
    page.start_list(fans.len()).await;
    page.batch_ends().await;
    page.tab_to("button", &say("nav_log")).await;
    page.press(ENTER).await;
    page.find("heading", &say("nav_log")).await;
    until("all six in the log", async || (page.found_rows().await.len() == fans.len()).then_some(())).await;
    (app, fans)
}

#[tokio::test]
async fn rows_are_found_chosen_copied_and_undone() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let (app, fans) = at_the_log(&desktop, &service).await;
    let page = &app.page;
    axe::check(page, "the log").await;

    page.search_log("zoe").await;
    page.finds(&[&fans[0]]).await;
    page.sees(&fill("log_of", &[("found", "1"), ("all", "6")])).await;
    page.press(ESCAPE).await;
    page.sees(&fill("log_total", &[("shown", "6")])).await;

    page.tab_to("button", &say("log_filters")).await;
    page.press(ENTER).await;
    page.tab_to("button", &say("log_failed")).await;
    page.press(SPACE).await;
    page.finds(&[&fans[REFUSED]]).await;
    axe::check(page, "the log with its filters").await;
    page.press(SPACE).await;
    page.sees(&fill("log_total", &[("shown", "6")])).await;

    // The table is one Tab stop: its header is above the first row, and its columns are beside each other.
    page.search_log("").await;
    page.press(DOWN).await;
    page.focus_is_on_place("the first line", |place| place == 1).await;
    page.press(UP).await;
    page.focus_is_on("checkbox", &fill("log_select_all", &[("shown", "6")])).await;
    page.press(RIGHT).await;
    page.focus_is_on("button", &fill("table_sort", &[("column", &say("log_column_fan"))])).await;
    page.press(ENTER).await;
    // In dictionary order: Amélie, Gone Girl, Max, night owl, Ødgar, Zoë.
    let sorted = [4, 2, 5, 1, 3, 0].map(|place| fans[place].as_str());
    page.finds(&sorted).await;

    page.search_log("").await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(&fans[4]).await;
    page.press(DOWN).await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(&fans[5]).await;
    page.choose_lines(1).await;
    page.sees(&fill("selected", &[("shown", "2")])).await;
    axe::check(page, "the log with two chosen").await;
    page.press_with(CONTROL, 'c').await;
    page.sees(&fill("copied", &[("shown", "2")])).await;
    page.press_with(CONTROL, 'f').await;
    page.focus_is_on("textbox", &say("log_search")).await;
    page.press_with(CONTROL, 'v').await;
    let copied = format!("{} {}", fans[5], fans[1]);
    until("what was copied in the search", async || {
        (page.filled(&say("log_search")).await == copied).then_some(())
    })
    .await;
    page.press(ESCAPE).await;
    page.finds(&sorted).await;

    page.press(DOWN).await;
    page.focus_is_on_line_of(&fans[4]).await;
    page.choose_lines(1).await;
    // The second of them was never added.
    page.tab_to("button", &say("undo")).await;
    let asked = service.request_count();
    page.press(ENTER).await;
    let title = &one("rows_undo_title", &[("shown", "1")]);
    page.find("alertdialog", title).await;
    page.sees("Uses 1 credit").await;
    axe::check(page, "the question before taking back").await;
    page.focus_is_on("button", &say("cancel")).await;
    page.press(ESCAPE).await;
    page.lacks("alertdialog", title).await;
    page.focus_is_on("button", &say("undo")).await;
    assert_eq!(service.request_count(), asked, "an offer sends nothing");
    page.press(ENTER).await;
    page.find("alertdialog", title).await;
    page.tab_to("button", &say("batch_undo_confirm")).await;
    page.press(ENTER).await;
    page.lacks("alertdialog", title).await;
    until("the fan to be off the VIP list", async || (!service.is_vip(account, &fans[4])).then_some(()))
        .await;
    for (place, fan) in fans.iter().enumerate() {
        assert_eq!(service.is_vip(account, fan), ![4, REFUSED].contains(&place), "{}", NAMES[place]);
    }
    until("the focus somewhere useful", async || (!page.focused().await.0.is_empty()).then_some(())).await;
}

#[tokio::test]
async fn a_fan_is_noted_found_by_the_note_looked_back_on_and_exported() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let (app, fans) = at_the_log(&desktop, &service).await;
    let page = &app.page;
    let fan = &fans[3];
    page.search_log("odgar").await;
    page.finds(&[fan]).await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(fan).await;
    page.press(ENTER).await;
    page.find("heading", &say("details")).await;
    let add = fill("note_add_label", &[("fan", "Ødgar")]);
    page.tab_to("button", &add).await;
    axe::check(page, "details of a row").await;
    page.press(ENTER).await;
    page.focus_is_on("textbox", &say("note")).await;
    page.type_here("Sends flowers, always").await;
    page.press(ENTER).await;
    page.focus_is_on("button", &fill("note_edit_label", &[("fan", "Ødgar")])).await;
    page.press(ESCAPE).await;
    page.lacks("heading", &say("details")).await;
    page.focus_is_on_line_of(fan).await;
    page.search_log("FLOWERS").await;
    page.finds(&[fan]).await;

    page.open_add().await;
    page.add_well(fan).await;
    page.open_log().await;
    page.finds(&[fan, fan]).await;
    page.search_log_no_more().await;
    until("all seven in the log", async || (page.found_rows().await.len() == 7).then_some(())).await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(fan).await;
    page.press(ENTER).await;
    page.tab_to("button", &say("log_show_fan")).await;
    page.press(ENTER).await;
    page.finds(&[fan, fan]).await;

    page.tab_to("button", &say("export_open")).await;
    page.press(ENTER).await;
    page.tab_to("button", &say("list_save")).await;
    axe::check(page, "export").await;
    page.press(ENTER).await;
    let file = desktop.path().join("home/history.csv");
    app.choose_place(&file).await;
    page.sees(&fill("list_saved", &[("file", "history.csv")])).await;
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert_eq!(text.matches(fan.as_str()).count(), 2, "{text}");
    page.press(ESCAPE).await;
    page.focus_is_on("button", &say("export_open")).await;
}

#[tokio::test]
async fn who_reads_is_not_disturbed_by_what_is_new() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_log().await;
    page.sees(&say("log_empty_title")).await;
    axe::check(page, "the log, empty").await;
    let fans = service.strangers(service.first_account(), 3);
    page.open_add().await;
    page.add_well(&fans[2]).await;
    page.open_log().await;
    page.finds(&[&fans[2]]).await;
    page.sees(&one("log_total", &[("shown", "1")])).await;

    page.open_lists().await;
    page.paste_list(&fans[..2].join("\n")).await;
    page.choose_pace("fast").await;
    service.stands_still();
    page.start_list(2).await;
    page.open_log().await;
    page.finds(&[&fans[2]]).await;
    let before = page.found_rows().await;
    page.search_log("").await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(&fans[2]).await;
    service.goes_on();
    let new = fill("table_new", &[("shown", "2")]);
    page.find("button", &new).await;
    // The fan may get a name meanwhile.
    let fans_of =
        |rows: &[velvet_tests::log::Found]| rows.iter().map(|row| row.fan.clone()).collect::<Vec<_>>();
    assert_eq!(fans_of(&page.found_rows().await), fans_of(&before));
    page.focus_is_on_line_of(&fans[2]).await;
    page.tab_to("button", &new).await;
    page.press(ENTER).await;
    until("all three", async || (page.found_rows().await.len() == 3).then_some(())).await;
    let newest = page.found_rows().await.remove(0);
    page.focus_is_on_line_of(&newest.fan).await;
}
