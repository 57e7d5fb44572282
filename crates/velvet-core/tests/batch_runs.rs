//! The engine against the practice service: how batches run, pause, stop and end.

mod common;

use std::sync::Arc;

use common::batch::{Workshop, items, new_batch};
use velvet_core::{
    batch::{Order, RunEnd},
    clock::Clock,
    ledger::{NewBatch, Stored},
    view::{Action, Cause, Outcome, PauseReason, Step, WaitReason},
};
use velvet_practice::{Fault, Plan, Rule, Settings};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_on_the_list_is_added_and_proven() {
    let shop = Workshop::new().await;
    let fans = shop.fans(60);
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.fans_with(batch, Outcome::Added), fans, "in the order of the list");
    assert_eq!(shop.vips_of(&fans), fans);
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!((record.stored, record.requests, record.can_undo), (Stored::Ended, 60, 60));
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
    // Queued before the first has run, so only the engine can know.
    let second = shop.write(&fans, Action::Add);
    shop.run(first).await;
    let before = shop.service.request_count();
    shop.run(second).await;
    assert_eq!(shop.service.request_count() - before, 3);
    assert_eq!(shop.fans_with(second, Outcome::Already), &fans[..5]);
    assert_eq!(shop.ledger.batch(second).unwrap().unwrap().can_undo, 3, "never what was VIP before");
    // Told to, it sends all the same, even whom it was told of in the millisecond in which they were added.
    let again = NewBatch { again: true, ..new_batch(&shop.account, Action::Add) };
    let third = shop.ledger.write_batch(&again, items(&fans[..2]), shop.clock.now()).unwrap();
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
    let batch = shop.ledger.write_batch(&look, items(&fans), 1).unwrap();
    shop.run(batch).await;
    assert_eq!(shop.fans_with(batch, Outcome::Already), &fans[..4]);
    assert_eq!(shop.fans_with(batch, Outcome::Added), &fans[4..]);
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    shop.run(undo).await;
    assert_eq!(shop.vips_of(&fans), &fans[..4], "who was VIP before is VIP still");
    assert!(shop.ledger.batch(batch).unwrap().unwrap().looked);
    assert!(!shop.ledger.batch(undo).unwrap().unwrap().looked);
}

/// Only what was read whole, before anything was sent, tells who was VIP before.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_whether_the_vip_list_was_read_whole() {
    let shop = Workshop::new().await;
    let fans = shop.fans(6);
    let look = NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) };
    let begin = |fans: &[String]| shop.ledger.write_batch(&look, items(fans), 1).unwrap();
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
async fn undo_takes_back_what_the_batch_did_and_nothing_else() {
    let shop = Workshop::new().await;
    let fans = shop.fans(10);
    let earlier = shop.write(&fans[..3], Action::Add);
    shop.run(earlier).await;
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
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
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("DELETE").always());

    let going = shop.go(undo);
    shop.service.received(200 + 20).await;
    going.orders.send(Order::Pause).unwrap();
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
    // The run ends in the middle, with requests on their way.
    going.end.abort();
    let _ = going.end.await;
    drop((going.orders, going.progress));
    let (shop, _) = shop.reopened();
    let record = shop.ledger.batch(undo).unwrap().unwrap();
    assert_eq!(record.stored, Stored::Paused(PauseReason::Interrupted));
    assert_eq!((record.undoes, record.counts.sending), (Some(batch), 0));
    assert!(record.counts.unsure > 0 && record.counts.waiting > 0, "{:?}", record.counts);
    assert!(shop.ledger.write_undo(batch, 4).unwrap().is_none());

    assert_eq!(shop.run(undo).await, RunEnd::Ended);
    assert_eq!((shop.counts(undo).removed, shop.vips_of(&fans).len()), (200, 0));
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stopped_undo_left_can_still_be_taken_back() {
    let shop = Workshop::new().await;
    let fans = shop.fans(60);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("DELETE").always());
    let going = shop.go(undo);
    shop.service.received(60 + 10).await;
    going.orders.send(Order::Stop).unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
    let left = 60 - shop.counts(undo).removed;
    assert!(left > 0 && shop.counts(undo).stopped == left);
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, left);
    let rest = shop.ledger.write_undo(batch, 3).unwrap().unwrap();
    assert_eq!(shop.run(rest).await, RunEnd::Ended);
    assert_eq!((shop.counts(rest).removed, shop.vips_of(&fans).len()), (left, 0));
}

/// A crash while it was written: nothing of it was sent, so it can be asked for again.
#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_was_not_written_whole_is_gone() {
    let shop = Workshop::new().await;
    let fans = shop.fans(10);
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    let path = shop.ledger.path().to_owned();
    let Workshop { service, folder, clock, ledger, api, account, flights } = shop;
    drop(ledger);
    let file = rusqlite::Connection::open(path).unwrap();
    file.execute("UPDATE batch SET state = 'writing' WHERE id = ?", [undo]).unwrap();
    file.execute("DELETE FROM item WHERE id IN (SELECT id FROM item WHERE batch = ? LIMIT 4)", [undo])
        .unwrap();
    drop(file);
    let ledger = Arc::new(common::batch::open(folder.path()).ledger);
    let shop = Workshop { service, folder, clock, ledger, api, account, flights };
    assert!(shop.ledger.batch(undo).unwrap().is_none());
    assert_eq!(shop.ledger.batch(batch).unwrap().unwrap().can_undo, 10);
    let again = shop.ledger.write_undo(batch, 3).unwrap().unwrap();
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
    let later = shop.ledger.write_batch(&again, items(&fans[..1]), 1_795_000_900_000).unwrap();
    shop.run(later).await;
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    shop.run(undo).await;
    assert_eq!(shop.vips_of(&fans), &fans[..1]);
    let rows = shop.results(undo);
    assert_eq!((rows[0].outcome, rows[0].cause), (Some(Outcome::Stopped), Some(Cause::Overtaken)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_tried_again_as_a_batch_of_its_own() {
    let shop = Workshop::new().await;
    let fans = shop.fans(6);
    shop.service.push_fault(Rule::new(Fault::Refused).method("POST").times(2));
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!((record.counts.failed, record.can_retry), (2, 2));
    let retry = shop.ledger.write_retry(batch, 2).unwrap().unwrap();
    shop.run(retry).await;
    assert_eq!(shop.counts(retry).added, 2);
    assert_eq!(shop.vips_of(&fans), fans);
    assert_eq!(shop.ledger.batch(retry).unwrap().unwrap().retries, Some(batch));
    assert!(shop.ledger.write_retry(batch, 3).unwrap().is_none(), "once is enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fan_nobody_knows_fails_alone() {
    let shop = Workshop::new().await;
    let mut fans = shop.fans(4);
    fans.insert(2, "123456789012345678".to_owned());
    let batch = shop.write(&fans, Action::Add);
    shop.run(batch).await;
    let row = &shop.results(batch)[2];
    assert_eq!((row.row, row.outcome, row.cause), (Some(3), Some(Outcome::Failed), Some(Cause::NoSuchFan)));
    assert_eq!(shop.counts(batch).added, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_of_the_service_is_outlasted() {
    let shop = Workshop::new().await;
    let fans = shop.fans(20);
    shop.service.push_fault(Rule::new(Fault::Status { status: 503 }).method("POST").times(9));
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.counts(batch).added, 20);
    assert!(shop.clock.slept.lock().unwrap().iter().any(|wait| wait.as_secs() >= 2), "pauses grow");
    let waits = shop.ledger.waits(batch).unwrap();
    assert!(!waits.is_empty(), "they are remembered");
    for wait in waits {
        assert_eq!(wait.why, WaitReason::Trouble);
        assert!(wait.until - wait.from >= 1_000, "those that are long enough: {wait:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclear_answer_is_settled_by_the_vip_list_or_sent_once_more() {
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
async fn what_stays_unclear_stays_not_sure() {
    let shop = Workshop::new().await;
    let fans = shop.fans(3);
    let one = format!("*/chats/{}/vip", fans[1]);
    shop.service.push_fault(Rule::new(Fault::Reset).method("POST").path(&one).effect(false).always());
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    let row = &shop.results(batch)[1];
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Unsure), Some(Cause::ConnectionLost)));
    assert_eq!((shop.counts(batch).added, shop.counts(batch).unsure), (2, 1));
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
async fn a_key_an_account_or_credits_that_are_gone_stop_it_with_the_rest_still_waiting() {
    for (status, cause) in [(401, Cause::KeyRefused), (402, Cause::CreditsSpent)] {
        let shop = Workshop::new().await;
        let fans = shop.fans(100);
        shop.service.push_fault(Rule::new(Fault::Status { status }).method("POST").skip(40).always());
        let batch = shop.write(&fans, Action::Add);
        assert_eq!(shop.run(batch).await, RunEnd::Paused(PauseReason::Service { cause }));
        let counts = shop.counts(batch);
        assert_eq!((counts.added, counts.waiting), (40, 60), "{cause:?}");
        let stored = shop.ledger.batch(batch).unwrap().unwrap().stored;
        assert_eq!(stored, Stored::Paused(PauseReason::Service { cause }));
        shop.service.clear_faults();
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!(shop.vips_of(&fans), fans);
    }
    for (fault, cause) in
        [(Fault::AccountDenied, Cause::AccountLost), (Fault::Inner { status: 401 }, Cause::SessionExpired)]
    {
        let shop = Workshop::new().await;
        shop.service.push_fault(Rule::new(fault).method("POST").always());
        let batch = shop.write(&shop.fans(5), Action::Add);
        assert_eq!(shop.run(batch).await, RunEnd::Paused(PauseReason::Service { cause }));
        assert_eq!(shop.counts(batch).waiting, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_connection_it_waits_and_goes_on_by_itself() {
    let shop = Workshop::new().await;
    let fans = shop.fans(5);
    let batch = shop.write(&fans, Action::Add);
    // Nothing listens there.
    let unreachable = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/api/fansly", free.local_addr().unwrap())
    };
    let offline = Workshop { api: common::batch::api_at(&unreachable, &shop), ..shop };
    let mut going = offline.go(batch);
    let waits =
        |p: &velvet_core::batch::Progress| p.wait.map(|wait| wait.why) == Some(WaitReason::NoConnection);
    going.progress.wait_for(waits).await.unwrap();
    going.orders.send(Order::Pause).unwrap();
    assert_eq!(going.ended().await, RunEnd::Paused(PauseReason::User));
    assert_eq!(offline.counts(batch).waiting, 5, "nothing was sent, so nothing is claimed");
    assert_eq!(offline.ledger.batch(batch).unwrap().unwrap().requests, 0);
    let online = Workshop { api: common::batch::api(&offline.service, &offline.clock), ..offline };
    assert_eq!(online.run(batch).await, RunEnd::Ended);
    assert_eq!(online.vips_of(&fans), fans);
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_it_sends_no_more_and_goes_on_where_it_was() {
    let shop = Workshop::new().await;
    let fans = shop.fans(200);
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 5 }).method("POST").always());
    let batch = shop.write(&fans, Action::Add);
    let going = shop.go(batch);
    shop.service.received(50).await;
    going.orders.send(Order::Pause).unwrap();
    assert_eq!(going.ended().await, RunEnd::Paused(PauseReason::User));
    let sent = shop.service.request_count();
    let counts = shop.counts(batch);
    assert_eq!((counts.added, counts.sending, counts.waiting), (sent, 0, 200 - sent));
    assert!(sent < 200);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.service.request_count(), 200, "nobody twice");
    assert_eq!(shop.counts(batch).added, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_it_keeps_what_was_done_and_ends_the_rest_unsent() {
    let shop = Workshop::new().await;
    let fans = shop.fans(200);
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 5 }).method("POST").always());
    let batch = shop.write(&fans, Action::Add);
    let going = shop.go(batch);
    shop.service.received(50).await;
    going.orders.send(Order::Stop).unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
    let (counts, sent) = (shop.counts(batch), shop.service.request_count());
    assert_eq!((counts.added, counts.stopped, counts.waiting), (sent, 200 - sent, 0));
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap();
    shop.run(undo).await;
    assert!(shop.vips_of(&fans).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_wait_it_says_so_and_waits() {
    let shop = Workshop::with(Settings { fans: 400, plan: Plan::Pro, ..Settings::default() }).await;
    let fans = shop.fans(12);
    shop.service
        .push_fault(Rule::new(Fault::TooFast { retry_after: 12, standard: false }).method("POST").skip(4));
    let batch = shop.write(&fans, Action::Add);
    let mut going = shop.go(batch);
    let told = |p: &velvet_core::batch::Progress| p.wait.map(|wait| wait.why) == Some(WaitReason::Told);
    going.progress.wait_for(told).await.unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
    assert_eq!(shop.counts(batch).added, 12);
    assert!(shop.clock.slept.lock().unwrap().iter().any(|wait| wait.as_secs() >= 12));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_that_it_reads_the_list() {
    let shop = Workshop::new().await;
    shop.service.push_fault(Rule::new(Fault::Reset).method("POST"));
    let batch = shop.write(&shop.fans(3), Action::Add);
    let mut going = shop.go(batch);
    let checks = |p: &velvet_core::batch::Progress| matches!(p.step, Step::Checking { .. });
    going.progress.wait_for(checks).await.unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_is_settled_when_it_goes_on() {
    let shop = Workshop::new().await;
    let fans = shop.fans(40);
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 20 }).method("POST").always());
    let batch = shop.write(&fans, Action::Add);
    let going = shop.go(batch);
    shop.service.received(20).await;
    // The run ends in the middle, with requests on their way.
    going.end.abort();
    let _ = going.end.await;
    drop((going.orders, going.progress));
    let (shop, interrupted) = shop.reopened();
    assert_eq!(interrupted, 0, "the batch settles them, so nobody is told to do it by hand");
    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!(record.stored, Stored::Paused(PauseReason::Interrupted));
    assert!(record.counts.unsure > 0 && record.counts.sending == 0);
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
    // From the beginning: else it may have been sent once more before it is stopped.
    assert_eq!(shop.go_ordered(batch, Order::Stop).ended().await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).stopped, shop.counts(batch).unsure), (0, 1));
}
