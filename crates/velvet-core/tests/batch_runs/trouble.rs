//! A server that refuses, fails, or is not reachable.

use std::time::Duration;

use velvet_core::{
    engine::{Control, RunEnd},
    ledger::StoredState,
    view::{Action, Cause, Outcome, PauseReason, WaitReason},
};
use velvet_practice::{Fault, Plan, Rule, Settings};

use crate::common::batch::Workshop;

fn paused_for(end: &RunEnd) -> Option<Cause> {
    match end {
        RunEnd::Paused(PauseReason::Service { cause, .. }) => Some(*cause),
        _ => None,
    }
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
    let retry = shop.ledger.write_retry(batch, 2).unwrap().unwrap().id;
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
async fn a_key_an_account_or_credits_that_are_gone_stop_it_with_the_rest_still_waiting() {
    for (status, cause) in [(401, Cause::KeyRefused), (402, Cause::CreditsSpent)] {
        let shop = Workshop::new().await;
        let fans = shop.fans(100);
        shop.service.push_fault(Rule::new(Fault::Status { status }).method("POST").skip(40).always());
        // The key is blamed only if listing the key's accounts is refused too.
        shop.service.push_fault(Rule::new(Fault::Status { status }).method("GET").always());
        let batch = shop.write(&fans, Action::Add);
        assert_eq!(paused_for(&shop.run(batch).await), Some(cause));
        let counts = shop.counts(batch);
        assert_eq!((counts.added, counts.waiting), (40, 60), "{cause:?}");
        let stored = shop.ledger.batch(batch).unwrap().unwrap().stored;
        assert!(
            matches!(stored, StoredState::Paused(PauseReason::Service { cause: found, .. }) if found == cause)
        );
        shop.service.clear_faults();
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!(shop.vips_of(&fans), fans);
    }
    for (fault, cause) in
        [(Fault::AccountDenied, Cause::AccountLost), (Fault::Inner { status: 401 }, Cause::SessionExpired)]
    {
        let shop = Workshop::new().await;
        shop.service.push_fault(Rule::new(fault).always());
        let batch = shop.write(&shop.fans(5), Action::Add);
        assert_eq!(paused_for(&shop.run(batch).await), Some(cause));
        assert_eq!(shop.counts(batch).waiting, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_connection_it_waits_and_resumes_by_itself() {
    let shop = Workshop::new().await;
    let fans = shop.fans(5);
    let batch = shop.write(&fans, Action::Add);
    // The port is taken, so that nobody else gets it, and nobody listens on it.
    let taken = tokio::net::TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let unreachable = format!("http://{}/api/fansly", taken.local_addr().unwrap());
    let offline = Workshop { api: crate::common::batch::api_at(&unreachable, &shop), ..shop };
    let mut going = offline.go(batch);
    let waits =
        |p: &velvet_core::engine::Progress| p.wait.map(|wait| wait.why) == Some(WaitReason::NoConnection);
    going.progress.wait_for(waits).await.unwrap();
    going.control.send(Control::Pause).unwrap();
    assert_eq!(going.ended().await, RunEnd::Paused(PauseReason::User));
    assert_eq!(offline.counts(batch).waiting, 5, "nothing was sent, so nothing is claimed");
    assert_eq!(offline.ledger.batch(batch).unwrap().unwrap().requests, 0);
    let online = Workshop { api: crate::common::batch::api(&offline.service, &offline.clock), ..offline };
    assert_eq!(online.run(batch).await, RunEnd::Ended);
    assert_eq!(online.vips_of(&fans), fans);
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_wait_it_says_so_and_waits() {
    let shop = Workshop::with(Settings { fans: 400, plan: Plan::Pro, ..Settings::default() }).await;
    let fans = shop.fans(12);
    shop.service
        .push_fault(Rule::new(Fault::TooFast { retry_after: 12, standard: false }).method("POST").skip(4));
    let batch = shop.write(&fans, Action::Add);
    shop.clock.holds(Duration::from_secs(12));
    let mut going = shop.go(batch);
    let told = |p: &velvet_core::engine::Progress| p.wait.map(|wait| wait.why) == Some(WaitReason::Told);
    going.progress.wait_for(told).await.unwrap();
    shop.clock.moves_on();
    assert_eq!(going.ended().await, RunEnd::Ended);
    assert_eq!(shop.counts(batch).added, 12);
    assert!(shop.clock.slept.lock().unwrap().iter().any(|wait| wait.as_secs() >= 12));
}
