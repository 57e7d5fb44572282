//! The app is killed in the middle of work and started again.

use serde_json::json;
use velvet_tests::app::Start;
use velvet_tests::desktop::Desktop;
use velvet_tests::ledger;
use velvet_tests::service::Service;
use velvet_tests::wait::until;
use velvet_tests::words::{fill, say, spoken};

/// `ANSWERED` fans are answered. `ON_THE_WAY` are in flight when the app dies, which is the most at once.
const ANSWERED: usize = 10;
const ON_THE_WAY: usize = 32;
/// Requests in flight that took effect.
const WITH_EFFECT: usize = 24;

#[tokio::test]
async fn killed_while_a_list_runs_every_fan_is_accounted_for_after_the_next_start() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let start = Start::on(&desktop).service(&service.url);
    let app = start.open().await;
    let fans = service.strangers(account, 60);
    let vips = service.vips(account);
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    app.page.open_lists().await;
    app.page.paste_list(&fans.join("\n")).await;
    app.page.choose_pace("fast").await;
    for (skip, count, effect) in [(ANSWERED, Some(WITH_EFFECT), true), (ANSWERED, None, false)] {
        let hang = json!({ "kind": "hang" });
        let rule = json!({ "method": "POST", "skip": skip, "count": count, "effect": effect, "fault": hang });
        service.meets(&rule);
    }
    app.page.start_list(fans.len()).await;
    let sent = || fans.iter().filter(|fan| service.asked("POST", account, fan) > 0).count();
    until("as many as leave at once to be on their way", async || {
        (sent() == ANSWERED + ON_THE_WAY).then_some(())
    })
    .await;
    app.page.counts_up(&say("outcome_added"), ANSWERED as u64).await;
    app.kill().await;
    service.goes_well();
    assert_eq!(service.vips(account).len(), vips.len() + ANSWERED + WITH_EFFECT);

    let app = start.open().await;
    app.page.is_at_work().await;
    app.page.sees(&say("batch_banner_needs_attention")).await;
    assert!(!app.page.has("button", &say("understood")).await, "nobody is sent to check them one by one");
    app.page.click("button", &say("batch_banner_show")).await;
    app.page.sees(&say("batch_paused_interrupted")).await;
    app.page.sees(&say("batch_paused_checks_too")).await;
    assert_eq!(app.page.counts().await[&say("outcome_unconfirmed")], ON_THE_WAY as u64);
    assert_eq!(sent(), ANSWERED + ON_THE_WAY, "nothing leaves before the user says so");
    app.page.click("button", &say("batch_resume")).await;
    app.page.sees(&fill("batch_ended", &[("parts", &fill("batch_part_added", &[("shown", "60")]))])).await;
    app.quit().await;

    let told = ledger::items(&start);
    assert_eq!(told.len(), fans.len());
    for (fan, outcome) in &told {
        assert_eq!((outcome.as_str(), service.is_vip(account, fan)), ("added", true), "{fan}");
    }
    assert_eq!(service.vips(account).len(), vips.len() + fans.len(), "and nobody else");
    let times = |times: usize| fans.iter().filter(|fan| service.asked("POST", account, fan) == times).count();
    // The VIP list confirms the adds that took effect. The others are not on it and are sent once more.
    let again = ON_THE_WAY - WITH_EFFECT;
    assert_eq!((times(1), times(2)), (fans.len() - again, again));
}

#[tokio::test]
async fn killed_on_the_way_a_single_add_is_unconfirmed_and_a_check_finds_out() {
    let desktop = Desktop::start().await;
    let service = Service::start(&desktop);
    let account = service.first_account();
    let start = Start::on(&desktop).service(&service.url);
    let fan = &service.strangers(account, 1)[0];
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    service.next_change_meets(&json!({ "kind": "hang" }), true);
    app.page.add(fan).await;
    until("the add to have its effect", async || service.is_vip(account, fan).then_some(())).await;
    app.kill().await;

    let app = start.open().await;
    app.page.logs(&say("outcome_unconfirmed"), fan).await;
    app.page.find("button", &say("understood")).await;
    app.page.click("button", &fill("check_label", &[("fan", &spoken(fan))])).await;
    app.page.logs(&say("outcome_added"), fan).await;
    assert_eq!(app.page.rows().await.len(), 1);
}
