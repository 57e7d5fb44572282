//! Complete replies that claim success and do not prove it.

use serde_json::json;
use velvet_core::{
    engine::RunEnd,
    ledger::NewBatch,
    view::{Action, Outcome, PauseReason},
};
use velvet_practice::{Fault, Field, Rule, Shape};

use crate::common::batch::{Workshop, items, new_batch};

fn sent(shop: &Workshop, method: &str) -> usize {
    shop.service.requests().iter().filter(|request| request.method == method).count()
}

/// Returns successful replies in unknown shapes.
fn shapes() -> [Fault; 5] {
    let edit = |place: &str, value| Fault::Edit { place: place.to_owned(), value };
    [
        Fault::Missing { field: Field::Success },
        Fault::Missing { field: Field::IgnoredId },
        edit("/data/data/response", Some(json!(true))),
        edit("/data/data/response", Some(json!([]))),
        edit("/data/data", Some(json!({"ok": 1}))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn adds_that_work_in_an_unknown_shape_go_on_and_are_proven_by_the_list() {
    for fault in shapes() {
        let shop = Workshop::new().await;
        let fans = shop.fans(400);
        shop.service.push_fault(Rule::new(fault.clone()).method("POST").effect(true).always());
        let batch = shop.write(&fans, Action::Add);
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!(shop.counts(batch).added, 400, "{fault:?}");
        assert_eq!(sent(&shop, "POST"), 400, "each was sent once");
        assert!(shop.ledger.batch(batch).unwrap().unwrap().unknown_replies);
        let slept: u64 = shop.clock.slept.lock().unwrap().iter().map(std::time::Duration::as_secs).sum();
        assert!(slept < 120, "it went on at full speed: {slept} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn adds_that_are_only_claimed_pause_the_batch() {
    for fault in shapes() {
        let shop = Workshop::new().await;
        shop.service.push_fault(Rule::new(fault).method("POST").effect(false).always());
        let batch = shop.write(&shop.fans(100), Action::Add);
        let end = shop.run(batch).await;
        assert!(matches!(end, RunEnd::Paused(PauseReason::Unproven { proven: 0, of: 3.. })), "{end:?}");
        assert!(sent(&shop, "POST") <= 6);
        let counts = shop.counts(batch);
        assert_eq!((counts.added, counts.waiting + counts.unconfirmed), (0, 100));
        assert!(!shop.ledger.batch(batch).unwrap().unwrap().unknown_replies);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_fan_blocks_nobody() {
    let shop = Workshop::new().await;
    let fans = shop.fans(40);
    for (fan, fault) in fans.iter().skip(2).step_by(8).zip(shapes()) {
        let path = format!("*/chats/{fan}/vip");
        shop.service.push_fault(Rule::new(fault).method("POST").path(&path).effect(false).always());
    }
    let batch = shop.write(&fans, Action::Add);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!((shop.counts(batch).added, shop.counts(batch).unconfirmed), (35, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_answered_with_the_old_record_is_found_out_by_the_list() {
    let shop = Workshop::new().await;
    let fans = shop.fans(2);
    for fan in &fans {
        shop.service.set_vip(shop.account.as_str(), fan, true);
    }
    let old = Fault::Edit { place: "/data/data/response/ignoreFlags".to_owned(), value: Some(json!(4)) };
    shop.service.push_fault(Rule::new(old).method("DELETE").effect(true).times(2));
    let batch = shop.write(&fans, Action::Remove);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(
        (shop.counts(batch).failed, shop.counts(batch).removed),
        (0, 2),
        "sent once more, it is clear"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_vip_already_or_not_at_all_ends_as_already_once_the_list_agrees() {
    let said = |status, message| Shape::words(status, message).fault();
    for (action, method, fault) in [
        (Action::Add, "POST", said(409, "This fan is already a VIP")),
        (Action::Remove, "DELETE", said(404, "Not Found")),
    ] {
        let shop = Workshop::new().await;
        let fans = shop.fans(5);
        let path = format!("*/chats/{}/vip", fans[1]);
        shop.service.push_fault(Rule::new(fault).method(method).path(&path).effect(false).always());
        for fan in &fans {
            shop.service.set_vip(shop.account.as_str(), fan, action == Action::Remove || *fan == fans[1]);
        }
        if action == Action::Remove {
            // The VIP list shows all of them; then one is removed on the website.
            let look = NewBatch { look_first: true, ..new_batch(&shop.account, Action::Add) };
            shop.run(shop.ledger.write_batch(&look, items(&fans), &[], 1).unwrap().id).await;
            shop.service.set_vip(shop.account.as_str(), &fans[1], false);
        }
        let batch = shop.write(&fans, action);
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        assert_eq!(shop.fans_with(batch, Outcome::Already), [fans[1].clone()], "{action:?}");
        // A later add of a fan who was not VIP is sent.
        if action == Action::Remove {
            shop.service.clear_faults();
            let again = shop.write(&fans[1..2], Action::Add);
            shop.run(again).await;
            assert_eq!(shop.counts(again).added, 1);
        }
    }
}

/// The first request took effect, but its answer was lost. The answer to the retry reports what the first one did.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_added_or_removed_by_a_lost_sending_was_not_so_already() {
    for (action, method, again) in [
        (Action::Add, "POST", Shape::words(409, "This fan is already a VIP")),
        (Action::Remove, "DELETE", Shape::words(404, "Not Found")),
    ] {
        let shop = Workshop::new().await;
        let fans = shop.fans(1);
        shop.service.set_vip(shop.account.as_str(), &fans[0], action == Action::Remove);
        shop.service.push_fault(Rule::new(Fault::Status { status: 500 }).method(method).effect(true));
        shop.service.push_fault(Rule::new(again.fault()).method(method).effect(false).always());
        let batch = shop.write(&fans, action);
        assert_eq!(shop.run(batch).await, RunEnd::Ended);
        let outcome = shop.results(batch)[0].outcome;
        let expected = if action == Action::Add { Outcome::Added } else { Outcome::Unconfirmed };
        assert_eq!(outcome, Some(expected), "{action:?}");
    }
}

/// The VIP list shows only chats. For a VIP without a chat, neither a 404 nor the list proves anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_finds_nobody_claims_nothing_of_a_fan_who_was_never_on_the_list() {
    let shop = Workshop::new().await;
    let has_chat = |fan: &String| shop.service.has_chat(shop.account.as_str(), fan);
    let hidden = shop.service.fans().into_iter().find(|fan| !has_chat(fan)).unwrap();
    shop.service.set_vip(shop.account.as_str(), &hidden, true);
    let not_found = Shape::words(404, "Not Found").fault();
    shop.service.push_fault(Rule::new(not_found).method("DELETE").effect(false).always());
    let batch = shop.write(std::slice::from_ref(&hidden), Action::Remove);
    assert_eq!(shop.run(batch).await, RunEnd::Ended);
    assert_eq!(shop.results(batch)[0].outcome, Some(Outcome::Unconfirmed));
}
