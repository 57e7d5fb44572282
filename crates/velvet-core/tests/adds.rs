//! Adding, taking back, and what is refused before anything is sent.

mod common;

use common::Stage;
use velvet_core::view::{Action, Cause, ErrorCode, Outcome, Phase, SessionState};
use velvet_practice::{Fault, Rule};

#[tokio::test(flavor = "multi_thread")]
async fn an_added_fan_is_vip_at_the_service_and_in_the_log() {
    let stage = Stage::ready().await;
    let row = stage.add().await;
    assert_eq!((row.phase, row.outcome, row.action), (Phase::Done, Some(Outcome::Added), Action::Add));
    assert_eq!((row.account, row.fan), (stage.account(), stage.fan()));
    assert!(stage.is_vip() && row.can_undo && !row.undone);
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_takes_back_once_and_can_itself_be_taken_back() {
    let stage = Stage::ready().await;
    let added = stage.add().await;
    let removed = stage.app.undo(added.item).await.unwrap();
    assert_eq!(removed.outcome, Some(Outcome::Removed));
    assert!(!stage.is_vip());
    let failure = stage.app.undo(added.item).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::NothingToUndo);
    let back = stage.app.undo(removed.item).await.unwrap();
    assert_eq!((back.outcome, back.action), (Some(Outcome::Added), Action::Add));
    assert!(stage.is_vip());
    let undone: Vec<bool> = stage.log().await.iter().map(|row| row.undone).collect();
    assert_eq!(undone, [false, true, true], "newest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_failed_can_be_tried_again() {
    let stage = Stage::ready().await;
    let added = stage.add().await;
    stage.service.push_fault(Rule::new(Fault::Status { status: 403 }).method("DELETE"));
    let failed = stage.app.undo(added.item).await.unwrap();
    assert_eq!((failed.outcome, failed.cause), (Some(Outcome::Failed), Some(Cause::Forbidden)));
    assert!(stage.is_vip());
    assert_eq!(stage.app.undo(added.item).await.unwrap().outcome, Some(Outcome::Removed));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_refused_before_any_request() {
    let stage = Stage::ready().await;
    let native = stage.service.accounts()[0].native_id.clone();
    for (text, code) in [
        ("", ErrorCode::FanEmpty),
        ("8.43584E+17", ErrorCode::FanScientific),
        ("jamie", ErrorCode::FanLetters),
        ("123", ErrorCode::FanTooShort),
        (&stage.account(), ErrorCode::FanIsAccount),
        (&native, ErrorCode::FanIsCreator),
    ] {
        let failure = stage.app.add_vip(stage.account(), text.to_owned()).await.unwrap_err();
        assert_eq!(failure.code, code, "{text:?}");
    }
    let failure = stage.app.add_vip("fansly_other".to_owned(), stage.fan()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::AccountUnknown);
    assert_eq!(stage.writes(), 0);
    assert!(stage.log().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_add_belongs_to_its_account_whatever_is_chosen_meanwhile() {
    let stage = Stage::ready().await;
    let other = stage.service.accounts()[1].account_id.clone();
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 50 }).method("POST"));
    let switch = async {
        stage.service.received(2).await;
        stage.app.choose_account(other.clone()).await.unwrap()
    };
    let (row, state) = tokio::join!(stage.add(), switch);
    assert_eq!(state.chosen.as_deref(), Some(other.as_str()));
    assert_eq!(row.account, stage.account());
    assert!(stage.is_vip() && !stage.service.is_vip(&other, &stage.fan()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_fan_is_not_sent_twice_at_once() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 50 }).method("POST"));
    let second = async {
        stage.service.received(3).await;
        stage.app.add_vip(stage.account(), stage.fan()).await
    };
    let (first, second) = tokio::join!(stage.add(), second);
    assert_eq!(first.outcome, Some(Outcome::Added));
    assert_eq!(second.unwrap_err().code, ErrorCode::AlreadySending);
    assert_eq!(stage.writes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_is_noticed_and_shown() {
    let stage = Stage::ready().await;
    let expired =
        stage.service.accounts().into_iter().find(|one| one.session == "expired").unwrap().account_id;
    let row = stage.app.add_vip(expired.clone(), stage.fan()).await.unwrap();
    assert_eq!(row.cause, Some(Cause::SessionExpired));
    let state = stage.app.app_state().await.unwrap();
    let shown = state.accounts.iter().find(|account| account.id == expired).unwrap();
    assert_eq!(shown.session, SessionState::Expired);
    assert_eq!(stage.listener.states.lock().unwrap().len(), 1, "the window was told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intent_is_on_the_disk_before_the_request_leaves() {
    let stage = Stage::ready().await;
    let marks = || stage.listener.marks.lock().unwrap().len();
    let before = marks();
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 50 }).method("POST"));
    let look = async {
        stage.service.received(3).await;
        stage.log().await
    };
    let (_, seen) = tokio::join!(stage.add(), look);
    assert_eq!((seen.len(), seen[0].phase, seen[0].outcome), (1, Phase::Sending, None));
    assert!(marks() >= before + 2, "the window is told when it begins and when it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_is_not_idle_from_the_first_question_to_the_written_outcome() {
    let stage = Stage::ready().await;
    stage.app.idle().await;
    // The account's own id is asked for before the add leaves: that counts as well.
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 50 }).path("*/me"));
    let until_idle = async {
        stage.service.received(2).await;
        stage.app.idle().await;
        stage.log().await
    };
    let (added, log) = tokio::join!(stage.add(), until_idle);
    assert_eq!(log, [added], "idle only once the outcome is on the disk");
}
