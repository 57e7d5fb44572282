//! A computer without a keychain.

use velvet_tests::app::Start;
use velvet_tests::desktop::{Desktop, Keychain};
use velvet_tests::service::Service;
use velvet_tests::words::say;

#[tokio::test]
async fn without_a_keychain_the_key_lives_for_this_run_only_and_the_window_keeps_saying_so() {
    let desktop = Desktop::with(Keychain::Missing).await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&say("this_run_missing")).await;
    app.page.add_well(&service.strangers(service.first_account(), 1)[0]).await;
    app.page.open_settings().await;
    app.page.sees(&say("this_run_missing")).await;
    app.page.open_add().await;
    app.page.sees(&say("this_run_missing")).await;
    app.quit().await;

    let app = start.open().await;
    app.page.is_first_start().await;
}

#[tokio::test]
async fn without_a_keychain_the_first_screen_says_so_and_promises_none() {
    let desktop = Desktop::with(Keychain::Missing).await;
    let app = Start::on(&desktop).open().await;
    app.page.is_first_start().await;
    app.page.sees(&say("unread_missing_title")).await;
    app.page.sees_no_more(&say("key_kept_secret_service")).await;
}
