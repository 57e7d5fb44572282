//! The key is checked, saved, found again, and removed.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::person::CONTROL;
use velvet_tests::service::Service;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn a_wrong_key_is_refused_and_not_kept() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    app.page.give_key("not-the-key-of-anybody").await;
    app.page.sees(&say("problem_key_refused")).await;
    app.page.sees(&say("advice_key_refused")).await;
    assert_eq!(desktop.kept_keys(), [""; 0]);

    app.quit().await;
    let app = Start::on(&desktop).service(&service.url).open().await;
    app.page.is_first_start().await;
}

#[tokio::test]
async fn a_key_outlives_the_app_until_it_is_forgotten() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let start = Start::on(&desktop).service(&service.url);
    let account = service.first_account();
    let [kept, undone] = &service.strangers(account, 2)[..] else { unreachable!() };

    let app = start.open().await;
    // The credits are shown before they are used.
    app.page.sees(&say("key_check_credits")).await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.sees(&say("fan_hint")).await;
    assert_eq!(desktop.kept_keys(), [service.key.as_str()]);
    app.page.add_well(kept).await;
    app.page.add_well(undone).await;
    assert!(service.is_vip(account, kept) && service.is_vip(account, undone));
    app.page.click("button", &fill("undo_label", &[("fan", &spoken(undone))])).await;
    app.page.logs(&say("outcome_removed"), undone).await;
    assert!(!service.is_vip(account, undone));
    app.quit().await;

    let app = start.open().await;
    app.page.is_at_work().await;
    app.page.logs(&say("outcome_added"), kept).await;
    assert!(app.page.account_button().await.contains(&account.name));
    assert_eq!(app.page.rows().await.len(), 3);
    assert!(service.is_vip(account, kept) && !service.is_vip(account, undone));

    app.page.open_settings().await;
    app.page.click("button", &say("settings_key_remove")).await;
    app.page.answer(&say("remove_key_title"), &say("remove_key_confirm")).await;
    app.page.sees(&say("settings_key_removed")).await;
    assert_eq!(desktop.kept_keys(), [""; 0]);
    app.quit().await;
    start.open().await.page.needs_key().await;
}

#[tokio::test]
async fn each_reason_why_a_key_cannot_be_used_has_its_own_words() {
    let desktop = Desktop::start().await;
    // Nothing listens at the address that the app gets here.
    let app = Start::on(&desktop).open().await;
    for (given, problem) in [
        ("", "key_empty"),
        ("ofapi_3fa85f64-5717-4562-b3fc", "key_other_vendor"),
        ("fansly_acct_1234567890", "key_other_vendor"),
        ("two words", "key_malformed"),
        ("843584256474116096", "key_unlikely"),
        ("fansly_7d1c2b", "key_is_account"),
        ("looks-like-a-real-key-0123456789", "no_connection"),
    ] {
        app.page.give_key(given).await;
        app.page.sees(&say(&format!("problem_{problem}"))).await;
        app.page.sees(&say(&format!("advice_{problem}"))).await;
        // Clear the previous problem, so that it cannot be taken for the next one.
        app.page.fill(&say("key_label"), "").await;
    }
    assert_eq!(desktop.kept_keys(), [""; 0]);
}

#[tokio::test]
async fn a_key_that_is_still_on_the_clipboard_can_be_taken_from_it() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let app = Start::on(&desktop).service(&service.url).open().await;
    let page = &app.page;
    page.is_first_start().await;
    page.click("button", &say("key_show_label")).await;
    page.fill(&say("key_label"), &service.key).await;
    page.press_with(CONTROL, 'a').await;
    page.press_with(CONTROL, 'c').await;
    page.click("button", &say("key_check_and_save")).await;
    page.is_at_work().await;
    page.sees(&say("clipboard_note")).await;
    page.click("button", &say("clipboard_clear")).await;
    page.sees_no_more(&say("clipboard_note")).await;
    // Pasting yields nothing now.
    page.fill(&say("fan_label"), "").await;
    page.press_with(CONTROL, 'v').await;
    assert_eq!(page.filled(&say("fan_label")).await, "");
}
