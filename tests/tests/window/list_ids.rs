//! IDs that a list or a person got wrong: nobody is added whom the user did not mean.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rust_xlsxwriter::Workbook;
use velvet_core::ids::IdParts;
use velvet_tests::app::{App, Start};
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::ledger;
use velvet_tests::page::Page;
use velvet_tests::service::{Account, Follower, Service};
use velvet_tests::words::{fill, one, say};

/// Digits of an ID that Excel keeps in a cell, and that it shows in a narrow one.
const KEPT: usize = 15;
const SHOWN: usize = 6;

#[tokio::test]
async fn a_doubled_digit_is_stopped_and_the_corrected_id_is_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let (fan, typo) = typed_twice(&service, account);
    let before = vips(&service, account);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;

    page.add(&typo).await;
    let (problem, advice) = doubt(&typo);
    page.sees(&problem).await;
    page.sees(&advice).await;
    page.find("button", &say("fan_add_anyway")).await;
    assert_eq!(page.filled(&say("fan_label")).await, typo, "what was typed stays to be corrected");
    // The app may have asked for the creator's own ID, but for no fan.
    assert_eq!(adds(&service), BTreeSet::new(), "nobody was added");
    assert!(!service.requests().iter().any(|request| request.contains(&typo)), "the typo was not sent");
    assert_eq!(page.rows().await, []);

    page.add_well(&fan).await;
    page.sees_no_more(&problem).await;
    page.lacks("button", &say("fan_add_anyway")).await;
    assert_eq!(
        (adds(&service), came(&service, account, &before)),
        ([fan.clone()].into(), [fan.clone()].into())
    );
    assert_logged(app, &desktop, &service, [&fan]).await;
}

#[tokio::test]
async fn an_unlikely_id_is_sent_once_after_a_second_press() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let (_, typo) = typed_twice(&service, account);
    let before = vips(&service, account);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.add(&typo).await;
    page.sees(&doubt(&typo).0).await;
    assert_eq!(service.asked("POST", account, &typo), 0, "nothing is sent before the second press");
    page.click("button", &say("fan_add_anyway")).await;
    // The service has no such fan.
    page.logs(&say("outcome_failed_add"), &typo).await;
    assert_eq!(service.asked("POST", account, &typo), 1);
    assert_eq!(came(&service, account, &before), BTreeSet::new());
}

#[tokio::test]
async fn damaged_ids_are_matched_with_followers_by_name_by_switch_and_by_choice() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let before = vips(&service, account);
    let followers = service.followers(account);
    let (chosen, neighbor) = pair(&followers, &before);
    // None of them is VIP.
    let chatting = service.strangers(account, 60);
    let free = |fan: &&Follower| chatting.contains(&fan.id) && ![&chosen.id, &neighbor.id].contains(&&fan.id);
    let mut named = followers.iter().filter(free).filter(|fan| fan.name.is_some());
    let [known, by_name, by_username, pressed, nameless] = [(); 5].map(|()| named.next().unwrap());
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    // One fan in the log, so that the app has someone to match with from the start.
    page.add_well(&known.id).await;

    let shown = in_a_narrow_cell(&chosen.id);
    let rows = [
        ["name", "id"],
        [by_name.name.as_deref().unwrap_or_default(), &cut(&by_name.id)],
        [&format!("@{}", by_username.username.to_uppercase()), &cut(&by_username.id)],
        ["somebody else", &cut(&pressed.id)],
        ["", &cut(&nameless.id)],
        ["", &shown],
    ]
    .map(|row| row.join(","));
    let file = desktop.path().join("home/from-excel.csv");
    files::put(&file, rows.join("\r\n"));
    page.open_lists().await;
    let asked = service.request_count();
    page.click("button", &say("list_open")).await;
    app.choose_file(&file).await;
    page.checks_as(&[("damaged", 5)]).await;
    nobody_starts(page, &say("start_nobody")).await;

    page.click("button", &say("list_match")).await;
    let load = fill("list_match_load", &[("list", &say("people_source_followers"))]);
    page.find("button", &load).await;
    page.checks_as(&[("damaged", 5)]).await;
    page.sees(&one("list_match_done", &[("shown", "1"), ("account", &account.name)])).await;
    assert_eq!(service.request_count(), asked, "matching sends nothing");

    page.click("button", &load).await;
    page.checks_as(&[("matched", 2), ("matched_by_id", 2), ("ambiguous", 1)]).await;
    page.lacks("button", &load).await;
    page.find("button", &fill("start_button_add", &[("shown", "2")])).await;

    page.click("button", &fill("list_view_label", &[("group", &say("list_ambiguous"))])).await;
    let menu = fill("list_match_choices", &[("text", &shown)]);
    let offered: BTreeSet<String> = page.options(&menu).await.into_iter().collect();
    assert_eq!(offered, ["", &chosen.id, &neighbor.id].map(str::to_owned).into());
    axe::check(page, "the fans whom a damaged ID fits").await;
    page.choose_option(&menu, &chosen.id).await;
    page.checks_as(&[("matched", 3), ("matched_by_id", 2)]).await;
    page.lacks("dialog", &say("list_ambiguous")).await;

    page.click("button", &fill("list_view_label", &[("group", &say("list_matched_by_id"))])).await;
    axe::check(page, "fans who fit, but without a name").await;
    page.click_beginning("button", &fill("list_match_choose_label", &[("fan", "")])).await;
    page.checks_as(&[("matched", 4), ("matched_by_id", 1)]).await;
    page.click("button", &say("close")).await;
    page.lacks("dialog", &say("list_matched_by_id")).await;
    axe::check(page, "damaged IDs that were matched").await;

    page.find("button", &fill("start_button_add", &[("shown", "4")])).await;
    page.click("switch", &say("list_add_anyway")).await;
    page.choose_pace("fast").await;
    assert_eq!(adds(&service), [known.id.clone()].into(), "nobody is added before the start");
    page.start_list(5).await;
    page.batch_ends().await;
    let listed = [by_name, by_username, pressed, nameless, chosen].map(|fan| fan.id.clone());
    page.shows_fans(&say("outcome_added"), &listed).await;
    let all: BTreeSet<String> = listed.iter().chain([&known.id]).cloned().collect();
    assert_eq!((adds(&service), came(&service, account, &before)), (all.clone(), all));
    assert_logged(app, &desktop, &service, listed.iter().chain([&known.id])).await;
}

#[tokio::test]
async fn nothing_starts_until_the_column_of_the_fans_is_chosen() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let before = vips(&service, account);
    let fans = service.strangers(account, 6);
    let (others, meant) = fans.split_at(3);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    // Without the notes, the columns would count as tiers of fans.
    let rows: Vec<String> =
        others.iter().zip(meant).map(|(other, meant)| format!("{other},{meant},seen")).collect();
    let file = desktop.path().join("home/export.csv");
    files::put(&file, format!("a,b,note\n{}", rows.join("\n")));

    page.open_lists().await;
    let asked = service.requests();
    page.click("button", &say("list_open")).await;
    app.choose_file(&file).await;
    page.sees(&say("list_asks_column")).await;
    page.sees(&say("list_asks_column_text")).await;
    assert!(!page.has("heading", &say("list_ready_add")).await);
    axe::check(page, "the question for the column of the fans").await;
    nobody_starts(page, &say("start_asks_column")).await;
    assert_eq!(service.requests(), asked, "nothing was sent");

    // The button also names an ID of the column.
    page.click_beginning("button", "b").await;
    page.checks_as(&[("ready", 3)]).await;
    page.sees_no_more(&say("list_asks_column")).await;
    page.sees(&fill("list_ready_text", &[("shown", "3"), ("column", "b")])).await;
    page.choose_pace("fast").await;
    page.start_list(3).await;
    page.batch_ends().await;
    page.shows_fans(&say("outcome_added"), meant).await;
    let expected: BTreeSet<String> = meant.iter().cloned().collect();
    assert_eq!((adds(&service), came(&service, account, &before)), (expected.clone(), expected));
    assert_logged(app, &desktop, &service, meant).await;
}

#[tokio::test]
async fn hidden_rows_of_a_workbook_are_skipped_unless_they_are_included() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let before = vips(&service, account);
    let fans = service.strangers(account, 5);
    let (hidden, seen) = fans.split_at(2);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let file = desktop.path().join("home/buyers.xlsx");
    files::put(&file, filtered(&[&seen[..1], hidden, &seen[1..]].concat(), hidden));

    page.open_lists().await;
    let asked = service.requests();
    page.click("button", &say("list_open")).await;
    app.choose_file(&file).await;
    page.checks_as(&[("ready", 3)]).await;
    let skipped = fill("list_hidden", &[("shown", "2")]);
    page.sees(&skipped).await;
    axe::check(page, "a list with hidden rows").await;
    page.click("button", &say("list_hidden_include")).await;
    page.checks_as(&[("ready", 5)]).await;
    page.sees(&say("list_hidden_included")).await;
    page.find("button", &fill("start_button_add", &[("shown", "5")])).await;
    page.click("button", &say("list_hidden_skip")).await;
    page.checks_as(&[("ready", 3)]).await;
    page.sees(&skipped).await;
    assert_eq!(service.requests(), asked, "nothing was sent");

    page.choose_pace("fast").await;
    page.start_list(3).await;
    page.batch_ends().await;
    page.shows_fans(&say("outcome_added"), seen).await;
    let expected: BTreeSet<String> = seen.iter().cloned().collect();
    assert_eq!((adds(&service), came(&service, account, &before)), (expected.clone(), expected));
    assert_logged(app, &desktop, &service, seen).await;
}

/// Clicks the button that starts a list, and sees why it does not.
async fn nobody_starts(page: &Page, why: &str) {
    page.sees(why).await;
    page.click("button", &say("start_button_none_add")).await;
    page.find("button", &say("start_button_none_add")).await;
    page.sees(why).await;
    assert!(!page.has("group", &say("batch_show")).await, "a batch was started");
}

/// Quits the app, and reads from its ledger that just these fans were added.
async fn assert_logged<'a>(
    app: App<'_>,
    desktop: &Desktop,
    service: &Service,
    added: impl IntoIterator<Item = &'a String>,
) {
    app.quit().await;
    let mut told = ledger::items(&Start::on(desktop).service(&service.url));
    told.sort();
    let mut expected: Vec<_> = added.into_iter().map(|fan| (fan.clone(), "added".to_owned())).collect();
    expected.sort();
    assert_eq!(told, expected);
}

fn vips(service: &Service, account: &Account) -> BTreeSet<String> {
    service.vips(account).into_iter().collect()
}

/// Returns the VIPs who were none before. Nobody may have gone.
fn came(service: &Service, account: &Account, before: &BTreeSet<String>) -> BTreeSet<String> {
    let now = vips(service, account);
    assert!(now.is_superset(before), "somebody was removed");
    now.difference(before).cloned().collect()
}

/// Returns the fans whom the service was asked to add.
fn adds(service: &Service) -> BTreeSet<String> {
    let fan = |request: &String| {
        let path = request.strip_prefix("POST ")?.strip_suffix("/vip")?;
        Some(path.rsplit('/').next()?.to_owned())
    };
    service.requests().iter().filter_map(fan).collect()
}

/// Returns a fan, and their ID with a digit doubled: an ID that is far in the future.
fn typed_twice(service: &Service, account: &Account) -> (String, String) {
    let fans = service.strangers(account, 60);
    let fan = fans.into_iter().find(|fan| fan.as_str() >= "3").unwrap();
    let typo = format!("{}{fan}", &fan[..1]);
    (fan, typo)
}

/// Returns what the app says of an ID that is far in the future. IDs had 18 digits until 2027.
fn doubt(id: &str) -> (String, String) {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis();
    let now = IdParts { created_ms: now.try_into().unwrap(), worker: 0, sequence: 0 }.id().unwrap();
    let kind = if id.len() > now.as_str().len() { "unlikely_long" } else { "unlikely_future" };
    (say(&format!("problem_fan_{kind}")), say(&format!("advice_fan_{kind}")))
}

/// Returns an ID as Excel keeps it.
fn cut(id: &str) -> String {
    format!("{}{}", &id[..KEPT], "0".repeat(id.len() - KEPT))
}

/// Returns an ID as Excel shows it in a narrow cell, and as it saves it as CSV.
fn in_a_narrow_cell(id: &str) -> String {
    let (kept, lost) = id.split_at(SHOWN);
    // No practice ID begins with so many nines that rounding up would add a digit.
    let up = u64::from(lost.as_bytes()[0] >= b'5');
    let digits = (kept.parse::<u64>().unwrap() + up).to_string();
    format!("{}.{}E+{}", &digits[..1], &digits[1..], id.len() - 1)
}

/// Returns two followers who are no VIPs and look the same in a narrow cell, like nobody else.
fn pair<'a>(followers: &'a [Follower], vips: &BTreeSet<String>) -> (&'a Follower, &'a Follower) {
    let mut alike: BTreeMap<String, Vec<&Follower>> = BTreeMap::new();
    for fan in followers {
        alike.entry(in_a_narrow_cell(&fan.id)).or_default().push(fan);
    }
    let pair = alike.into_values().find_map(|fans| match fans[..] {
        [one, other] if ![one, other].iter().any(|fan| vips.contains(&fan.id)) => Some((one, other)),
        _ => None,
    });
    pair.expect("two followers look the same")
}

/// Returns a workbook with a fan in each row. A filter hides the rows of some.
fn filtered(fans: &[String], hidden: &[String]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "User ID").unwrap();
    for (row, fan) in (1..).zip(fans) {
        sheet.write(row, 0, fan).unwrap();
        if hidden.contains(fan) {
            sheet.set_row_hidden(row).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
