//! Commands: shortcuts, the palette, the sheet of shortcuts, the menu of a row, and undo. And switching accounts by key.

use serde_json::json;
use velvet_tests::app::App;
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::page::Page;
use velvet_tests::person::{CONTROL, ENTER, ESCAPE, F1, F5, F10, SHIFT};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn everything_is_reached_by_shortcuts_and_the_palette() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fans = service.strangers(account, 2);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    for fan in &fans {
        page.add_well(fan).await;
    }

    for (key, title) in [('4', "nav_log"), ('5', "settings_title"), ('2', "list_title"), ('3', "nav_vips")] {
        page.press_with(CONTROL, key).await;
        page.focus_is_on("heading", &say(title)).await;
    }
    page.press_with(CONTROL, 'n').await;
    page.focus_is_on("textbox", &say("fan_label")).await;

    // A fan is found by a part of the ID, and the log shows the history.
    open_palette(page).await;
    axe::check(page, "the palette").await;
    page.type_here(&fans[0][2..14]).await;
    let hit = until("the fan in the palette", async || {
        let names = page.names("option").await;
        names.into_iter().find(|name| name.replace(' ', "").contains(&fans[0]))
    })
    .await;
    assert!(hit.contains(&say("palette_fan_logged")), "{hit}");
    axe::check(page, "the palette with a fan").await;
    page.press(ENTER).await;
    page.lacks("dialog", &say("command_palette")).await;
    page.finds(&[&fans[0]]).await;

    // The palette also has the commands themselves, by any word of theirs.
    open_palette(page).await;
    page.type_here(&say("appearance_dark")).await;
    page.find("option", &fill("command_appearance", &[("choice", &say("appearance_dark"))])).await;
    page.press(ENTER).await;
    until("the dark page", async || (page.scheme().await == "dark").then_some(())).await;

    page.press(F1).await;
    page.find("dialog", &say("command_shortcuts")).await;
    axe::check(page, "the sheet of shortcuts").await;
    page.press_with(CONTROL, '5').await;
    page.press(ESCAPE).await;
    page.lacks("dialog", &say("command_shortcuts")).await;
    assert!(page.has("heading", &say("nav_log")).await, "no shortcut acts below a dialog");

    // The menu of a row, by key and by mouse.
    page.script("document.querySelector('[role=row][data-item]').focus()", vec![]).await;
    page.press_with(SHIFT, F10).await;
    let menu = fill("row_menu", &[("fan", &spoken(&fans[0]))]);
    page.find("menu", &menu).await;
    axe::check(page, "the menu of a row").await;
    page.press(ESCAPE).await;
    page.lacks("menu", &menu).await;
    until("the focus on the row", async || (page.focused().await.0 == "row").then_some(())).await;
    page.right_click("checkbox", &fill("table_select", &[("name", &spoken(&fans[0]))])).await;
    page.find("menu", &menu).await;
    assert_eq!(app.windows().len(), 1, "the web view shows no menu of its own");
    page.click("menuitem", &say("undo")).await;
    until("the fan off the list", async || (!service.is_vip(account, &fans[0])).then_some(())).await;
}

#[tokio::test]
async fn the_last_change_is_undone_by_key_but_not_while_typing() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fans = service.strangers(account, 2);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    for fan in &fans {
        page.add_well(fan).await;
    }
    page.focus_is_on("textbox", &say("fan_label")).await;
    page.type_here("half").await;
    page.press_with(CONTROL, 'z').await;
    page.script("document.activeElement.blur()", vec![]).await;
    assert!(fans.iter().all(|fan| service.is_vip(account, fan)), "the keys are those of the field");

    for fan in fans.iter().rev() {
        page.press_with(CONTROL, 'z').await;
        let what = fill("change_added", &[("fan", &spoken(fan)), ("account", &account.name)]);
        page.hears(&fill("undone_what", &[("what", &what)])).await;
        assert!(!service.is_vip(account, fan));
    }
    let requests = service.request_count();
    page.press_with(CONTROL, 'z').await;
    open_palette(page).await;
    let offered = page.names("option").await;
    assert!(offered.len() > 5 && !offered.iter().any(|name| name.starts_with(&say("undo"))), "{offered:?}");
    assert_eq!(service.request_count(), requests, "nothing is left to undo");
}

#[tokio::test]
async fn the_window_is_no_browser() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.fill(&say("fan_label"), "half typed").await;
    page.script("window.stays = true", vec![]).await;
    page.press(F5).await;
    for key in ['r', 'p'] {
        page.press_with(CONTROL, key).await;
    }
    page.right_click("heading", &say("add_title")).await;
    open_palette(page).await;
    page.press(ESCAPE).await;
    page.lacks("dialog", &say("command_palette")).await;
    assert_eq!(page.script("return window.stays", vec![]).await, json!(true), "the page was loaded again");
    assert_eq!(page.filled(&say("fan_label")).await, "half typed");
    assert_eq!(app.windows().len(), 1, "neither a menu nor a dialog of the web view");
    // The web view of Windows would act on these keys unless the page prevents it.
    let answers = "const is = (on, event) => on.dispatchEvent(event);
        const of = { bubbles: true, cancelable: true };
        const menu = (on) => is(document.querySelector(on), new MouseEvent('contextmenu', of));
        const key = (key, more) => is(document.body, new KeyboardEvent('keydown', { key, ...of, ...more }));
        return [menu('h1'), menu('#fan'), key('F5'), key('p', { ctrlKey: true }), key('c', { ctrlKey: true })]";
    let expected = json!([false, true, false, false, true]);
    assert_eq!(page.script(answers, vec![]).await, expected, "fields keep their menu, and copying works");
}

#[tokio::test]
async fn the_account_is_named_and_switched_by_key() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let first = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    let button = |name: &str| fill("fan_add_to", &[("account", name)]);
    let edge = "return getComputedStyle(document.querySelector('.edge')).backgroundColor";
    page.find("button", &button(&first.name)).await;
    let color = page.script(edge, vec![]).await;

    page.press_with_all(&[CONTROL, SHIFT], 'a').await;
    page.focus_is_on("combobox", &say("command_switch_account")).await;
    axe::check(page, "the choice of accounts").await;
    let others: Vec<_> = service.accounts.iter().filter(|one| one.id != first.id).collect();
    let second = others.iter().find(|one| one.session == "alive").unwrap();
    page.type_here(&second.name).await;
    page.press(ENTER).await;
    page.hears(&fill("account_switched", &[("name", &second.name)])).await;
    page.find("button", &button(&second.name)).await;
    assert_ne!(page.script(edge, vec![]).await, color, "the edge has the account's color");

    // What is added now is added there, and only there.
    let fan = service.strangers(second, 1).remove(0);
    page.add_well(&fan).await;
    assert!(service.is_vip(second, &fan));
    assert_eq!(service.asked("POST", first, &fan), 0);
    for (key, title) in [('4', "nav_log"), ('5', "settings_title")] {
        page.press_with(CONTROL, key).await;
        page.focus_is_on("heading", &say(title)).await;
        let chosen = page.account_button().await;
        assert!(chosen.contains(&second.name), "{chosen}");
    }
}

async fn open_palette(page: &Page) {
    page.press_with(CONTROL, 'k').await;
    page.focus_is_on("combobox", &say("command_palette")).await;
}
