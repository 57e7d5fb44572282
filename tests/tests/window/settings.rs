//! Language, appearance, the window's position, and erasing everything.

use std::time::Duration;

use velvet_tests::app::{Start, TITLE};
use velvet_tests::desktop::Desktop;
use velvet_tests::processes::Program;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{Words, say};
use velvet_tests::{files, paths};

#[tokio::test]
async fn language_and_appearance_are_remembered() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    let app = start.open().await;
    app.page.practise().await;
    app.page.open_settings().await;
    app.page.wear("dark").await;
    app.page.click("radio", "Español").await;
    let spanish = Words::of("es");
    app.page.find("heading", &spanish.say("settings_title")).await;
    let language = app.page.script("return document.documentElement.lang", vec![]).await;
    assert_eq!(language, serde_json::json!("es"));
    app.page.click("button", &spanish.say("practice_exit")).await;
    app.page.find("heading", &spanish.say("start_title")).await;
    app.quit().await;

    let app = start.open().await;
    app.page.find("heading", &spanish.say("start_title")).await;
    assert_eq!(app.page.scheme().await, "dark");
}

#[tokio::test]
async fn a_dark_window_is_dark_from_its_first_moment_on() {
    /// The mean of the page's background color, before anything is drawn on it.
    const PLAIN: u64 = 0x13;
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    files::put(&start.data_folder().join("preferences.json"), r#"{ "appearance": "dark" }"#);
    let mut command = desktop.command(paths::app());
    command.envs(start.environment());
    let mut app = Program::start(&mut command, &desktop.logs().join("app.log"));
    let screen = desktop.screen();
    let window = until("the window", async || screen.windows(TITLE).pop()).await;
    // Watch until the page is drawn and stops changing. A driver would start to watch too late.
    let (mut before, mut still) = (0, 0);
    while still < 10 {
        let light = screen.lightness(&window).expect("the screen is there");
        assert!(light < 100, "as light as {light} of 255 for a moment");
        still = if light == before && light > PLAIN { still + 1 } else { 0 };
        before = light;
    }
    screen.close(window.id);
    app.ended_within(Duration::from_secs(20)).await.expect("a window that is closed ends its program");
}

#[tokio::test]
async fn the_window_comes_back_where_it_was() {
    let desktop = Desktop::start().await;
    let start = Start::on(&desktop);
    let app = start.open().await;
    let window = app.window().await;
    desktop.screen().place(window.id, (240, 120), (910, 640));
    velvet_tests::wait::until("the window to be placed", async || {
        let size = app.page.script("return [innerWidth, innerHeight]", vec![]).await;
        (size == serde_json::json!([910, 640])).then_some(())
    })
    .await;
    app.quit().await;

    let app = start.open().await;
    velvet_tests::wait::until("the window at its old place", async || {
        let window = app.window().await;
        ((window.x, window.y, window.width, window.height) == (240, 120, 910, 640)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn erasing_everything_leaves_nothing() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let fan = &service.strangers(account, 1)[0];
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.add_well(fan).await;
    app.page.open_settings().await;
    app.page.wear("dark").await;
    app.page.click("button", &say("settings_erase_button")).await;
    app.page.find("alertdialog", &say("erase_title")).await;
    app.page.click("button", &say("erase_confirm")).await;
    app.page.is_first_start().await;
    assert_eq!(desktop.kept_keys(), [""; 0]);
    assert_eq!(app.page.scheme().await, "light");
    app.quit().await;

    for file in files::below(&start.data_folder()) {
        let content = std::fs::read(&file).unwrap();
        let found = content.windows(fan.len()).any(|part| part == fan.as_bytes());
        assert!(!found, "{} still names the fan", file.display());
    }
    let app = start.open().await;
    app.page.is_first_start().await;
    assert_eq!(app.page.scheme().await, "light");
    assert!(service.is_vip(account, fan), "the VIP list stays as it is");
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&say("log_empty_title")).await;
}
