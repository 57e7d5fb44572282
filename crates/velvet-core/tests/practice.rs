//! Practice mode: the same app with a server and a ledger of its own.

use crate::common::Stage;
use velvet_core::view::{ErrorCode, KeyState, Mode, Notice, Outcome};

#[tokio::test(flavor = "multi_thread")]
async fn practice_needs_no_key_and_touches_nothing_real() {
    let stage = Stage::bare().await;
    let practice = stage.with_practice().await;
    let state = stage.app.modes().await.set(Mode::Practice).await.unwrap();
    assert_eq!((state.mode, state.key, state.accounts.len()), (Mode::Practice, KeyState::None, 3));
    let (account, fan) = (state.chosen.unwrap(), practice.samples(1)[0].0.clone());
    let row = stage.app.items().await.add(account.clone(), fan.clone()).await.unwrap();
    assert_eq!(row.outcome, Some(Outcome::Added));
    assert!(practice.is_vip(&account, &fan));
    assert_eq!(stage.service.request_count(), 0, "the real service heard nothing");
    assert_eq!(
        stage.app.modes().await.set(Mode::Live).await.unwrap().log.total,
        0,
        "the real log has nothing of it"
    );
}

/// An outdated page asks for a row of the log that it still shows.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_one_log_is_never_taken_for_a_row_of_the_other() {
    let stage = Stage::ready().await;
    let practice = stage.with_practice().await;
    let real = stage.add().await;
    stage.app.modes().await.set(Mode::Practice).await.unwrap();
    let fan = practice.samples(1)[0].0.clone();
    let practised =
        stage.app.items().await.add(practice.accounts()[0].account_id.clone(), fan).await.unwrap();
    assert_eq!(stage.app.items().await.undo(real.item).await.unwrap_err().code, ErrorCode::NothingToUndo);
    stage.app.modes().await.set(Mode::Live).await.unwrap();
    assert_eq!(
        stage.app.items().await.undo(practised.item).await.unwrap_err().code,
        ErrorCode::NothingToUndo
    );
    assert!(stage.is_vip());
}

/// The same for a batch.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_one_ledger_is_never_taken_for_a_batch_of_the_other() {
    let stage = Stage::ready().await;
    let practice = stage.with_practice().await;
    let fans = stage.fans(0..3);
    let real = stage.until_ended(stage.begin(&fans).await.id).await;
    stage.app.modes().await.set(Mode::Practice).await.unwrap();
    // A single item is a batch as well.
    let (one, other) = (practice.samples(2)[0].0.clone(), practice.samples(2)[1].0.clone());
    stage.app.items().await.add(practice.accounts()[0].account_id.clone(), one).await.unwrap();
    let practised = stage.until_ended(stage.begin(&[other]).await.id).await;
    for batch in [real.id, real.id + 1] {
        assert_eq!(
            stage.app.batches().await.undo(batch).await.unwrap_err().code,
            ErrorCode::BatchNotPossible
        );
    }
    stage.app.modes().await.set(Mode::Live).await.unwrap();
    for batch in [practised.id, practised.id - 1] {
        assert_eq!(stage.app.batches().await.get(batch).await.unwrap_err().code, ErrorCode::BatchNotPossible);
    }
    assert_eq!(stage.vips(&fans), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_is_remembered_and_its_absence_is_said() {
    let stage = Stage::ready().await;
    let practice = stage.with_practice().await;
    stage.app.modes().await.set(Mode::Practice).await.unwrap();
    let stage = stage.restarted();
    assert_eq!(stage.app.state().await.mode, Mode::Practice);
    drop(practice);
    *stage.practice.0.lock().unwrap() = None;
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.mode, state.notices), (Mode::Live, vec![Notice::PracticeUnavailable]));
}
