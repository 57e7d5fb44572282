//! Computers without a usable keychain.

use velvet_tests::app::Start;
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::files;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say};

#[tokio::test]
async fn without_a_keychain_the_key_lives_for_this_run_only_and_the_window_keeps_saying_so() {
    let desktop = Desktop::with(Keychain::Missing).await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&say("session_only_missing")).await;
    app.page.add_well(&service.strangers(service.first_account(), 1)[0]).await;
    app.page.open_settings().await;
    app.page.sees(&say("session_only_missing")).await;
    app.page.open_add().await;
    app.page.sees(&say("session_only_missing")).await;
    app.quit().await;

    let app = start.open().await;
    app.page.needs_key().await;
}

#[tokio::test]
async fn a_keychain_that_has_no_place_yet_is_not_called_missing_and_nothing_is_promised() {
    let desktop = Desktop::with(Keychain::Empty).await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    app.page.is_first_start().await;
    app.page.sees_no_more(&say("key_kept_secret_service")).await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&say("session_only_not_set_up")).await;
}

#[tokio::test]
async fn a_keychain_that_says_nothing_is_said_to_each_time_it_is_asked() {
    let desktop = Desktop::start().await;
    desktop.keyring().falls_silent();
    let start = Start::on(&desktop);
    let app = start.open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("keychain_locked_title")).await;
    app.page.sees(&say("key_kept_locked")).await;
    app.page.click("button", &say("keychain_check_again")).await;
    let said = fill("keychain_checked_at", &[("time", "|"), ("answer", &say("keychain_locked_title"))]);
    for part in said.split('|') {
        app.page.sees(part).await;
    }
    app.quit().await;
    let logs = files::below(&start.data_folder().join("logs"));
    let text: String = logs.iter().map(|log| std::fs::read_to_string(log).unwrap()).collect();
    assert!(text.contains("the keychain did not answer in time"), "{text}");
}

#[tokio::test]
async fn without_a_keychain_the_first_screen_says_so_and_promises_none() {
    let desktop = Desktop::with(Keychain::Missing).await;
    let app = Start::on(&desktop).open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("keychain_missing_title")).await;
    app.page.sees(&say("key_kept_session_only")).await;
    app.page.sees_no_more(&say("key_kept_secret_service")).await;
}
