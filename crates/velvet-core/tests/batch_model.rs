//! Whatever goes wrong, and whenever, the ledger and the server agree in the end.

use std::collections::BTreeMap;

use crate::common::batch::{Workshop, items, new_batch};
use proptest::prelude::*;
use velvet_core::{
    engine::{Control, RunEnd},
    ids::FanId,
    ledger::{NewBatch, StoredState},
    view::{Action, Counts, Outcome},
};
use velvet_practice::{Fault, Field, Rule, Settings};

/// An event that affects a batch from outside, after a number of further requests.
#[derive(Debug, Clone, Copy)]
enum Event {
    Pause,
    Crash,
    Stop,
}

#[derive(Debug, Clone)]
struct Story {
    fans: usize,
    action: Action,
    look_first: bool,
    /// A fault, the requests that succeed before it, how often it occurs, and whether the action takes effect all the
    /// same.
    faults: Vec<(Fault, u64, u64, Option<bool>)>,
    events: Vec<(u64, Event)>,
}

fn faults() -> impl Strategy<Value = (Fault, u64, u64, Option<bool>)> {
    let fault = prop_oneof![
        Just(Fault::Reset),
        Just(Fault::TruncatedBody),
        Just(Fault::EmptyBody),
        Just(Fault::Html { status: 502 }),
        Just(Fault::Html { status: 200 }),
        Just(Fault::Refused),
        Just(Fault::FlagMissing),
        Just(Fault::EmptyData),
        Just(Fault::WrongFan { fan: None }),
        Just(Fault::Missing { field: Field::Success }),
        Just(Fault::Status { status: 500 }),
        Just(Fault::Status { status: 503 }),
        Just(Fault::Status { status: 401 }),
        Just(Fault::Status { status: 402 }),
        Just(Fault::Status { status: 403 }),
        Just(Fault::AccountDenied),
        Just(Fault::Inner { status: 429 }),
        Just(Fault::Inner { status: 500 }),
        Just(Fault::TooFast { retry_after: 3, standard: true }),
        Just(Fault::Delay { ms: 3 }),
    ];
    let effect = |fault: &Fault| match fault {
        // Here, a reply that proves something is always true. The others may lie.
        Fault::Refused
        | Fault::TooFast { .. }
        | Fault::AccountDenied
        | Fault::Delay { .. }
        | Fault::Inner { status: 429 }
        | Fault::Status { status: 401..=403 } => Just(None).boxed(),
        _ => prop_oneof![Just(None), Just(Some(true)), Just(Some(false))].boxed(),
    };
    (fault, 0..30_u64, 1..5_u64).prop_flat_map(move |(fault, skip, times)| {
        effect(&fault).prop_map(move |effect| (fault.clone(), skip, times, effect))
    })
}

fn stories() -> impl Strategy<Value = Story> {
    let event = prop_oneof![3 => Just(Event::Pause), 3 => Just(Event::Crash), 1 => Just(Event::Stop)];
    (
        1..50_usize,
        prop_oneof![3 => Just(Action::Add), 1 => Just(Action::Remove)],
        any::<bool>(),
        prop::collection::vec(faults(), 0..6),
        prop::collection::vec((1..20_u64, event), 0..4),
    )
        .prop_map(|(fans, action, look_first, mut faults, events)| {
            for (fault, _, _, effect) in &mut faults {
                // The reply to a removal is not documented: it should say that no mark is set, and need not say
                // "success". With these faults, nobody could tell that nothing was done.
                let claims = matches!(fault, Fault::FlagMissing | Fault::Missing { .. });
                if action == Action::Remove && claims {
                    *effect = Some(true);
                }
            }
            Story { fans, action, look_first, faults, events }
        })
}

/// Runs a story. Returns what is left of it, and whether the batch was stopped.
async fn live(story: &Story, mut shop: Workshop, batch: i64) -> (Workshop, bool) {
    let mut stopped = false;
    let mut events = story.events.iter();
    // Every fault ends at some point. A batch that has still not ended after these runs is stuck.
    for _ in 0..100 {
        let going = shop.go(batch);
        let event = events.next();
        if let Some((requests, event)) = event {
            let target = shop.service.request_count() + requests;
            tokio::select! {
                () = shop.service.received(target) => {}
                // The batch may end first. The event then has no effect.
                () = going.control.closed() => {}
            }
            match event {
                Event::Pause => drop(going.control.send(Control::Pause)),
                Event::Stop => {
                    stopped |= going.control.send(Control::Stop).is_ok();
                }
                Event::Crash => {
                    going.end.abort();
                    let _ = going.end.await;
                    drop((going.control, going.progress));
                    shop = shop.reopened().await.0;
                    continue;
                }
            }
        }
        if going.ended().await == RunEnd::Ended {
            return (shop, stopped);
        }
    }
    panic!("it never ends: {:?}", shop.counts(batch));
}

fn tally(rows: &[velvet_core::ledger::ResultRow]) -> Counts {
    let of = |outcome| rows.iter().filter(|row| row.outcome == Some(outcome)).count() as u64;
    Counts {
        total: rows.len() as u64,
        waiting: 0,
        sending: 0,
        added: of(Outcome::Added),
        removed: of(Outcome::Removed),
        already: of(Outcome::Already),
        failed: of(Outcome::Failed),
        unconfirmed: of(Outcome::Unconfirmed),
        stopped: of(Outcome::Stopped),
    }
}

async fn check(story: Story) {
    let shop = Workshop::with(Settings { fans: 400, ..Settings::default() }).await;
    let fans = shop.fans(story.fans);
    let before = story.action == Action::Remove;
    for fan in fans.iter().filter(|_| before) {
        shop.service.set_vip(shop.account.as_str(), fan, true);
    }
    let method = if before { "DELETE" } else { "POST" };
    for (fault, skip, times, effect) in &story.faults {
        let rule = Rule::new(fault.clone()).method(method).skip(*skip).times(*times);
        shop.service.push_fault(Rule { effect: *effect, ..rule });
    }
    let new = NewBatch { look_first: story.look_first, ..new_batch(&shop.account, story.action) };
    let batch = shop.ledger.write_batch(&new, items(&fans), &[], 1).unwrap().id;
    let (shop, stopped) = live(&story, shop, batch).await;

    let record = shop.ledger.batch(batch).unwrap().unwrap();
    assert_eq!(record.stored, StoredState::Ended);
    let rows = shop.results(batch);
    assert_eq!(rows.iter().map(|row| row.fan.clone()).collect::<Vec<_>>(), fans, "every fan once, in order");
    assert!(rows.iter().all(|row| row.outcome.is_some()));
    assert_eq!(record.counts, tally(&rows));
    let mut sent = BTreeMap::<String, u32>::new();
    for request in shop.service.requests().iter().filter(|request| request.method == method) {
        let fan = request.path.split('/').rev().nth(1).unwrap();
        *sent.entry(fan.to_owned()).or_default() += 1;
    }
    for row in &rows {
        let is_vip = shop.service.is_vip(shop.account.as_str(), &row.fan);
        let requests = sent.remove(&row.fan).unwrap_or(0);
        match row.outcome.unwrap() {
            Outcome::Added => assert!(is_vip && requests > 0, "{row:?}"),
            Outcome::Removed => assert!(!is_vip && requests > 0, "{row:?}"),
            Outcome::Failed => assert_eq!(is_vip, before, "{row:?}"),
            Outcome::Stopped => assert!(stopped && is_vip == before, "{row:?}"),
            Outcome::Already => panic!("nobody was VIP before: {row:?}"),
            // Everything that goes wrong ends some time, and the list can be read. What it shows must have been
            // reconciled: a fan on it was added, and one who was to be removed was not.
            Outcome::Unconfirmed => {
                let shown = is_vip && shop.service.has_chat(shop.account.as_str(), &row.fan);
                assert!(stopped || !shown, "never reconciled: {row:?}");
            }
        }
        assert!(FanId::parse(&row.fan).is_ok());
    }
    assert!(sent.is_empty(), "sent for somebody who is not on the list: {sent:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ledger_and_service_tell_the_same_story(story in stories()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(check(story));
    }
}
