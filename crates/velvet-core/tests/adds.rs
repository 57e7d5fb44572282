//! Adding, undoing, and what is refused before anything is sent.

use std::{collections::BTreeMap, time::Duration};

use crate::common::Stage;
use velvet_core::{
    ledger::Ledger,
    view::{Action, Cause, ErrorCode, Outcome, Phase, SessionState},
};
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
async fn undo_undoes_once_and_can_itself_be_undone() {
    let stage = Stage::ready().await;
    let added = stage.add().await;
    let removed = stage.app.items().await.undo(added.item).await.unwrap();
    assert_eq!(removed.outcome, Some(Outcome::Removed));
    assert!(!stage.is_vip());
    let failure = stage.app.items().await.undo(added.item).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::NothingToUndo);
    let back = stage.app.items().await.undo(removed.item).await.unwrap();
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
    let failed = stage.app.items().await.undo(added.item).await.unwrap();
    assert_eq!((failed.outcome, failed.cause), (Some(Outcome::Failed), Some(Cause::Forbidden)));
    assert!(stage.is_vip());
    assert_eq!(stage.app.items().await.undo(added.item).await.unwrap().outcome, Some(Outcome::Removed));
}

/// An ID like those of Fansly accounts, from 2026-10-10, and slips in it.
const LIKELY: &str = "967131174633754624";
const DOUBLED_DIGIT: &str = "9671311744633754624";
const DROPPED_DIGIT: &str = "96713117633754624";
const OTHER_DIGIT: &str = "967131174633754625";
const OTHER_FIRST_DIGIT: &str = "997131174633754624";

#[tokio::test(flavor = "multi_thread")]
async fn a_typo_is_sent_only_if_the_user_insists() {
    let stage = Stage::ready().await;
    let add = async |fan: &str| stage.app.items().await.add(stage.account(), fan.to_owned()).await;
    let requests = stage.service.request_count();
    for (fan, code) in [
        (DOUBLED_DIGIT, ErrorCode::FanUnlikelyLong),
        (DROPPED_DIGIT, ErrorCode::FanUnlikelyOld),
        (OTHER_FIRST_DIGIT, ErrorCode::FanUnlikelyFuture),
        ("967131174633816064", ErrorCode::FanUnlikelyKind),
    ] {
        assert_eq!(add(fan).await.unwrap_err().code, code, "{fan}");
    }
    assert_eq!((stage.service.request_count(), stage.log().await.len()), (requests, 0));
    let row = stage.app.items().await.add_anyway(stage.account(), DOUBLED_DIGIT.to_owned()).await.unwrap();
    assert_eq!((stage.writes(), row.created), (1, None));
    let row = add(LIKELY).await.unwrap();
    assert_eq!((stage.writes(), row.created), (2, Some(1_792_076_400_000)));
    // One wrong digit in 25 can't be seen.
    add(OTHER_DIGIT).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_19_digits_is_a_typo_until_2027() {
    let stage = Stage::ready().await;
    let fan = "1000365161808150528";
    let refused = stage.app.items().await.add(stage.account(), fan.to_owned()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::FanUnlikelyLong);
    stage.clock.passes(Duration::from_secs(100 * 24 * 3600));
    stage.app.items().await.add(stage.account(), fan.to_owned()).await.unwrap();
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
        let failure = stage.app.items().await.add(stage.account(), text.to_owned()).await.unwrap_err();
        assert_eq!(failure.code, code, "{text:?}");
    }
    let failure = stage.app.items().await.add("fansly_other".to_owned(), stage.fan()).await.unwrap_err();
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
        stage.app.accounts().await.choose(other.clone()).await.unwrap()
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
        stage.app.items().await.add(stage.account(), stage.fan()).await
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
    let row = stage.app.items().await.add(expired.clone(), stage.fan()).await.unwrap();
    assert_eq!(row.cause, Some(Cause::SessionExpired));
    let state = stage.app.state().await;
    let shown = state.accounts.iter().find(|account| account.id == expired).unwrap();
    assert_eq!(shown.session, SessionState::Expired);
    assert_eq!(stage.events.states.lock().unwrap().len(), 1, "the window was told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intent_is_on_the_disk_before_the_request_leaves() {
    let stage = Stage::ready().await;
    let marks = || stage.events.marks.lock().unwrap().len();
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
    // The account's native ID is requested before the add. The app is busy then, too.
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 50 }).path("*/me"));
    let until_idle = async {
        stage.service.received(2).await;
        stage.app.idle().await;
        stage.log().await
    };
    let (added, log) = tokio::join!(stage.add(), until_idle);
    assert_eq!(log, [added], "idle only once the outcome is on the disk");
}

/// Copies the ledger while the request is held back, and opens the copy.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_request_left_finds_the_intent_in_the_file() {
    let stage = Stage::ready().await;
    let copy = tempfile::tempdir().unwrap();
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 100 }).method("POST"));
    let crash = async {
        stage.service.received(3).await;
        for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
            std::fs::copy(stage.folder.path().join(name), copy.path().join(name)).unwrap();
        }
    };
    let (added, ()) = tokio::join!(stage.add(), crash);
    let opened = Ledger::open(&copy.path().join("ledger.sqlite3"), 1, 0).unwrap();
    assert_eq!(opened.interrupted, 1);
    let row = opened.ledger.row(added.item).unwrap().unwrap();
    assert_eq!((row.fan, row.cause), (stage.fan(), Some(Cause::Interrupted)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_account_that_is_gone_is_not_replaced_in_silence() {
    let stage = Stage::ready().await;
    let accounts = stage.service.accounts();
    stage.app.accounts().await.choose(accounts[1].account_id.clone()).await.unwrap();
    let listed = |ids: &[usize]| {
        let rows: Vec<String> = ids
            .iter()
            .map(|at| {
                format!(r#"{{"accountId":"{}","name":"{}"}}"#, accounts[*at].account_id, accounts[*at].name)
            })
            .collect();
        let body =
            format!(r#"{{"statusCode":200,"data":{{"success":true,"accounts":[{}]}}}}"#, rows.join(","));
        Rule::new(Fault::Reply { status: 200, headers: BTreeMap::new(), body }).path("/accounts")
    };
    stage.service.push_fault(listed(&[0, 2]));
    assert_eq!(stage.app.accounts().await.refresh().await.unwrap().chosen, None, "the user has to choose");
    stage.service.push_fault(listed(&[2, 1, 0]));
    let back = stage.app.accounts().await.refresh().await.unwrap().chosen;
    assert_eq!(back.as_deref(), Some(accounts[1].account_id.as_str()), "it is remembered all the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_later_reconciles_nothing_about_what_was_before() {
    let stage = Stage::ready().await;
    let lost = stage.add_with(Rule::new(Fault::Reset).effect(false)).await;
    assert!(lost.can_check);
    stage.app.items().await.retry(lost.item).await.unwrap();
    assert!(!stage.log().await[1].can_check);
    assert_eq!(stage.app.items().await.check(lost.item).await.unwrap_err().code, ErrorCode::NothingToCheck);
}

#[tokio::test(flavor = "multi_thread")]
async fn being_told_to_wait_says_nothing_about_an_account() {
    let stage = Stage::ready().await;
    let asked = || stage.service.requests().iter().filter(|one| one.path.ends_with("/me")).count();
    let told = Rule::new(Fault::TooFast { retry_after: 5, standard: false }).path("*/me");
    stage.service.push_fault(told.times(3));
    for fan in stage.fans(0..3) {
        stage.app.items().await.add(stage.account(), fan).await.unwrap();
    }
    assert_eq!(asked(), 3, "none of them was paid for");
    let own = stage.service.accounts()[0].native_id.clone();
    let refused = stage.app.items().await.add(stage.account(), own).await.unwrap_err();
    assert_eq!((refused.code, asked()), (ErrorCode::FanIsCreator, 4));
}

/// The fan was added, removed on the website, and added again. Undoing the first add would remove a VIP whom the user
/// wants.
#[tokio::test(flavor = "multi_thread")]
async fn an_add_that_was_repeated_later_cannot_be_undone() {
    let stage = Stage::ready().await;
    let first = stage.add().await;
    stage.service.set_vip(&stage.account(), &stage.fan(), false);
    let second = stage.add().await;
    assert_eq!(second.outcome, Some(Outcome::Added));
    let failure = stage.app.items().await.undo(first.item).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::NothingToUndo);
    assert!(stage.is_vip());
    let can_undo: Vec<bool> = stage.log().await.iter().map(|row| row.can_undo).collect();
    assert_eq!(can_undo, [true, false], "newest first");
    assert_eq!(stage.app.items().await.undo(second.item).await.unwrap().outcome, Some(Outcome::Removed));
}
