//! Answers that leave it unclear what was done.

use velvet_core::{
    engine::{Control, RunEnd},
    ledger::StoredState,
    view::{Action, Cause, Outcome, PauseReason},
};
use velvet_practice::{Fault, Rule};

use crate::common::{batch::Workshop, chats_are};

#[tokio::test(flavor = "multi_thread")]
async fn an_unclear_answer_is_reconciled_by_the_vip_list_or_sent_once_more() {
    for effect in [true, false] {
        let shop = Workshop::new().await;
        let fans = shop.fans(7);
        for fault in [Fault::Reset, Fault::TruncatedBody, Fault::EmptyBody] {
            shop.service.push_fault(Rule::new(fault).method("POST").effect(effect));
        }
        let batch = shop.write(&fans, Action::Add);
        shop.run(batch).await;
        assert_eq!(shop.counts(batch).added, 7, "with effect: {effect}");
        assert_eq!(shop.vips_of(&fans), fans);
        let sent = shop.service.requests().iter().filter(|request| request.method == "POST").count();
        assert_eq!(sent, if effect { 7 } else { 10 }, "seen on the list, it is not sent again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_unclear_stays_unconfirmed() {
    let shop = Workshop::new().await;
    let fans = shop.fans(3);
    let one = format!("*/chats/{}/vip", fans[1]);
    shop.service.push_fault(Rule::new(Fault::Reset).method("POST").path(&one).effect(false).always());
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    let row = &shop.results(batch)[1];
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Unconfirmed), Some(Cause::ConnectionLost)));
    assert_eq!((shop.counts(batch).added, shop.counts(batch).unconfirmed), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_is_unclear_is_never_concluded_from_the_list() {
    let shop = Workshop::new().await;
    let fans = shop.fans(4);
    for fan in &fans {
        shop.service.set_vip(shop.account.as_str(), fan, true);
    }
    shop.service.push_fault(Rule::new(Fault::Reset).method("DELETE").effect(false).times(2));
    let batch = shop.write(&fans, Action::Remove);
    shop.run(batch).await;
    assert_eq!(shop.counts(batch).removed, 4);
    assert!(shop.vips_of(&fans).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_is_reconciled_when_it_resumes() {
    let shop = Workshop::new().await;
    let fans = shop.fans(40);
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("POST").always());
    let batch = shop.write(&fans, Action::Add);
    let going = shop.go(batch);
    shop.service.received(20).await;
    // The run ends in the middle, with requests in flight.
    going.end.abort();
    let _ = going.end.await;
    drop((going.control, going.progress));
    let (shop, interrupted) = shop.reopened().await;
    assert_eq!(interrupted, 0, "the batch settles them, so nobody is told to do it by hand");
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!(record.stored, StoredState::Paused(PauseReason::Interrupted));
    assert!(record.counts.unconfirmed > 0 && record.counts.sending == 0);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.counts(batch).added, 40);
    assert_eq!(shop.vips_of(&fans), fans);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_after_trouble_is_no_proof_that_nothing_changed() {
    let shop = Workshop::new().await;
    let fans = shop.fans(1);
    shop.service.push_fault(Rule::new(Fault::Status { status: 500 }).method("POST").effect(true));
    shop.service.push_fault(Rule::new(Fault::Status { status: 403 }).method("POST"));
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    assert_eq!(shop.counts(batch).added, 1, "the list tells");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_before_without_a_clear_answer_is_never_stopped_as_unsent() {
    let shop = Workshop::new().await;
    let fans = shop.fans(1);
    shop.service.push_fault(Rule::new(Fault::Status { status: 500 }).method("POST").effect(true));
    shop.service.push_fault(Rule::new(Fault::Status { status: 402 }).method("POST"));
    let batch = shop.write(&fans, Action::Add);
    assert!(matches!(shop.run(batch).await, RunEnd::Paused(_)));
    assert_eq!(shop.counts(batch).waiting, 1);
    // The control is set from the start. Otherwise the item may be sent once more before the batch stops.
    assert_eq!(shop.go_ordered(batch, Control::Stop).ended().await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).stopped, shop.counts(batch).unconfirmed), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_may_be_all_chats_reconciles_nothing() {
    let shop = Workshop::new().await;
    let fans = shop.fans(5);
    shop.service.push_fault(chats_are(&fans));
    shop.service.push_fault(Rule::new(Fault::Reset).method("POST").effect(false).times(2));
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).added, shop.counts(batch).unconfirmed), (3, 2));
    let read = shop.service.requests().iter().filter(|request| request.method == "GET").count();
    assert_eq!(read, 2, "it is not asked again and again");
}
