//! Refusals of every fan, and refusals of a single fan.

use velvet_core::{
    engine::RunEnd,
    view::{Action, Cause, Outcome, PauseReason},
};
use velvet_practice::{Fault, Rule, Shape};

use crate::common::batch::Workshop;

const PLAN: &str = "Your plan does not include this endpoint";

fn json(status: u16, message: &str) -> Fault {
    Shape::words(status, message).fault()
}

fn sent(shop: &Workshop, method: &str) -> usize {
    shop.service.requests().iter().filter(|request| request.method == method).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_refusal_for_everybody_pauses_the_batch_before_it_is_paid_for_again() {
    for (fault, cause, words) in [
        (json(403, PLAN), Cause::Forbidden, Some(PLAN)),
        (
            json(404, "Cannot POST /api/fansly/1/chats/2/vip"),
            Cause::UnknownCall,
            Some("Cannot POST /api/fansly/1/chats/2/vip"),
        ),
        (Shape::FirewallPage.fault(), Cause::AccessBlocked, None),
        (json(400, "bad account"), Cause::BadRequest, Some("bad account")),
        (json(409, "conflict"), Cause::BadRequest, Some("conflict")),
        (json(404, "Not Found"), Cause::NoSuchFan, Some("Not Found")),
    ] {
        let shop = Workshop::new().await;
        shop.service.push_fault(Rule::new(fault).method("POST").always());
        let batch = shop.write(&shop.fans(60), Action::Add);
        let refused = PauseReason::Refused { cause, words: words.map(str::to_owned), times: 5 };
        assert_eq!(shop.run(batch).await, RunEnd::Paused(refused.clone()));
        assert_eq!((sent(&shop, "POST"), shop.counts(batch).failed, shop.counts(batch).waiting), (5, 5, 55));
        // After resuming, items are sent one at a time.
        let going = shop.go(batch);
        assert_eq!(going.ended().await, RunEnd::Paused(refused));
        assert_eq!(sent(&shop, "POST"), 10, "{cause:?}");
        shop.service.clear_faults();
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!((shop.counts(batch).added, shop.counts(batch).failed), (50, 10));
        let row = shop
            .ledger
            .batch_rows(batch, velvet_core::view::BatchFilter::Failed, 0, 1)
            .unwrap()
            .rows
            .remove(0);
        assert_eq!((row.cause, row.words.as_deref()), (Some(cause), words));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_begins_later_pauses_it_after_twenty_in_a_row() {
    let shop = Workshop::new().await;
    shop.service.push_fault(Rule::new(json(403, PLAN)).method("POST").skip(30).always());
    let batch = shop.write(&shop.fans(200), Action::Add);
    let end = shop.run(batch).await;
    assert!(matches!(end, RunEnd::Paused(PauseReason::Refused { cause: Cause::Forbidden, .. })), "{end:?}");
    let counts = shop.counts(batch);
    assert_eq!(counts.added, 30);
    // Only requests that were in flight at the first refusal may exceed twenty.
    assert!((20..=52).contains(&counts.failed), "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_among_good_fans_pause_nothing() {
    let shop = Workshop::new().await;
    let fans = shop.fans(60);
    for fan in fans.iter().skip(1).step_by(3) {
        let path = format!("*/chats/{fan}/vip");
        shop.service.push_fault(Rule::new(json(403, "not this one")).method("POST").path(&path).always());
    }
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).added, shop.counts(batch).failed), (40, 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_blocked_fan_is_refused_alone_and_does_not_accuse_the_session() {
    let shop = Workshop::new().await;
    let fans = shop.fans(12);
    let path = format!("*/chats/{}/vip", fans[3]);
    shop.service.push_fault(Rule::new(Shape::blocked().fault()).method("POST").path(&path).always());
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    let row = &shop.results(batch)[3];
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Failed), Some(Cause::Refused)));
    assert_eq!(shop.counts(batch).added, 11);
    assert_eq!(sent(&shop, "GET"), 1, "the account is asked for once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_401_with_words_about_the_session_accuses_the_key_only_when_the_key_is_refused() {
    let expired = || json(401, "Fansly session expired, please reconnect");
    // The add and the account are refused, but the key's accounts are not, so the session is to blame.
    let shop = Workshop::new().await;
    shop.service.push_fault(Rule::new(expired()).method("POST").always());
    shop.service.push_fault(Rule::new(expired()).method("GET").path("*/me").always());
    let batch = shop.write(&shop.fans(9), Action::Add);
    let RunEnd::Paused(PauseReason::Service { cause, words }) = shop.run(batch).await else {
        panic!("it runs on")
    };
    assert_eq!(cause, Cause::SessionExpired);
    assert_eq!(words.as_deref(), Some("Fansly session expired, please reconnect"));
    assert_eq!(shop.counts(batch).waiting, 9);
    // Only one fan gets such an answer.
    let shop = Workshop::new().await;
    let fans = shop.fans(9);
    let path = format!("*/chats/{}/vip", fans[0]);
    shop.service.push_fault(Rule::new(expired()).method("POST").path(&path).always());
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).added, shop.counts(batch).failed), (8, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_page_pauses_a_batch_at_once_and_claims_nothing() {
    for status in [200, 511] {
        let shop = Workshop::new().await;
        let fans = shop.fans(40);
        shop.service.push_fault(Rule::new(Fault::Html { status }).always());
        let batch = shop.write(&fans, Action::Add);
        let end = shop.run(batch).await;
        let portal = PauseReason::Service { cause: Cause::CaptivePortal, words: None };
        assert_eq!(end, RunEnd::Paused(portal));
        assert!(sent(&shop, "POST") <= 4);
        assert_eq!(shop.counts(batch).waiting, 40, "nothing is left unclear");
        shop.service.clear_faults();
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!(shop.vips_of(&fans), fans);
    }
}

/// No request confirms the accusation: the account is not blamed, but the batch does not ask forever either.
#[tokio::test(flavor = "multi_thread")]
async fn an_accusation_that_nobody_can_confirm_pauses_the_batch_in_the_end() {
    let shop = Workshop::new().await;
    shop.service.push_fault(Rule::new(Shape::blocked().fault()).method("POST").always());
    shop.service.push_fault(Rule::new(Fault::Status { status: 500 }).method("GET").always());
    let batch = shop.write(&shop.fans(40), Action::Add);
    let RunEnd::Paused(PauseReason::Service { cause, words }) = shop.run(batch).await else {
        panic!("it runs on")
    };
    assert_eq!((cause, words.as_deref()), (Cause::SessionExpired, Some("blocked")));
    assert_eq!(shop.counts(batch).waiting, 40);
    assert!(sent(&shop, "POST") <= 33, "{}", sent(&shop, "POST"));
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_that_does_not_end_is_left_to_the_user() {
    for fault in [Fault::Status { status: 500 }, Fault::Reset] {
        let shop = Workshop::new().await;
        shop.service.push_fault(Rule::new(fault).method("POST").effect(false).always());
        let batch = shop.write(&shop.fans(90), Action::Add);
        assert!(matches!(shop.run(batch).await, RunEnd::Paused(PauseReason::Service { .. })));
        assert!(sent(&shop, "POST") <= 33, "{}", sent(&shop, "POST"));
        assert!(shop.counts(batch).waiting > 50);
    }
}
