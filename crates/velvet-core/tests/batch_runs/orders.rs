//! The user's controls for a running batch.

use velvet_core::{
    engine::{Control, RunEnd},
    view::{Action, PauseReason},
};
use velvet_practice::{Fault, Rule};

use crate::common::batch::Workshop;

#[tokio::test(flavor = "multi_thread")]
async fn paused_it_sends_no_more_and_resumes_where_it_was() {
    let shop = Workshop::new().await;
    let fans = shop.fans(200);
    shop.service.push_fault(Rule::new(Fault::Delay { ms: 5 }).method("POST").always());
    let batch = shop.write(&fans, Action::Add);
    let going = shop.go(batch);
    shop.service.received(50).await;
    going.control.send(Control::Pause).unwrap();
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
    going.control.send(Control::Stop).unwrap();
    assert_eq!(going.ended().await, RunEnd::Ended);
    let (counts, sent) = (shop.counts(batch), shop.service.request_count());
    assert_eq!((counts.added, counts.stopped, counts.waiting), (sent, 200 - sent, 0));
    let undo = shop.ledger.write_undo(batch, 2).unwrap().unwrap().id;
    shop.run(undo).await;
    assert!(shop.vips_of(&fans).is_empty());
}
