//! Items that the service told to wait: shown, stopped, and out of the way when the app ends.

#![allow(clippy::large_futures)] // What happens meanwhile is part of the future; there is one of it.

mod common;

use common::Stage;
use velvet_core::view::{Mode, Outcome, Phase};
use velvet_practice::{Fault, Rule};

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_is_in_the_state_and_can_be_stopped() {
    let stage = Stage::ready().await;
    let (row, state) = stage
        .add_that_waits(async {
            let state = stage.app.app_state().await.unwrap();
            assert_eq!(stage.log().await[0].phase, Phase::Waiting);
            stage.app.stop_waiting(state.resting[0].item).await.unwrap();
            state
        })
        .await;
    let [resting] = &state.resting[..] else { panic!("{:?}", state.resting) };
    assert_eq!((&resting.account, &resting.fan, resting.item), (&stage.account(), &stage.fan(), row.item));
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Stopped), None));
    assert!(!stage.is_vip() && stage.app.app_state().await.unwrap().resting.is_empty());
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
    stage.app.add_vip(stage.account(), stage.fan()).await.unwrap_err();
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
            let practice = stage.app.set_mode(Mode::Practice).await.unwrap();
            assert!(practice.resting.is_empty());
            let live = stage.app.set_mode(Mode::Live).await.unwrap();
            stage.app.stop_waiting(live.resting[0].item).await.unwrap();
        })
        .await;
}
