//! Which fans a batch sends, and which it skips.

use std::time::Duration;

use velvet_core::{
    clock::Clock,
    engine::RunEnd,
    ledger::{NewBatch, StoredState},
    view::{Action, Cause, Outcome, PauseReason, Step},
};
use velvet_practice::{Fault, Rule};

use crate::common::{
    batch::{Workshop, items, new_batch},
    chats_are,
};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_on_the_list_is_added_and_proven() {
    let shop = Workshop::new().await;
    let fans = shop.fans(60);
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.fans_with(batch, Outcome::Added), fans, "in the order of the list");
    assert_eq!(shop.vips_of(&fans), fans);
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!((record.stored, record.requests, record.can_undo), (StoredState::Ended, 60, 60));
    let removal = shop.write(&fans[..10], Action::Remove);
    assert_eq!(shop.run(removal).await, RunEnd::Ended);
    assert_eq!(shop.counts(removal).removed, 10);
    assert_eq!(shop.vips_of(&fans), &fans[10..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_ledger_knows_as_added_is_not_sent_again() {
    let shop = Workshop::new().await;
    let fans = shop.fans(8);
    let first = shop.write(&fans[..5], Action::Add);
    // Queued before the first batch has run, so only the engine can know.
    let second = shop.write(&fans, Action::Add);
    shop.run(first).await;
    let before = shop.service.request_count();
    shop.run(second).await;
    assert_eq!(shop.service.request_count() - before, 3);
    assert_eq!(shop.fans_with(second, Outcome::Already), &fans[..5]);
    assert_eq!(shop.ledger.batch(second).unwrap().unwrap().can_undo, 3, "never what was VIP before");
    // With `again`, fans are sent even if they were added in the millisecond in which the batch was written.
    let again = NewBatch { again: true, ..new_batch(&shop.account, Action::Add) };
    let third = shop.ledger.write_batch(&again, items(&fans[..2]), &[], shop.clock.now()).unwrap().id;
    let ended = shop.ledger.slice(0, 200).unwrap().rows.into_iter().filter_map(|row| row.ended).max();
    assert_eq!(ended, Some(shop.clock.now()), "time stands still");
    shop.run(third).await;
    assert_eq!(shop.counts(third).added, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_on_the_vip_list_is_left_alone_when_it_was_read_first() {
    let shop = Workshop::new().await;
    let fans = shop.fans(6);
    for fan in &fans[..4] {
        shop.service.set_vip(shop.account.as_str(), fan, true);
    }
    let look = NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) };
    let batch = shop.ledger.write_batch(&look, items(&fans), &[], 1).unwrap().id;
    shop.run(batch).await;
    assert_eq!(shop.fans_with(batch, Outcome::Already), &fans[..4]);
    assert_eq!(shop.fans_with(batch, Outcome::Added), &fans[4..]);
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    shop.run(undo).await;
    assert_eq!(shop.vips_of(&fans), &fans[..4], "who was VIP before is VIP still");
    assert!(shop.ledger.batch(batch).unwrap().unwrap().looked);
    assert!(!shop.ledger.batch(undo).unwrap().unwrap().looked);
}

/// Only a complete VIP list, read before anything was sent, tells who was VIP before.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_whether_the_vip_list_was_read_whole() {
    let shop = Workshop::new().await;
    let fans = shop.fans(6);
    let look = NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) };
    let begin = |fans: &[String]| shop.ledger.write_batch(&look, items(fans), &[], 1).unwrap().id;
    let looked = |batch| shop.ledger.batch(batch).unwrap().unwrap().looked;

    let whole = begin(&fans[..2]);
    assert!(!looked(whole), "it is still to be read");
    shop.run(whole).await;
    assert!(looked(whole));

    shop.service.push_fault(Rule::new(Fault::EmptyData).method("GET").always());
    let doubtful = begin(&fans[2..4]);
    shop.run(doubtful).await;
    assert_eq!(
        (shop.counts(doubtful).added, looked(doubtful)),
        (2, false),
        "nothing is concluded from nothing"
    );

    let unread = shop.write(&fans[4..], Action::Add);
    shop.run(unread).await;
    assert!(!looked(unread));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_that_it_reads_the_list() {
    let shop = Workshop::new().await;
    shop.service.push_fault(Rule::new(Fault::Reset).method("POST"));
    // The read waits until the test has seen it.
    shop.service.push_fault(Rule::new(Fault::TooFast { retry_after: 12, standard: false }).method("GET"));
    shop.clock.holds(Duration::from_secs(12));
    let batch = shop.write(&shop.fans(3), Action::Add);
    let mut going = shop.go(batch);
    let checks = |p: &velvet_core::engine::Progress| matches!(p.step, Step::Checking { .. });
    going.progress.wait_for(checks).await.unwrap();
    shop.clock.moves_on();
    assert_eq!(going.ended().await, RunEnd::Ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_left_alone_because_of_a_list_that_may_be_all_chats() {
    let shop = Workshop::new().await;
    let fans = shop.fans(6);
    shop.service.push_fault(chats_are(&fans));
    let look = NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) };
    let batch = shop.ledger.write_batch(&look, items(&fans), &[], 1).unwrap().id;
    let why = PauseReason::Service { cause: Cause::VipFilterIgnored, words: None };
    assert_eq!(shop.run(batch).await, RunEnd::Paused(why.clone()));
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!((record.stored, record.counts.waiting, record.looked), (StoredState::Paused(why), 6, false));
    assert_eq!(record.requests, 2, "what was asked for is counted");
    shop.service.clear_faults();
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.counts(batch).added, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_stopped_in_the_middle_is_not_paid_for_twice() {
    let shop = Workshop::new().await;
    let fans = shop.fans(3);
    // Two pages of other VIPs.
    for (fan, _) in shop.service.samples(60).into_iter().skip(3) {
        shop.service.set_vip(shop.account.as_str(), &fan, true);
    }
    let whole = shop.ledger.write_batch(&looking(&shop), items(&fans[..1]), &[], 1).unwrap().id;
    shop.run(whole).await;
    let pages = reads(&shop);
    // The second page fails twice.
    let fails = Rule::new(Fault::Status { status: 500 }).method("GET").path("*/chats").skip(1).times(2);
    shop.service.push_fault(fails);
    let broken = shop.ledger.write_batch(&looking(&shop), items(&fans[1..]), &[], 1).unwrap().id;
    shop.run(broken).await;
    assert_eq!(shop.counts(broken).added, 2);
    // The first read also compared the list with all chats, once.
    assert_eq!(reads(&shop) - pages, pages - 1 + 2, "only what failed is asked for again");
}

fn looking(shop: &Workshop) -> NewBatch {
    NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) }
}

fn reads(shop: &Workshop) -> usize {
    shop.service.requests().iter().filter(|request| request.method == "GET").count()
}
