//! The first start: a fan is added in practice mode, and the add is undone.

use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::words::{fill, say, spoken};

#[tokio::test]
async fn practice_adds_a_fan_and_takes_it_back() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.is_first_start().await;
    page.practise().await;
    page.find("complementary", &say("practice_banner")).await;

    let fan = page.choose_sample().await;
    page.send_fan().await;
    let added = page.logs(&say("outcome_added"), &fan).await;
    assert!(added.buttons.contains(&fill("undo_label", &[("fan", &spoken(&fan))])), "{added:?}");
    page.sees(&say("fan_hint_practice")).await;

    page.click("button", &fill("undo_label", &[("fan", &spoken(&fan))])).await;
    let removed = page.logs(&say("outcome_removed"), &fan).await;
    assert_eq!(removed.account, added.account);
    let rows = page.rows().await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[1].result.contains(&say("outcome_undone")), "{rows:?}");
    assert!(desktop.kept_keys().is_empty(), "practice has nothing to do with the keychain");
}

#[tokio::test]
async fn practice_can_be_left_and_is_remembered_apart() {
    let desktop = Desktop::start().await;
    let app = Start::on(&desktop).open().await;
    let page = &app.page;
    page.practise().await;
    let fan = page.choose_sample().await;
    page.send_fan().await;
    page.logs(&say("outcome_added"), &fan).await;

    page.click("button", &say("practice_exit")).await;
    page.is_first_start().await;
    page.practise().await;
    page.logs(&say("outcome_added"), &fan).await;
}
