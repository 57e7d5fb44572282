//! A list from pasting it to undoing it.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

/// `QUICK` fans are answered at once, `AT_ONCE` are in flight at the same time, and `READY` are in the list.
const QUICK: usize = 10;
const AT_ONCE: usize = 32;
const READY: usize = 80;

#[tokio::test]
async fn a_pasted_list_is_checked_run_paused_stopped_and_undone() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let mut fans = service.strangers(account, READY + 1);
    let before = fans.pop().unwrap();
    page.add_well(&before).await;
    // The first fan of the list becomes a VIP elsewhere, which the app does not know yet.
    service.make_vip(account, &fans[0]);
    let truth: BTreeSet<String> = service.vips(account).into_iter().collect();

    page.open_lists().await;
    let asked = service.request_count();
    page.paste_list(&pasted(&fans, &before)).await;
    let groups = page.checked().await;
    let expected =
        [("ready", READY), ("added_before", 1), ("duplicate", 3), ("damaged", 1), ("not_a_fan", 3)];
    assert_eq!(groups, expected.map(|(kind, count)| (kind.to_owned(), count as u64)).into());
    page.sees(&fill("start_credits", &[("shown", &READY.to_string())])).await;
    assert_eq!(service.request_count(), asked, "a check sends nothing");

    page.choose_pace("fast").await;
    slow_after(&service, QUICK);
    page.start_list(READY).await;
    page.counts_up(&say("outcome_added"), QUICK as u64).await;
    page.click("button", &say("batch_pause")).await;
    page.lacks("button", &say("batch_pause")).await;
    let sent =
        |service: &Service| service.requests().iter().filter(|one| one.starts_with("POST")).count() - 1;
    assert_eq!(sent(&service), QUICK + AT_ONCE, "what was on its way, and nothing more");
    page.find("button", &say("batch_resume")).await;
    assert_eq!(page.counts().await[&say("outcome_waiting")], (READY - 1 - QUICK - AT_ONCE) as u64);
    let asked = service.request_count();
    // There is no event to wait for: nothing must happen for a while.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(service.request_count(), asked, "nothing leaves while it is paused");

    service.goes_well();
    slow_after(&service, 1);
    page.click("button", &say("batch_resume")).await;
    page.counts_up(&say("outcome_added"), (QUICK + AT_ONCE + 1) as u64).await;
    page.click("button", &say("stop")).await;
    page.answer(&say("batch_stop_title"), &say("batch_stop_confirm")).await;
    page.batch_ends().await;
    let counts = page.counts().await;
    let [added, already, stopped] =
        ["outcome_added", "outcome_already", "outcome_stopped"].map(|name| counts[&say(name)]);
    assert_eq!((already, added + already + stopped), (1, READY as u64));
    let now: BTreeSet<String> = service.vips(account).into_iter().collect();
    assert_eq!((now.len() - truth.len()) as u64, added);

    page.click("button", &fill("batch_undo_add", &[("shown", &added.to_string())])).await;
    let title = fill("batch_undo_add_title", &[("shown", &added.to_string())]);
    page.find("alertdialog", &title).await;
    page.sees(&cost(added)).await;
    page.answer(&title, &say("batch_undo_confirm")).await;
    page.sees(&say("batch_undoes")).await;
    page.batch_ends().await;
    assert_eq!(page.counts().await[&say("outcome_removed")], added);
    let now: BTreeSet<String> = service.vips(account).into_iter().collect();
    assert_eq!(now, truth, "who was VIP before stays VIP, and nobody else is");
}

/// Returns the question's text about credits.
fn cost(items: u64) -> String {
    let words = fill("batch_credits_time", &[("shown", &items.to_string()), ("time", "")]);
    words[..words.find(" and").unwrap()].to_owned()
}

/// Makes adds after the first `quick` ones slow.
fn slow_after(service: &Service, quick: usize) {
    let delay = json!({ "kind": "delay", "ms": 6000 });
    service.meets(&json!({ "method": "POST", "skip": quick, "count": null, "fault": delay }));
}

/// Returns a column of IDs, some with names, as copied from a spreadsheet that damaged some of them.
fn pasted(fans: &[String], before: &str) -> String {
    let mut lines: Vec<String> = fans.to_vec();
    for (line, name) in lines.iter_mut().zip(["Zoë", "night owl", "Ødgar", "李明"]) {
        *line = format!("{line}\t{name}");
    }
    lines.extend(
        [before, &fans[3], &fans[4], &fans[3], "8.43584E+17", "n/a", "12345", "total"].map(str::to_owned),
    );
    lines.join("\n")
}
