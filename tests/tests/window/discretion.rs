//! What people nearby can see: hidden names, a window that is hidden in a hurry, and what the app shows to everybody.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use velvet_tests::app::{App, Start, TITLE};
use velvet_tests::assistive::{ScreenReader, Table};
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::notices::Notices;
use velvet_tests::page::Page;
use velvet_tests::person::{DOWN, ESCAPE};
use velvet_tests::service::Service;
use velvet_tests::stage::Stage;
use velvet_tests::wait::until;
use velvet_tests::words::say;
use velvet_tests::{files, ledger, processes};

/// Finds the names, IDs, and notes on the screen, and tells those that are covered from those that can be read.
const COVER: &str = "
    const names = [...document.querySelectorAll('bdi')].filter((e) => e.checkVisibility() && e.textContent.trim());
    const covered = (e) => /, 0\\)$/.test(getComputedStyle(e).webkitTextFillColor);
    const read = names.filter((e) => !covered(e));
";

/// Returns the texts that can be read, and how many are covered.
async fn names(page: &Page) -> (Vec<String>, u64) {
    let told = format!("{COVER} return [read.map((e) => e.textContent), names.length - read.length]");
    serde_json::from_value(page.script(&told, vec![]).await).unwrap()
}

async fn all_are_covered(page: &Page) {
    until("every name to be covered", async || {
        let (read, covered) = names(page).await;
        (read.is_empty() && covered > 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn hidden_names_can_be_read_only_where_somebody_points_or_is() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let account = service.first_account();
    let fans = service.strangers(account, 3);
    for fan in &fans {
        page.add_well(fan).await;
    }
    page.fill(&say("fan_label"), "somebody").await;
    assert!(names(page).await.0.contains(&fans[0]), "names are on the screen");

    page.click("button", &say("hide_names")).await;
    all_are_covered(page).await;
    let hidden = "
        const held = [...document.querySelectorAll('[title], [placeholder]')].flatMap((e) => [e.title, e.placeholder ?? '']);
        const field = document.querySelector('#fan');
        return [held.filter((text) => arguments[0].some((name) => text.includes(name))), covered(field)]";
    let personal = json!([&fans[0], &fans[1], &fans[2], &account.name]);
    let told = page.script(&format!("{COVER} {hidden}"), vec![personal.clone()]).await;
    assert_eq!(told, json!([[], true]), "tooltips, and what was typed");
    // They are as long as before for who cannot see the screen.
    assert!(page.has("button", &page.account_button().await).await);
    axe::check(page, "names hidden").await;

    page.point_at("[role=row][data-item] .fan bdi.id").await;
    until("the name under the pointer", async || {
        let (read, covered) = names(page).await;
        (read.len() == 1 && fans.contains(&read[0]) && covered > 3).then_some(())
    })
    .await;
    page.point_at_nothing().await;
    all_are_covered(page).await;

    page.open_log().await;
    page.click("textbox", &say("log_search")).await;
    page.press(DOWN).await;
    page.focus_is_on_line_of(&fans[2]).await;
    let in_row = format!(
        "{COVER} return read.length > 0 && read.every((e) => e.closest('[role=row]') === document.activeElement)"
    );
    until("the names of the row with the focus", async || {
        (page.script(&in_row, vec![]).await == Value::Bool(true)).then_some(())
    })
    .await;

    page.open_settings().await;
    all_are_covered(page).await;
    axe::check(page, "settings, names hidden").await;
    page.click("button", &say("hide_names")).await;
    until("all names", async || (names(page).await.1 == 0).then_some(())).await;
}

#[tokio::test]
async fn every_screen_covers_its_names() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    let stage = Stage::on(page).await;
    for scene in stage.watched().await {
        assert_eq!(stage.exposed(&scene).await, [""; 0], "{scene}");
        // The control that has the focus shows its own name.
        let elsewhere = format!(
            "{COVER} const focus = document.activeElement;
             return read.filter((e) => !focus.contains(e) || focus === document.body).map((e) => e.textContent)"
        );
        assert_eq!(page.script(&elsewhere, vec![]).await, json!([]), "{scene}");
    }
}

#[tokio::test]
async fn a_screen_reader_reads_hidden_names() {
    let desktop = Desktop::with_screen_reader().await;
    let service = Service::start(&desktop);
    let reader = ScreenReader::start(&desktop).await;
    let app = App::at_work(&desktop, &service).await;
    let fan = service.strangers(service.first_account(), 1).remove(0);
    app.page.add_well(&fan).await;
    app.page.click("button", &say("hide_names")).await;
    all_are_covered(&app.page).await;
    reader
        .until("the fan's ID in the table", |tree| {
            let table = Table::of(tree, &say("log_title"))?;
            table.rows.iter().any(|row| row.cells.iter().any(|cell| cell.contains(&fan))).then_some(())
        })
        .await;
}

/// The window is off the screen before anybody looks. The batch ends meanwhile, and nothing says so.
#[tokio::test]
async fn a_window_hidden_in_a_hurry_comes_back_as_it_was_with_names_hidden() {
    const FANS: usize = 40;
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let notices = Notices::watch(&desktop).await;
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    let page = &app.page;
    page.give_key(&service.key).await;
    page.is_at_work().await;
    let fans = service.strangers(service.first_account(), FANS + 3);
    page.open_lists().await;
    page.paste_list(&fans[..FANS].join("\n")).await;
    page.choose_pace("fast").await;
    service.meets(
        &json!({ "method": "POST", "skip": 5, "count": null, "fault": { "kind": "delay", "ms": 3_000 } }),
    );
    page.start_list(FANS).await;
    page.counts_up(&say("outcome_added"), 1).await;
    page.open_add().await;
    page.fill(&say("fan_label"), "somebody").await;
    assert!(!names(page).await.0.is_empty());

    app.quick_hide().await;
    app.is_hidden().await;
    service.goes_well();
    until("the batch to end", async || (ledger::batch_states(&start) == ["ended"]).then_some(())).await;

    assert!(start.open_again().await.success());
    let screen = desktop.screen();
    screen.put_pointer_away();
    screen.focus(app.window().await.id);
    all_are_covered(page).await;
    assert_eq!(page.filled(&say("fan_label")).await, "somebody");
    page.find("heading", &say("add_title")).await;
    assert_eq!(screen.windows(TITLE).len(), 1);

    // It comes back to where it was scrolled, too.
    page.open_settings().await;
    app.resize(700, 500).await;
    let scrolled =
        "const main = document.querySelector('main'); main.scrollTop ||= 321; return main.scrollTop";
    assert_eq!(page.script(scrolled, vec![]).await, json!(321));
    page.script("document.querySelector('.discretion button:last-child').click()", vec![]).await;
    app.is_hidden().await;
    assert!(start.open_again().await.success());
    screen.focus(app.window().await.id);
    assert_eq!(page.script("return document.querySelector('main').scrollTop", vec![]).await, json!(321));

    // The next end is told again, and so nothing was kept back until now.
    page.open_lists().await;
    page.open_lists().await;
    page.paste_list(&fans[FANS..].join("\n")).await;
    page.start_list(3).await;
    page.batch_ends().await;
    let shown = notices.shows(1).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0][3].contains('3') && !shown[0][3].contains("40"), "{shown:?}");
}

/// Everything that others can see without using the app: the titles of windows and dialogs, what a dock shows, the
/// notifications, the names of files and programs.
#[tokio::test]
async fn nothing_around_the_window_says_what_it_is_for() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let notices = Notices::watch(&desktop).await;
    let start = Start::on(&desktop).service(&service.url).own_folder();
    let app = start.open().await;
    let page = &app.page;
    let account = service.first_account();
    let fans = service.strangers(account, 3);
    let mut told = BTreeSet::new();
    let mut listen = || told.extend(desktop.screen().told_to_docks());

    listen();
    page.give_key(&service.key).await;
    page.is_at_work().await;
    page.open_lists().await;
    page.paste_list(&fans.join("\n")).await;
    listen();
    page.start_list(3).await;
    listen();
    page.batch_ends().await;
    page.open_vips().await;
    listen();
    page.open_log().await;
    page.click("button", &say("export_open")).await;
    page.click("button", &say("list_save")).await;
    let of_export = app.accept_place().await;
    page.press(ESCAPE).await;
    page.open_settings().await;
    page.click("button", &say("backup_save")).await;
    let of_backup = app.accept_place().await;
    listen();
    told.extend(of_export);
    told.extend(of_backup);
    assert!(told.contains(TITLE) && told.len() > 3, "{told:?}");

    let shown = notices.shows(1).await;
    told.extend(shown.into_iter().flatten());

    let own = desktop.path();
    let paths = files::below(own).into_iter().filter_map(|path| {
        let logs = path.starts_with(desktop.logs());
        let within = path.strip_prefix(own).ok()?.to_string_lossy().into_owned();
        (!logs).then_some(within)
    });
    let saved = told.len();
    told.extend(paths);
    let saved_as = |beginning: &str, ending: &str| {
        let mut names = told.iter().filter_map(|path| path.rsplit('/').next());
        names.any(|name| name.starts_with(beginning) && name.ends_with(ending))
    };
    assert!(saved_as(&say("export_name"), ".csv") && saved_as("velvet-rope-", ".sqlite3"), "{told:#?}");
    assert!(told.len() > saved + 5);
    let ours = processes::marked(desktop.mark()).filter(|pid| processes::running(*pid));
    told.extend(ours.filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/comm")).ok()));

    let mut names = vec![account.name.clone(), account.id.clone(), account.native_id.clone()];
    names.extend(fans);
    for text in told {
        assert_eq!(telling(&text, &names), None, "{text}");
    }
}

/// Returns what in a text tells what the app is for, or whom it is about.
fn telling(text: &str, names: &[String]) -> Option<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let word = ["fan", "fans", "vip", "vips", "subscriber", "subscribers", "follower", "followers"]
        .into_iter()
        .find(|word| words.contains(word));
    let part = ["fansly", "onlyfans", "creator"].into_iter().find(|part| text.contains(part));
    let name = names.iter().find(|name| text.contains(&name.to_lowercase())).map(String::as_str);
    word.or(part).or(name).map(str::to_owned)
}

#[test]
fn the_sweep_finds_what_it_looks_for() {
    let names = ["Mira Rose".to_owned()];
    for text in
        ["Velvet Rope – mira rose", "vip-list.csv", "home/fans.xlsx", "apifansly.com", "Creator tools"]
    {
        assert!(telling(text, &names).is_some(), "{text}");
    }
    for text in ["Velvet Rope", "home/log.csv", "velvet-rope-2026-01-01.sqlite3", "fanciful"] {
        assert_eq!(telling(text, &names), None);
    }
}
