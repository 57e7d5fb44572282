//! Without a key that can be used, the whole app stays open, and one card says how to connect one.

use std::fs;

use serde_json::Value;
use velvet_tests::app::{App, Start};
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{ENTER, ESCAPE};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{Words, fill, say};

#[tokio::test]
async fn without_its_key_everything_is_still_there_and_one_card_asks_for_it() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let account = service.first_account();
    let fans = service.strangers(account, 3);
    let app = App::at_work(&desktop, &service).await;
    app.page.open_vips().await;
    app.page.click("button", &say("people_load_vips")).await;
    app.page.find("button", &say("people_refresh")).await;
    app.page.open_add().await;
    app.page.add_well(&fans[0]).await;
    app.page.open_vips().await;
    let vips = until("the fan on the VIP list", async || {
        let vips = app.page.people().await;
        vips.iter().any(|(fan, _)| *fan == fans[0]).then_some(vips)
    })
    .await;

    app.page.open_settings().await;
    app.page.click("button", &say("settings_key_remove")).await;
    app.page.answer(&say("remove_key_title"), &say("remove_key_confirm")).await;
    app.page.sees(&say("settings_key_removed")).await;
    app.page.find("heading", &say("settings_title")).await;
    app.quit().await;

    let app = start.open().await;
    let page = &app.page;
    let asked = service.request_count();
    page.needs_key().await;
    page.sees(&say("connect_none")).await;
    page.focus_is_on("textbox", &say("key_label")).await;
    page.logs(&say("outcome_added"), &fans[0]).await;
    assert!(page.account_button().await.contains(&account.name));
    axe::check(page, "adding without a key").await;

    page.open_vips().await;
    page.needs_key().await;
    // The card leaves room for fewer rows.
    let now =
        until("the VIPs to be drawn", async || Some(page.people().await).filter(|now| !now.is_empty())).await;
    assert!(vips.starts_with(&now), "as last loaded: {now:?}");
    page.find("button", &say("export_open")).await;
    assert!(!page.has("button", &say("people_refresh")).await);
    axe::check(page, "VIPs without a key").await;

    page.open_log().await;
    page.finds(&[&fans[0]]).await;
    assert!(!page.has("region", &say("connect_title")).await);
    page.open_settings().await;
    page.find("button", &say("backup_save")).await;
    assert!(!page.has("button", &say("account_refresh")).await);
    axe::check(page, "settings without a key").await;

    // A list is checked with what the log knows.
    page.open_lists().await;
    page.paste_list(&fans.join("\n")).await;
    page.checks_as(&[("ready", 2), ("vip", 1)]).await;
    page.needs_key().await;
    page.sees(&say("connect_list")).await;
    axe::check(page, "a list without a key").await;
    assert_eq!(service.request_count(), asked, "without a key nothing is sent");

    page.tab_to("button", &say("connect_open")).await;
    page.press(ENTER).await;
    page.find("dialog", &say("connect_title")).await;
    page.focus_is_on("textbox", &say("key_label")).await;
    page.press(ESCAPE).await;
    page.focus_is_on("button", &say("connect_open")).await;
    page.click("button", &say("connect_open")).await;
    page.give_key(&service.key).await;
    page.lacks("region", &say("connect_title")).await;
    page.start_list(2).await;
    page.batch_ends().await;
    assert!(fans.iter().all(|fan| service.is_vip(account, fan)));
}

#[tokio::test]
async fn with_a_locked_keychain_the_log_is_readable_and_the_card_says_so() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let fan = &service.strangers(service.first_account(), 1)[0];
    let app = App::at_work(&desktop, &service).await;
    app.page.add_well(fan).await;
    app.quit().await;

    desktop.keyring().falls_silent();
    let app = start.open().await;
    app.page.needs_key().await;
    app.page.sees(&say("keychain_locked_title")).await;
    app.page.logs(&say("outcome_added"), fan).await;
    app.page.open_vips().await;
    app.page.needs_key().await;
    app.page.find("button", &say("keychain_check_again")).await;
    app.page.open_add().await;
    app.page.give_key(&service.key).await;
    app.page.sees(&say("session_only_locked")).await;
    app.page.add_well(&service.strangers(service.first_account(), 1)[0]).await;
}

#[tokio::test]
async fn the_language_is_chosen_on_the_first_screen_and_every_screen_opens() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.choose_option(&say("settings_language"), "Español").await;
    let spanish = Words::of("es");
    app.page.find("heading", &spanish.say("start_title")).await;
    app.quit().await;

    let app = start.open().await;
    app.page.find("heading", &spanish.say("start_title")).await;
    app.page.choose_option(&spanish.say("settings_language"), "English").await;
    app.page.is_first_start().await;
    app.page.open_log().await;
    app.page.open_settings().await;
    app.page.open_lists().await;
    app.page.find("button", &say("list_open")).await;
    app.page.open_vips().await;
    app.page.needs_key().await;
    app.page.click("button", &say("nav_add")).await;
    app.page.is_first_start().await;
}

#[tokio::test]
async fn the_first_steps_end_by_themselves_and_do_not_come_back() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.find("region", &say("steps_title")).await;
    page.sees(&fill("connected", &[("shown", &service.accounts.len().to_string())])).await;
    axe::check(page, "first steps").await;
    page.focus_is_on("textbox", &say("fan_label")).await;
    page.click("button", &fill("steps_account_keep", &[("account", &account.name)])).await;
    page.focus_is_on("textbox", &say("fan_label")).await;
    page.sees(&fill("steps_account_done", &[("account", &account.name)])).await;
    page.add_well(&service.strangers(account, 1)[0]).await;
    page.find("region", &say("steps_all_done")).await;
    page.open_log().await;
    page.open_add().await;
    page.lacks("region", &say("steps_all_done")).await;
    assert!(!page.has("region", &say("steps_title")).await);
    app.quit().await;
    let kept = fs::read_to_string(start.data_folder().join("preferences.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["first_steps_done"], true);

    let app = start.open().await;
    app.page.find("textbox", &say("fan_label")).await;
    // The steps would stand above the field.
    assert!(!app.page.has("region", &say("steps_title")).await);
}
