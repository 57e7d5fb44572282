//! Checks every screen with axe, light and dark.

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::axe;
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::person::ESCAPE;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

const APPEARANCES: [&str; 2] = ["light", "dark"];

/// Opens the first screen in an appearance, which was chosen in the settings before.
async fn first_start<'a>(desktop: &'a Desktop, appearance: &str) -> App<'a> {
    let app = Start::on(desktop).open().await;
    app.page.practise().await;
    app.page.open_settings().await;
    app.page.wear(appearance).await;
    app.page.click("button", &say("practice_exit")).await;
    app.page.is_first_start().await;
    app
}

#[tokio::test]
async fn the_first_screen() {
    for appearance in APPEARANCES {
        let desktop = Desktop::start().await;
        let app = first_start(&desktop, appearance).await;
        axe::check(&app.page, &format!("first start, {appearance}")).await;
        app.page.click("button", &say("key_where")).await;
        app.page.give_key("looks-like-a-real-key-0123456789").await;
        app.page.sees(&say("problem_no_connection")).await;
        axe::check(&app.page, &format!("key not accepted, {appearance}")).await;
    }
}

#[tokio::test]
async fn the_first_screen_without_a_keychain() {
    for appearance in APPEARANCES {
        let desktop = Desktop::with(Keychain::Missing).await;
        let app = first_start(&desktop, appearance).await;
        app.page.sees(&say("keychain_missing_title")).await;
        axe::check(&app.page, &format!("no keychain, {appearance}")).await;
    }
}

#[tokio::test]
async fn practice_empty_with_its_menu_and_the_settings_with_their_dialog() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.practise().await;
    for appearance in APPEARANCES {
        page.open_settings().await;
        page.wear(appearance).await;
        axe::check(page, &format!("settings, {appearance}")).await;
        page.click("button", &say("settings_erase_button")).await;
        page.find("alertdialog", &say("erase_title")).await;
        axe::check(page, &format!("erase dialog, {appearance}")).await;
        page.click("button", &say("cancel")).await;
        page.lacks("alertdialog", &say("erase_title")).await;
        page.open_add().await;
        page.sees(&say("log_empty_title")).await;
        axe::check(page, &format!("practice, empty, {appearance}")).await;
        page.open_account_menu().await;
        axe::check(page, &format!("account menu, {appearance}")).await;
        page.press(ESCAPE).await;
        page.lacks("menu", &say("account_menu")).await;
    }
}

#[tokio::test]
async fn the_log_with_every_kind_of_line() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let fans = service.strangers(account, 6);
    page.add_well(&fans[0]).await;
    page.click("button", &fill("undo_label", &[("fan", &spoken(&fans[0]))])).await;
    page.logs(&say("outcome_removed"), &fans[0]).await;
    page.add_well(&fans[1]).await;
    for (fault, fan, outcome) in [
        (json!({ "kind": "status", "status": 404 }), &fans[2], "outcome_failed_add"),
        (json!({ "kind": "reset" }), &fans[3], "outcome_unconfirmed"),
        (json!({ "kind": "too_fast", "retry_after": 600 }), &fans[4], "outcome_waiting"),
    ] {
        service.next_change_meets(&fault, false);
        page.add(fan).await;
        page.logs(&say(outcome), fan).await;
        service.goes_well();
    }
    page.add("12345").await;
    page.sees(&fill("problem_fan_too_short", &[("digits", "5")])).await;
    page.click("button", &fill("details_label", &[("fan", &spoken(&fans[2]))])).await;
    page.sees(&say("advice_no_such_fan")).await;
    axe::check(page, "details of a fan who wasn't added").await;
    page.press(ESCAPE).await;
    page.lacks("heading", &say("details")).await;
    for appearance in APPEARANCES {
        page.open_settings().await;
        page.wear(appearance).await;
        axe::check(page, &format!("settings with a key, {appearance}")).await;
        page.open_add().await;
        page.logs(&say("outcome_unconfirmed"), &fans[3]).await;
        axe::check(page, &format!("log with every kind of line, {appearance}")).await;
    }
}

#[tokio::test]
async fn lists_their_check_and_how_they_run() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let fans = service.strangers(account, 32);
    page.add_well(&fans[31]).await;
    for (fan, fault) in
        [(&fans[1], json!({ "kind": "status", "status": 404 })), (&fans[2], json!({ "kind": "reset" }))]
    {
        service.meets(
            &json!({ "method": "POST", "path": format!("*/{fan}/vip"), "count": null, "fault": fault }),
        );
    }
    let mut lines = fans.clone();
    lines.extend([&fans[3], "8.43584E+17", "n/a"].map(str::to_owned));
    page.open_lists().await;
    page.paste_list(&lines.join("\n")).await;
    page.checked().await;
    page.choose_pace("fast").await;
    page.start_list(31).await;
    page.batch_ends().await;
    for appearance in APPEARANCES {
        page.open_settings().await;
        page.wear(appearance).await;
        // Opens the list that was shown before. Choosing the screen again leads to its start.
        page.open_lists().await;
        page.find("group", &say("batch_show")).await;
        page.open_lists().await;
        page.find("heading", &say("list_title")).await;
        axe::check(page, &format!("start of lists, {appearance}")).await;
        page.click_beginning("button", &say("batch_pasted")).await;
        page.find("group", &say("batch_show")).await;
        axe::check(page, &format!("a list that has ended, {appearance}")).await;
        page.click("button", &fill("batch_undo_add", &[("shown", "29")])).await;
        page.find("alertdialog", &fill("batch_undo_add_title", &[("shown", "29")])).await;
        axe::check(page, &format!("question before taking back, {appearance}")).await;
        page.answer(&fill("batch_undo_add_title", &[("shown", "29")]), &say("cancel")).await;
        page.click("button", &say("batch_back")).await;
        page.paste_list(&lines.join("\n")).await;
        page.checked().await;
        axe::check(page, &format!("check of a list, {appearance}")).await;
        let damaged = say("list_damaged");
        page.click("button", &fill("list_view_label", &[("group", &damaged)])).await;
        page.find("region", &damaged).await;
        axe::check(page, &format!("a look at a group, {appearance}")).await;
        page.click("button", &say("close")).await;
        page.lacks("region", &damaged).await;
        page.click("button", &say("cancel")).await;
        page.click_beginning("button", &say("batch_pasted")).await;
        page.find("group", &say("batch_show")).await;
    }
}

#[tokio::test]
async fn the_checker_does_see_what_is_wrong() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    app.page.is_first_start().await;
    app.page
        .script("document.querySelector('label').remove(); document.documentElement.lang = ''", vec![])
        .await;
    let broken = axe::broken_rules(&app.page).await;
    assert!(broken.iter().any(|rule| rule.contains("html-has-lang")), "{broken:?}");
}
