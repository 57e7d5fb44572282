//! Whatever has several fans becomes a list: pasted into the field for one fan, or dropped on any screen. A list that was
//! started can be run for another account.

use velvet_tests::app::{App, Start};
use velvet_tests::axe;
use velvet_tests::desktop::Desktop;
use velvet_tests::files;
use velvet_tests::person::{CONTROL, ENTER};
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn several_fans_pasted_into_add_become_a_list() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fans = service.strangers(account, 4);
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;

    // A field of several lines takes them to the clipboard.
    page.open_lists().await;
    page.fill(&say("list_paste"), &fans[..3].join(&ENTER.to_string())).await;
    page.press_with(CONTROL, 'a').await;
    page.press_with(CONTROL, 'c').await;
    page.open_add().await;
    page.click("textbox", &say("fan_label")).await;
    page.press_with(CONTROL, 'v').await;
    page.find("button", &fill("fan_add_list", &[("shown", "3")])).await;
    page.sees(&say("fan_hint_list")).await;
    axe::check(page, "several fans in the field").await;
    let asked = service.request_count();
    page.press(ENTER).await;
    page.checks_as(&[("ready", 3)]).await;
    assert_eq!(service.request_count(), asked, "a check sends nothing");
    page.start_list(3).await;
    page.batch_ends().await;
    assert!(fans[..3].iter().all(|fan| service.is_vip(account, fan)));

    // What was typed in one line as well.
    page.open_add().await;
    page.fill(&say("fan_label"), &fans[2..].join(", ")).await;
    page.click("button", &fill("fan_add_list", &[("shown", "2")])).await;
    page.checks_as(&[("ready", 1), ("vip", 1)]).await;
    assert!(!service.is_vip(account, &fans[3]));
}

#[tokio::test]
async fn a_file_can_be_dropped_on_every_screen() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let file = desktop.path().join("Friday.csv");
    files::put(&file, service.strangers(service.first_account(), 3).join("\n"));
    let start = Start::on(&desktop).service(&service.url);

    let app = start.open().await;
    app.page.is_first_start().await;
    app.drop_file(&file).await;
    app.page.find("heading", "Friday.csv").await;
    app.page.checks_as(&[("ready", 3)]).await;
    app.page.needs_key().await;
    app.page.click("button", &say("cancel")).await;
    app.page.click("button", &say("nav_add")).await;
    app.page.is_first_start().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;

    for screen in ["nav_add", "nav_lists", "nav_vips", "nav_log", "nav_settings"] {
        app.page.click_beginning("button", &say(screen)).await;
        app.drop_file(&file).await;
        app.page.find("heading", "Friday.csv").await;
        app.page.checks_as(&[("ready", 3)]).await;
        app.page.click("button", &say("cancel")).await;
        app.page.find("button", &say("list_open")).await;
    }
    // And on a batch.
    app.drop_file(&file).await;
    app.page.start_list(3).await;
    app.page.batch_ends().await;
    app.drop_file(&file).await;
    app.page.checks_as(&[("vip", 3)]).await;
}

#[tokio::test]
async fn a_started_list_runs_for_another_account_after_a_check_of_its_own() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let alive: Vec<_> = service.accounts.iter().filter(|one| one.session == "alive").collect();
    let [first, other] = alive[..] else { panic!("two accounts with an active session") };
    let fans: Vec<String> =
        service.strangers(first, 9).into_iter().filter(|fan| !service.is_vip(other, fan)).take(3).collect();
    let app = App::at_work(&desktop, &service).await;
    let page = &app.page;
    page.open_lists().await;
    page.paste_list(&fans.join("\n")).await;
    page.checks_as(&[("ready", 3)]).await;
    page.start_list(3).await;
    page.batch_ends().await;
    let vips = service.vips(first);
    assert!(fans.iter().all(|fan| vips.contains(fan)) && !service.is_vip(other, &fans[0]));

    let also = fill("list_also_for", &[("account", &other.name)]);
    page.tab_to("button", &also).await;
    axe::check(page, "a batch whose list can be run again").await;
    page.press(ENTER).await;
    // Nothing was added to that account before, so everyone is ready.
    page.checks_as(&[("ready", 3)]).await;
    assert!(page.account_button().await.contains(&other.name));
    assert!(!service.is_vip(other, &fans[0]), "a check sends nothing");
    page.start_list(3).await;
    page.batch_ends().await;
    assert!(fans.iter().all(|fan| service.is_vip(other, fan)));
    assert_eq!(service.vips(first), vips, "what was started first stays");

    // Back for the first account: its own check knows that everyone was added.
    page.click("button", &fill("list_also_for", &[("account", &first.name)])).await;
    page.checks_as(&[("vip", 3)]).await;
    page.click("button", &say("cancel")).await;
    page.click_beginning("button", &say("batch_pasted")).await;
    page.find("group", &say("batch_show")).await;
}
