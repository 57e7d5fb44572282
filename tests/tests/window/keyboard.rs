//! Everything works without a mouse, and the focus is where it is expected.

use serde_json::json;
use velvet_tests::app::{App, Start};
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{DOWN, ENTER, ESCAPE, SPACE, TAB};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn from_the_first_start_to_a_fan_added_and_undone() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.is_first_start().await;
    page.focus_is_on("textbox", &say("key_label")).await;
    page.tab_to("button", &say("start_practice")).await;
    page.press(ENTER).await;
    page.is_at_work().await;

    page.focus_is_on("textbox", &say("fan_label")).await;
    let fan = "843584256474116096";
    page.type_here(fan).await;
    page.press(ENTER).await;
    until("a line in the log", async || (!page.rows().await.is_empty()).then_some(())).await;
    page.focus_is_on("textbox", &say("fan_label")).await;

    let sample = page.names_inside("list", &say("fan_samples"), "button").await.remove(0);
    page.tab_to("button", &sample).await;
    page.press(SPACE).await;
    page.focus_is_on("textbox", &say("fan_label")).await;
    let fan = page.filled(&say("fan_label")).await;
    page.press(ENTER).await;
    page.logs(&say("outcome_added"), &fan).await;
    page.tab_to("button", &fill("undo_label", &[("fan", &spoken(&fan))])).await;
    page.press(ENTER).await;
    page.logs(&say("outcome_removed"), &fan).await;
    until("the focus somewhere useful", async || (!page.focused().await.0.is_empty()).then_some(())).await;
}

#[tokio::test]
async fn a_list_from_its_check_to_its_undoing() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    // Few enough to undo without a question, and slow enough not to end before it is stopped.
    let fans = service.strangers(service.first_account(), 24);
    let slow = json!({ "kind": "delay", "ms": 6000 });
    service.meets(&json!({ "method": "POST", "skip": 4, "count": null, "fault": slow }));
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.tab_to("button", &say("nav_lists")).await;
    page.press(ENTER).await;
    page.find("heading", &say("list_title")).await;
    page.paste_list(&fans.join("\n")).await;
    page.checked().await;

    let ready = say("list_ready_add");
    let look = fill("list_view_label", &[("group", &ready)]);
    page.tab_to("button", &look).await;
    page.press(ENTER).await;
    page.find("region", &ready).await;
    page.press(ESCAPE).await;
    page.lacks("region", &ready).await;
    page.focus_is_on("button", &look).await;
    page.tab_to("button", &fill("start_button_add", &[("shown", "24")])).await;
    page.press(ENTER).await;
    page.counts_up(&say("outcome_added"), 4).await;

    page.tab_to("button", &say("stop")).await;
    page.press(ENTER).await;
    page.find("alertdialog", &say("batch_stop_title")).await;
    page.focus_is_on("button", &say("cancel")).await;
    page.press(ESCAPE).await;
    page.lacks("alertdialog", &say("batch_stop_title")).await;
    page.focus_is_on("button", &say("stop")).await;
    page.press(ENTER).await;
    page.focus_is_on("button", &say("cancel")).await;
    page.tab_to("button", &say("batch_stop_confirm")).await;
    page.press(ENTER).await;
    page.batch_ends().await;
    until("the focus somewhere useful", async || (!page.focused().await.0.is_empty()).then_some(())).await;

    let added = page.counts().await[&say("outcome_added")];
    let shown = added.to_string();
    page.tab_to("button", &fill("batch_undo_add", &[("shown", &shown)])).await;
    page.press(ENTER).await;
    page.sees(&say("batch_undoes")).await;
    page.batch_ends().await;
    assert_eq!(page.counts().await[&say("outcome_removed")], added);
}

#[tokio::test]
async fn the_focus_comes_back_after_menus_and_dialogs() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.practise().await;

    let account = page.account_button().await;
    page.tab_to("button", &account).await;
    page.press(ENTER).await;
    page.find("menu", &say("account_menu")).await;
    page.press(DOWN).await;
    page.press(ESCAPE).await;
    page.lacks("menu", &say("account_menu")).await;
    page.focus_is_on("button", &account).await;

    page.press(ENTER).await;
    page.find("menu", &say("account_menu")).await;
    until("the focus in the menu", async || (page.focused().await.0 == "menuitemradio").then_some(())).await;
    page.press(DOWN).await;
    page.press(ENTER).await;
    page.lacks("menu", &say("account_menu")).await;
    let chosen = until("the next account to be chosen", async || {
        Some(page.account_button().await).filter(|chosen| *chosen != account)
    })
    .await;
    page.focus_is_on("button", &chosen).await;

    page.tab_to("button", &say("nav_settings")).await;
    page.press(ENTER).await;
    page.find("heading", &say("settings_title")).await;
    page.tab_to("button", &say("settings_erase_button")).await;
    page.press(ENTER).await;
    page.find("alertdialog", &say("erase_title")).await;
    let (_, first) = page.focused().await;
    assert_ne!(first, say("erase_confirm"), "the dangerous button is not where the focus goes");
    for _ in 0..4 {
        page.press(TAB).await;
        let (_, inside) = page.focused().await;
        assert!(
            [say("erase_confirm"), say("cancel")].contains(&inside),
            "Tab left the dialog for {inside:?}"
        );
    }
    page.press(ESCAPE).await;
    page.lacks("alertdialog", &say("erase_title")).await;
    page.focus_is_on("button", &say("settings_erase_button")).await;
}
