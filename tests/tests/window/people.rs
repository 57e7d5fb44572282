//! People are looked up by name, listed as VIPs or subscribers, and added; and a second key is used.

use velvet_tests::app::App;
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::ENTER;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, one, say};

#[tokio::test]
async fn a_name_is_looked_up_confirmed_and_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let (fan, name) = service.named_stranger(account);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;

    page.fill(&say("fan_label"), &format!("@{name}")).await;
    page.find("button", &say("fan_look_up")).await;
    page.press(ENTER).await;
    page.sees(&say("lookup_title_one")).await;
    assert!(!service.is_vip(account, &fan), "nothing is sent before it is confirmed");
    axe::check(page, "somebody who was looked up").await;
    // The button of the fan who was found has the focus.
    until("the focus on the one who was found", async || {
        let (role, words) = page.focused().await;
        (role == "button" && words.starts_with(&fill("fan_add_to", &[("account", "")]))).then_some(())
    })
    .await;
    // The app ignores an Enter that comes right after the search, since it may belong to it.
    until("Enter to be taken", async || {
        page.press(ENTER).await;
        service.is_vip(account, &fan).then_some(())
    })
    .await;
    page.logs(&say("outcome_added"), &fan).await;
    assert!(service.is_vip(account, &fan));

    let asked = service.request_count();
    page.fill(&say("fan_label"), "@nobody.is.called.so").await;
    page.press(ENTER).await;
    page.sees(&say("lookup_none_advice")).await;
    assert!(service.request_count() > asked && service.asked("POST", account, &fan) == 1);
}

#[tokio::test]
async fn names_in_a_list_are_looked_up_seen_and_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let (fan, name) = service.named_stranger(account);
    let other = service.strangers(account, 2).into_iter().find(|one| *one != fan).expect("there are two");
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;

    page.open_lists().await;
    page.paste_list(&format!("{other}\n@{name}\n@nobody.is.called.so")).await;
    let groups = page.checked().await;
    assert_eq!(groups, [("name".to_owned(), 2), ("ready".to_owned(), 1)].into());
    axe::check(page, "a list with names").await;
    let asked = service.request_count();
    page.click("button", &fill("list_names_look_up", &[("shown", "2")])).await;
    page.sees(&say("list_no_fan")).await;
    assert!(service.request_count() > asked && !service.is_vip(account, &fan));
    let found = [("ready", 1), ("by_name", 1), ("not_a_fan", 1)];
    assert_eq!(page.checked().await, found.map(|(kind, count)| (kind.to_owned(), count)).into());
    page.click("button", &fill("list_view_label", &[("group", &say("list_by_name"))])).await;
    page.sees(&format!("@{name}")).await;
    axe::check(page, "who was found for the names of a list").await;
    page.click("button", &say("close")).await;
    page.start_list(2).await;
    page.batch_ends().await;
    assert!(service.is_vip(account, &fan) && service.is_vip(account, &other));
}

#[tokio::test]
async fn the_vip_list_is_read_chosen_from_removed_and_undone() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_vips().await;
    axe::check(page, "a VIP list that was never read").await;
    page.click("button", &say("people_load_vips")).await;
    page.sees(&say("people_known_once")).await;
    until("the people to be drawn", async || (page.people().await.len() > 5).then_some(())).await;
    axe::check(page, "the VIP list").await;
    let before = service.vips(account);

    page.go_to_people().await;
    let chosen = page.choose_people(2).await;
    assert!(chosen.iter().all(|fan| before.contains(fan)));
    axe::check(page, "the VIP list with three chosen").await;
    page.click("button", &say("list_action_remove")).await;
    let title = fill("people_ask_remove", &[("shown", "3"), ("account", &account.name)]);
    page.find("alertdialog", &title).await;
    assert_eq!(service.vips(account).len(), before.len(), "nothing is sent before it was read");
    page.answer(&title, &fill("start_button_remove", &[("shown", "3")])).await;
    until("three to be gone", async || (service.vips(account).len() == before.len() - 3).then_some(())).await;
    let now = service.vips(account);
    assert!(chosen.iter().all(|fan| !now.contains(fan)));

    page.click("button", &fill("started_show_label", &[("account", &account.name)])).await;
    page.batch_ends().await;
    page.click("button", &fill("batch_undo_remove", &[("shown", "3")])).await;
    page.sees(&say("batch_undoes")).await;
    page.batch_ends().await;
    assert_eq!(service.vips(account), before);

    // The list changes on the website.
    let comes = service.strangers(account, 1).remove(0);
    service.make_vip(account, &comes);
    page.open_vips().await;
    page.click("button", &say("people_refresh")).await;
    page.sees(&one("people_came", &[("shown", "1")])).await;
}

#[tokio::test]
async fn suggestions_are_read_chosen_from_and_added() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_vips().await;
    let asked = service.request_count();
    page.click("radio", &say("people_source_subscribers")).await;
    page.find("button", &say("people_load")).await;
    assert_eq!(service.request_count(), asked, "nothing is read by itself");
    page.click("button", &say("people_load")).await;
    until("the people to be drawn", async || (page.people().await.len() > 5).then_some(())).await;
    axe::check(page, "subscribers").await;
    page.go_to_people().await;
    let chosen = page.choose_people(3).await;
    let new = chosen.iter().filter(|fan| !service.is_vip(account, fan)).count();
    let vips = service.vips(account).len();
    page.click("button", &say("list_action_add")).await;
    let title = fill("people_ask_add", &[("shown", "4"), ("account", &account.name)]);
    page.answer(&title, &fill("start_button_add", &[("shown", "4")])).await;
    until("them to be VIP", async || (service.vips(account).len() == vips + new).then_some(())).await;
    assert!(chosen.iter().all(|fan| service.is_vip(account, fan)));
}

#[tokio::test]
async fn a_second_key_is_added_and_removed() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_settings().await;
    page.click("button", &say("key_add")).await;
    page.give_key(&service.keys[1]).await;
    page.sees(&fill("key_added", &[("number", "2")])).await;
    page.sees(&say("keys_apart")).await;
    axe::check(page, "two keys").await;
    page.click("button", &fill("key_remove_label", &[("number", "2")])).await;
    page.answer(&fill("remove_key_one_title", &[("number", "2")]), &say("remove_key_confirm")).await;
    page.sees_no_more(&say("keys_apart")).await;
    page.open_add().await;
    page.is_at_work().await;
}
