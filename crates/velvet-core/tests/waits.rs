//! Single items that wait because the server asked to: they are shown, can be stopped, and do not delay the end of the
//! app.

#![allow(clippy::large_futures)] // Only one: it includes what happens in the meantime.

use std::time::Duration;

use crate::common::Stage;
use secrecy::SecretString;
use velvet_core::{
    clock::Clock,
    view::{Cause, ErrorCode, Mode, Outcome, Phase, WaitReason},
};
use velvet_practice::{Fault, Rule};

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_is_in_the_state_and_can_be_stopped() {
    let stage = Stage::ready().await;
    let (row, state) = stage
        .add_that_waits(async {
            let state = stage.app.state().await;
            assert_eq!(stage.log().await[0].phase, Phase::Waiting);
            stage.app.items().await.stop_waiting(state.resting[0].item).await.unwrap();
            state
        })
        .await;
    let [resting] = &state.resting[..] else { panic!("{:?}", state.resting) };
    assert_eq!((&resting.account, &resting.fan, resting.item), (&stage.account(), &stage.fan(), row.item));
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Stopped), None));
    assert!(!stage.is_vip() && stage.app.state().await.resting.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_says_wait_nothing_is_given_a_second() {
    let stage = Stage::ready().await;
    let row = stage.add_with(Rule::new(Fault::TooFast { retry_after: 0, standard: false }).times(3)).await;
    assert_eq!(row.outcome, Some(Outcome::Added));
    let slept = stage.clock.slept.lock().unwrap().clone();
    assert_eq!(slept.len(), 3);
    assert!(slept.iter().all(|wait| wait.as_secs() >= 1), "{slept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_the_app_stops_what_waits_and_closes_the_ledger() {
    let stage = Stage::ready().await;
    let (row, ()) = stage.add_that_waits(stage.app.finish()).await;
    assert_eq!(row.outcome, Some(Outcome::Stopped));
    let beside = stage.folder.path().join("ledger.sqlite3-wal");
    assert!(!beside.exists(), "all of it is in the one file");
    stage.app.items().await.add(stage.account(), stage.fan()).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_does_not_wait_for_what_waits() {
    let stage = Stage::ready().await;
    let (row, state) = stage.add_that_waits(stage.app.erase_everything()).await;
    assert_eq!(row.outcome, Some(Outcome::Stopped));
    assert_eq!(state.unwrap().log.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_in_one_log_is_not_told_in_the_other() {
    let stage = Stage::ready().await;
    let _practice = stage.with_practice().await;
    stage
        .add_that_waits(async {
            let practice = stage.app.modes().await.set(Mode::Practice).await.unwrap();
            assert!(practice.resting.is_empty());
            let live = stage.app.modes().await.set(Mode::Live).await.unwrap();
            stage.app.items().await.stop_waiting(live.resting[0].item).await.unwrap();
        })
        .await;
}

/// Returns the number of requests with the server's first key.
fn with_first_key(stage: &Stage) -> usize {
    let own: Vec<_> = stage.service.keys()[0].accounts.iter().map(|one| one.account_id.clone()).collect();
    let of_it = |path: &str| own.iter().any(|account| path.contains(account.as_str()));
    stage.service.requests().iter().filter(|request| of_it(&request.path)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_key_ends_its_waits_and_is_never_sent_again() {
    let stage = Stage::ready().await;
    let (row, before) = stage
        .add_that_waits(async {
            let before = with_first_key(&stage);
            stage.app.keys().await.remove(1).await.unwrap();
            // Whatever still waits would be sent now.
            stage.clock.moves_on();
            before
        })
        .await;
    assert_eq!(with_first_key(&stage), before, "the removed key was sent");
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Failed), Some(Cause::KeyRemoved)));
    assert_eq!(stage.writes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_key_ends_its_waits_and_is_never_sent_again() {
    let stage = Stage::ready().await;
    let (row, before) = stage
        .add_that_waits(async {
            let before = with_first_key(&stage);
            let other = stage.service.keys()[1].key.clone();
            stage.app.keys().await.replace(1, SecretString::from(other)).await.unwrap();
            stage.clock.moves_on();
            before
        })
        .await;
    assert_eq!(with_first_key(&stage), before, "the replaced key was sent");
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Failed), Some(Cause::KeyRemoved)));
    assert_eq!(stage.writes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_that_waits_ends_with_its_key() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::TooFast { retry_after: 20, standard: false }).path("*/chats*"));
    stage.clock.stands_still();
    let then = async {
        stage.clock.sleeping.notified().await;
        let before = with_first_key(&stage);
        stage.app.keys().await.remove(1).await.unwrap();
        stage.clock.moves_on();
        before
    };
    let (found, before) =
        tokio::join!(stage.app.people().await.look_up(stage.account(), "somebody".to_owned()), then);
    assert_eq!(found.unwrap_err().code, ErrorCode::Service(Cause::KeyRemoved));
    assert_eq!(with_first_key(&stage), before, "the removed key was sent");
}

const HOUR: Duration = Duration::from_secs(3600);

/// Returns a stage whose server asked for a wait of a day, in the reply to an add that was then stopped.
async fn told_to_wait_a_day() -> Stage {
    let stage = Stage::ready().await;
    let (row, ()) = stage
        .add_that_waits_for(86_400, async {
            let state = stage.app.state().await;
            stage.app.items().await.stop_waiting(state.resting[0].item).await.unwrap();
        })
        .await;
    assert_eq!(row.outcome, Some(Outcome::Stopped));
    stage.clock.moves_on();
    stage.clock.slept.lock().unwrap().clear();
    stage
}

/// Returns how long the next add waits before it is sent.
async fn waits_before_the_next(stage: &Stage) -> Duration {
    let before = stage.clock.elapsed();
    assert_eq!(stage.add().await.outcome, Some(Outcome::Added));
    stage.clock.elapsed().saturating_sub(before)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_of_a_day_survives_a_restart() {
    let stage = told_to_wait_a_day().await.restarted();
    stage.clock.passes(HOUR);
    let waited = waits_before_the_next(&stage).await;
    assert!(waited >= HOUR * 23 && waited < HOUR * 24, "{waited:?}");
    let shown = stage.events.restings.lock().unwrap().iter().filter_map(|one| one.until).next_back().unwrap();
    let until = stage.clock.now();
    assert!((until - 60_000..=until + 60_000).contains(&shown), "{shown} is not about {until}");
    // The wait does not come back.
    let stage = stage.restarted();
    assert!(waits_before_the_next(&stage).await < HOUR);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_was_not_told_to_wait() {
    let stage = told_to_wait_a_day().await;
    let other = stage.service.keys()[1].clone();
    stage.app.keys().await.replace(1, SecretString::from(other.key)).await.unwrap();
    let stage = stage.restarted();
    let account = other.accounts[0].account_id.clone();
    let before = stage.clock.elapsed();
    stage.app.items().await.add(account, stage.fan()).await.unwrap();
    assert!(stage.clock.elapsed().saturating_sub(before) < HOUR);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_resumes_after_a_restart_says_until_when_it_waits() {
    let stage = told_to_wait_a_day().await.restarted();
    let until = stage.clock.now() + 86_400_000;
    stage.clock.stands_still();
    let batch = stage.begin(&stage.fans(0..3)).await.id;
    let waiting = stage.until(batch, |view| view.wait.is_some()).await.wait.unwrap();
    assert_eq!((waiting.why, stage.writes()), (WaitReason::Told, 1));
    assert!((until - 60_000..=until + 60_000).contains(&waiting.until), "{waiting:?}");
    stage.app.finish().await;
}
