//! Undoing a batch.

use std::sync::Arc;

use velvet_core::{
    engine::{Control, RunEnd},
    ledger::{NewBatch, StoredState},
    view::{Action, Cause, Outcome, PauseReason},
};
use velvet_practice::{Fault, Rule};

use crate::common::batch::{Workshop, items, new_batch};

#[tokio::test(flavor = "multi_thread")]
async fn undo_undoes_what_the_batch_did_and_nothing_else() {
    let shop = Workshop::new().await;
    let fans = shop.fans(10);
    let earlier = shop.write(&fans[..3], Action::Add);
    shop.run(earlier).await;
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 0, "it is being taken back");
    assert!(shop.ledger.write_undo(batch, 2).unwrap().is_none());
    shop.run(undo).await;
    assert_eq!(shop.vips_of(&fans), &fans[..3]);
    let record = shop.ledger.batch(undo).unwrap().unwrap();
    assert_eq!((record.undoes, record.counts.removed), (Some(batch), 7));
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_can_be_paused_and_survives_a_crash() {
    let shop = Workshop::new().await;
    let fans = shop.fans(200);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("DELETE").always());

    let going = shop.go(undo);
    shop.service.received(200 + 20).await;
    going.control.send(Control::Pause).unwrap();
    assert_eq!(going.ended().await, RunEnd::Paused(PauseReason::User));
    let counts = shop.counts(undo);
    assert!(counts.removed >= 20 && counts.waiting > 0 && counts.sending == 0, "{counts:?}");
    assert_eq!(
        shop.vips_of(&fans).len() as u64,
        200 - counts.removed,
        "nothing is claimed and nothing forgotten"
    );
    assert!(shop.ledger.write_undo(batch, 3).unwrap().is_none(), "it is still being taken back");

    let going = shop.go(undo);
    shop.service.received(shop.service.request_count() + 10).await;
    // The run ends in the middle, with requests in flight.
    going.end.abort();
    let _ = going.end.await;
    drop((going.control, going.progress));
    let (shop, _) = shop.reopened().await;
    let record = shop.ledger.batch(undo).unwrap().unwrap();
    assert_eq!(record.stored, StoredState::Paused(PauseReason::Interrupted));
    assert_eq!((record.undoes, record.counts.sending), (Some(batch), 0));
    assert!(record.counts.unconfirmed > 0 && record.counts.waiting > 0, "{:?}", record.counts);
    assert!(shop.ledger.write_undo(batch, 4).unwrap().is_none());

    assert_eq!(shop.run(undo).await, RunEnd::Ended);
    assert_eq!((shop.counts(undo).removed, shop.vips_of(&fans).len()), (200, 0));
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stopped_undo_left_can_still_be_undone() {
    let shop = Workshop::new().await;
    let fans = shop.fans(60);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("DELETE").always());
    let going = shop.go(undo);
    shop.service.received(60 + 10).await;
    going.control.send(Control::Stop).unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
    let left = 60 - shop.counts(undo).removed;
    assert!(left > 0 && shop.counts(undo).stopped == left);
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, left);
    let rest = shop.ledger.write_undo(batch, 3).unwrap().unwrap().id;
    assert_eq!(shop.run(rest).await, RunEnd::Ended);
    assert_eq!((shop.counts(rest).removed, shop.vips_of(&fans).len()), (left, 0));
}

/// After a crash while an undo was written, nothing of it was sent, so it can be requested again.
#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_was_not_written_whole_is_gone() {
    let shop = Workshop::new().await;
    let fans = shop.fans(10);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    let path = shop.ledger.path().to_owned();
    let Workshop { service, folder, clock, ledger, writer, api, account, in_flight } = shop;
    drop(ledger);
    let file = rusqlite::Connection::open(path).unwrap();
    file.execute("UPDATE batch SET state = 'writing' WHERE id = ?", [undo]).unwrap();
    file.execute("DELETE FROM item WHERE id IN (SELECT id FROM item WHERE batch = ? LIMIT 4)", [undo])
        .unwrap();
    drop(file);
    let ledger = Arc::new(crate::common::batch::open(folder.path()).ledger);
    let shop = Workshop { service, folder, clock, ledger, writer, api, account, in_flight };
    assert!(shop.ledger.batch(undo).unwrap().is_none());
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 10);
    let again = shop.ledger.write_undo(batch, 3).unwrap().unwrap().id;
    shop.run(again).await;
    assert_eq!((shop.counts(again).removed, shop.vips_of(&fans).len()), (10, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_leaves_alone_whom_somebody_added_again_since() {
    let shop = Workshop::new().await;
    let fans = shop.fans(3);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let again = NewBatch { again: true, ..new_batch(&shop.account, Action::Add) };
    let later = shop.ledger.write_batch(&again, items(&fans[..1]), &[], 1_795_000_900_000).unwrap().id;
    shop.run(later).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    shop.run(undo).await;
    assert_eq!(shop.vips_of(&fans), &fans[..1]);
    let rows = shop.results(undo);
    assert_eq!((rows[0].outcome, rows[0].cause), (Some(Outcome::Stopped), Some(Cause::Overtaken)));
}
