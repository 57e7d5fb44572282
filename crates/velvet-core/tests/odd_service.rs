//! A server that answers differently than documented, for every fan or for some. The app must claim nothing false, must
//! not pay for the same refusal again and again, and must not wait forever.

use std::{collections::HashMap, time::Duration};

use crate::common::batch::Workshop;
use proptest::prelude::*;
use serde_json::json;
use velvet_core::{
    engine::RunEnd,
    view::{Action, Outcome, PauseReason},
};
use velvet_practice::{Fault, Field, Rule, Settings, Shape};

/// Generates refusals that change nothing.
fn refusals() -> impl Strategy<Value = Fault> {
    let words = |status, message: &str| Shape::Words { status, message: message.to_owned() };
    let inner = Shape::InnerRefusal { status: 403, code: 5, details: "blocked".to_owned() };
    prop_oneof![
        Just(Shape::PlanRefusal),
        Just(Shape::CannotRoute),
        Just(Shape::FirewallPage),
        Just(words(400, "bad fan")),
        Just(words(404, "Not Found")),
        Just(words(409, "conflict")),
        Just(inner),
        Just(Shape::SessionExpired),
    ]
    .prop_map(|shape| Fault::Shape { shape })
}

/// Generates claims of success that prove nothing.
fn claims() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Shape::FlatEnvelope),
        Just(Shape::Accepted),
        prop_oneof![Just(json!(null)), Just(json!(true)), Just(json!([])), Just(json!({}))]
            .prop_map(|value| Shape::ResponseIs { value }),
    ]
    .prop_map(|shape| Fault::Shape { shape })
    .boxed()
    .prop_union(
        prop_oneof![Just(Field::Success), Just(Field::IgnoredId), Just(Field::StatusCode)]
            .prop_map(|field| Fault::Missing { field })
            .boxed(),
    )
}

/// Generates success in another spelling.
fn spellings() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Shape::Bom),
        Just(Shape::NumberAsText { field: Field::StatusCode }),
        Just(Shape::NumberAsText { field: Field::IgnoreFlags }),
        Just(Shape::Padded { bytes: 100_000 }),
    ]
    .prop_map(|shape| Fault::Shape { shape })
}

#[derive(Debug, Clone)]
struct Story {
    fans: usize,
    /// The fault for every fan.
    everybody: Option<Fault>,
    /// The faults of single fans by index, and whether the effect takes place.
    some: HashMap<usize, (Fault, bool)>,
}

fn stories() -> impl Strategy<Value = Story> {
    let everybody = prop_oneof![
        2 => Just(None),
        2 => claims().prop_map(Some),
        1 => spellings().prop_map(Some),
    ];
    let odd = prop_oneof![
        refusals().prop_map(|fault| (fault, false)),
        (claims(), any::<bool>()),
        spellings().prop_map(|fault| (fault, true)),
    ];
    (8..70_usize, everybody, prop::collection::hash_map(0..70_usize, odd, 0..9))
        .prop_map(|(fans, everybody, some)| Story { fans, everybody, some })
}

async fn shop() -> Workshop {
    Workshop::with(Settings { fans: 400, ..Settings::default() }).await
}

fn slept(shop: &Workshop) -> Duration {
    shop.clock.slept.lock().unwrap().iter().sum()
}

async fn check(story: Story) {
    let shop = shop().await;
    let fans = shop.fans(story.fans);
    let odd: Vec<(&String, &(Fault, bool))> =
        story.some.iter().filter_map(|(place, odd)| Some((fans.get(*place)?, odd))).collect();
    for (fan, (fault, effect)) in &odd {
        shop.service
            .push_fault(Rule::new(fault.clone()).for_fan(fan).method("POST").effect(*effect).always());
    }
    if let Some(fault) = &story.everybody {
        shop.service.push_fault(Rule::new(fault.clone()).method("POST").effect(true).always());
    }
    let batch = shop.write(&fans, Action::Add);
    // Resumed after every pause, the batch ends: each pause completes at least one odd fan.
    let mut pauses = 0;
    while shop.run(batch).await != RunEnd::Ended {
        pauses += 1;
        assert!(pauses <= 1 + odd.len(), "it never ends: {:?}", shop.counts(batch));
    }
    for row in shop.results(batch) {
        let is_vip = shop.service.is_vip(shop.account.as_str(), &row.fan);
        let is_odd = odd.iter().any(|(fan, _)| **fan == row.fan);
        match row.outcome.unwrap() {
            Outcome::Added | Outcome::Already => assert!(is_vip, "{row:?}"),
            Outcome::Failed => assert!(!is_vip, "{row:?}"),
            Outcome::Unconfirmed => assert!(is_odd, "a good fan is left unclear: {row:?}"),
            other => panic!("{other:?}: {row:?}"),
        }
        assert!(is_odd || row.outcome == Some(Outcome::Added), "one odd fan keeps others from it: {row:?}");
    }
    let bound = Duration::from_secs(120 + 2 * story.fans as u64);
    assert!(slept(&shop) <= bound, "it took {:?}", slept(&shop));
}

async fn refused(fault: Fault, fans: usize) {
    let shop = shop().await;
    shop.service.push_fault(Rule::new(fault.clone()).method("POST").effect(false).always());
    let batch = shop.write(&shop.fans(fans), Action::Add);
    // The batch starts once and is resumed once.
    for _ in 0..2 {
        let end = shop.run(batch).await;
        assert!(
            matches!(&end, RunEnd::Paused(PauseReason::Refused { .. } | PauseReason::Unproven { .. })),
            "{fault:?}: {end:?}"
        );
    }
    let sent = shop.service.requests().iter().filter(|request| request.method == "POST").count();
    assert!(sent <= 12, "{fault:?}: {sent}");
    assert_eq!(shop.counts(batch).added, 0);
}

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_replies_claim_nothing_and_hold_nobody_up(story in stories()) {
        block_on(check(story));
    }

    #[test]
    fn what_meets_everybody_is_paid_for_twelve_times_at_most(fault in prop_oneof![refusals(), claims()], fans in 30..60_usize) {
        block_on(refused(fault, fans));
    }
}
