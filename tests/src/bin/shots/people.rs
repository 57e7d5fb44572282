//! Screenshots of fans by name, the VIP list, other lists of people, and several keys.

use velvet_tests::app::App;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::{ENTER, ESCAPE};
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, one, say};

use crate::album::Album;

pub async fn draw(album: &Album) {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = App::at_work(&desktop, &service).await;
    album.dress(&app).await;
    looked_up(album, &app, &service).await;
    list_of_names(album, &app, &service).await;
    vips(album, &app, &service).await;
    suggestions(album, &app).await;
    two_keys(album, &app, &service).await;
}

async fn looked_up(album: &Album, app: &App<'_>, service: &Service) {
    let page = &app.page;
    let (_, name) = service.named_stranger(service.first_account());
    for (text, words, shot) in [
        (format!("@{name}"), "lookup_title_one", "people-looked-up"),
        (name[..1].to_owned(), "lookup_title_many", "people-looked-up-many"),
        ("@nobody.is.called.so".to_owned(), "lookup_none_advice", "people-looked-up-nobody"),
    ] {
        page.fill(&say("fan_label"), &text).await;
        page.find("button", &say("fan_look_up")).await;
        page.press(ENTER).await;
        page.sees(&say(words)).await;
        album.take(app, shot).await;
        page.click("textbox", &say("fan_label")).await;
        page.press(ESCAPE).await;
    }
}

async fn list_of_names(album: &Album, app: &App<'_>, service: &Service) {
    let page = &app.page;
    let account = service.first_account();
    let (fan, name) = service.named_stranger(account);
    let mut lines: Vec<_> = service.strangers(account, 24).into_iter().filter(|one| *one != fan).collect();
    lines.extend([name.clone(), "Jamie".to_owned(), "@somebody.else".to_owned(), "n/a".to_owned()]);
    page.open_lists().await;
    page.paste_list(&lines.join("\n")).await;
    page.checked().await;
    album.take(app, "people-list-names").await;
    page.click("button", &fill("list_names_look_up", &[("shown", "3")])).await;
    page.sees(&say("list_no_fan")).await;
    album.take(app, "people-list-found").await;
    page.click("button", &fill("list_view_label", &[("group", &say("list_by_name"))])).await;
    page.sees(&format!("@{name}")).await;
    album.take(app, "people-list-found-look").await;
    page.click("button", &say("close")).await;
    page.click("button", &say("cancel")).await;
}

async fn vips(album: &Album, app: &App<'_>, service: &Service) {
    let page = &app.page;
    let account = service.first_account();
    page.open_vips().await;
    album.take(app, "people-vips-unread").await;
    page.click("button", &say("people_load_vips")).await;
    page.sees(&say("people_known_once")).await;
    service.make_vip(account, &service.strangers(account, 1)[0]);
    page.click("button", &say("people_refresh")).await;
    page.sees(&one("people_came", &[("shown", "1")])).await;
    album.take(app, "people-vips").await;
    page.go_to_people().await;
    page.choose_people(2).await;
    album.take(app, "people-vips-chosen").await;
    page.click("button", &say("list_action_remove")).await;
    page.find("button", &fill("start_button_remove", &[("shown", "3")])).await;
    album.take(app, "people-vips-question").await;
    page.click("button", &say("cancel")).await;
}

async fn suggestions(album: &Album, app: &App<'_>) {
    let page = &app.page;
    page.click("radio", &say("people_source_supporters")).await;
    page.find("button", &say("people_load")).await;
    album.take(app, "people-supporters-unread").await;
    page.click("button", &say("people_load")).await;
    until("the people to be drawn", async || (!page.people().await.is_empty()).then_some(())).await;
    album.take(app, "people-supporters").await;
    page.click("radio", &say("people_source_subscribers")).await;
    page.click("button", &say("people_load")).await;
    until("the people to be drawn", async || (page.people().await.len() > 5).then_some(())).await;
    album.take(app, "people-subscribers").await;
}

async fn two_keys(album: &Album, app: &App<'_>, service: &Service) {
    let page = &app.page;
    page.open_settings().await;
    page.click("button", &say("key_add")).await;
    page.give_key(&service.keys[1]).await;
    page.sees(&fill("key_added", &[("number", "2")])).await;
    album.take(app, "people-two-keys").await;
}
