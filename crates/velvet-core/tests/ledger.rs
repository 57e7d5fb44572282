//! The ledger by itself: one outcome per item, IDs as text, slices, and a full disk.

use std::collections::BTreeMap;

use proptest::prelude::*;
use velvet_core::{
    ids::{AccountId, FanId},
    ledger::{Checkpoint, Completion, Intent, Ledger, NewBatch, NewItem},
    model::ListedAccount,
    view::{Action, BatchFilter, Cause, Outcome, Phase, Speed},
};

use crate::common::claims::{begin_sending, claim, give_back};

struct Book {
    folder: tempfile::TempDir,
    ledger: Ledger,
}

impl Book {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let account = ListedAccount { id: account(), name: "Mira Rose".to_owned() };
        ledger.list_accounts(1, &[account]).unwrap();
        Self { folder, ledger }
    }
}

fn account() -> AccountId {
    AccountId::new("fansly_1").unwrap()
}

fn intent(fan: &str) -> Intent {
    Intent {
        account: account(),
        fan: FanId::parse(fan).unwrap(),
        action: Action::Add,
        undoes: None,
        label: None,
    }
}

fn ending(outcome: Outcome) -> Completion {
    Completion::of(outcome)
}

const FAN: &str = "843584256474116096";

#[test]
fn an_item_ends_once_and_only_unconfirmed_can_be_reconciled() {
    let book = Book::new();
    let added = book.ledger.begin(&intent(FAN), 1).unwrap().item;
    assert!(book.ledger.end(added, &ending(Outcome::Added), 2).unwrap());
    assert!(!book.ledger.end(added, &ending(Outcome::Failed), 3).unwrap());
    let unconfirmed = book.ledger.begin(&intent(FAN), 1).unwrap().item;
    book.ledger.end(unconfirmed, &Completion::because(Outcome::Unconfirmed, Cause::NoReply), 2).unwrap();
    assert!(book.ledger.end(unconfirmed, &ending(Outcome::Added), 3).unwrap());
    assert!(!book.ledger.end(unconfirmed, &ending(Outcome::Unconfirmed), 4).unwrap());
    let outcomes = [added, unconfirmed].map(|item| book.ledger.row(item).unwrap().unwrap().outcome);
    assert_eq!(outcomes, [Some(Outcome::Added); 2]);
}

/// The user checks an item while its batch, which read the list as well, is about to write the same down.
#[test]
fn what_ended_meanwhile_does_not_keep_a_checkpoint_from_being_written() {
    let book = Book::new();
    let account = intent(FAN).account;
    let new = NewBatch { speed: Speed::Fast, ..NewBatch::new(account.clone(), Action::Add) };
    let fans = ["843584256474116096", "843584256474116097"].map(|fan| FanId::parse(fan).unwrap());
    let items = fans.into_iter().map(|fan| NewItem { fan, label: None, row: None });
    let batch = book.ledger.write_batch(&new, items, &[], 1).unwrap().id;
    let checkpoint = |endings: &[(i64, Completion)], claim| {
        let empty = Checkpoint::new(batch, account.clone(), Action::Add, 2);
        book.ledger.checkpoint(&Checkpoint { endings: endings.to_vec(), claim, ..empty })
    };
    let claimed = checkpoint(&[], 2).unwrap().claimed;
    let [first, second] = [claimed[0].item, claimed[1].item];
    let unclear = Completion::because(Outcome::Unconfirmed, Cause::NoReply);
    checkpoint(&[(first, unclear.clone()), (second, unclear)], 0).unwrap();
    assert!(book.ledger.end(first, &ending(Outcome::Added), 3).unwrap(), "the user's check");
    let added = ending(Outcome::Added);
    let counts = checkpoint(&[(first, added.clone()), (second, added)], 0).unwrap().counts;
    assert_eq!((counts.added, counts.unconfirmed), (2, 0));
}

#[test]
fn what_did_not_end_as_it_should_is_one_list() {
    let book = Book::new();
    let items = (0..10).map(|n| NewItem {
        fan: FanId::parse(&format!("84358425647411609{n}")).unwrap(),
        label: None,
        row: Some(n + 2),
    });
    let batch = book.ledger.write_batch(&NewBatch::new(account(), Action::Add), items, &[], 1).unwrap().id;
    let empty = || Checkpoint::new(batch, account(), Action::Add, 2);
    let claimed = book.ledger.checkpoint(&Checkpoint { claim: 7, ..empty() }).unwrap().claimed;
    let failed = Completion::because(Outcome::Failed, Cause::NoSuchFan);
    let unconfirmed = Completion::because(Outcome::Unconfirmed, Cause::NoReply);
    let added = Completion::of(Outcome::Added);
    let endings = [&added, &unconfirmed, &failed, &unconfirmed, &failed, &failed, &added];
    let endings = claimed.iter().zip(endings).map(|(item, end)| (item.item, end.clone())).collect();
    book.ledger.checkpoint(&Checkpoint { endings, ..empty() }).unwrap();
    book.ledger.end_waiting(batch, &Completion::of(Outcome::Stopped), 3).unwrap();

    let rows = |filter, offset, limit| book.ledger.batch_rows(batch, filter, offset, limit).unwrap();
    let parts = [BatchFilter::Failed, BatchFilter::Unconfirmed, BatchFilter::Stopped];
    let expected: Vec<_> = parts.iter().flat_map(|part| rows(*part, 0, 200).rows).collect();
    let outcomes: Vec<_> = expected.iter().map(|row| row.outcome.unwrap()).collect();
    let (failed, unconfirmed, stopped) = (Outcome::Failed, Outcome::Unconfirmed, Outcome::Stopped);
    assert_eq!(
        outcomes,
        [[failed; 3].as_slice(), &[unconfirmed; 2], &[stopped; 3]].concat(),
        "failed first, then unconfirmed, then stopped"
    );
    for offset in 0..=expected.len() + 1 {
        for limit in 0..=expected.len() + 1 {
            let page = rows(BatchFilter::Left, offset as u64, u32::try_from(limit).unwrap());
            let here: Vec<_> = expected.iter().skip(offset).take(limit).cloned().collect();
            assert_eq!((page.total, page.rows), (8, here), "{limit} after {offset}");
        }
    }
}

#[test]
fn marks_besides_vip_are_shown_as_such() {
    let book = Book::new();
    for (marks, other) in [(4, false), (6, true), (5, true), (0, false)] {
        let item = book.ledger.begin(&intent(FAN), 1).unwrap().item;
        book.ledger
            .end(item, &Completion { marks: Some(marks), ..Completion::of(Outcome::Added) }, 2)
            .unwrap();
        assert_eq!(book.ledger.row(item).unwrap().unwrap().other_marks, other, "{marks}");
    }
}

/// Adding may set a value and not a bit, which resets the other marks.
#[test]
fn marks_that_are_gone_since_are_told_and_only_by_what_did_it() {
    let book = Book::new();
    let lost = |marks| {
        let item = book.ledger.begin(&intent(FAN), 1).unwrap().item;
        book.ledger
            .end(item, &Completion { marks: Some(marks), ..Completion::of(Outcome::Added) }, 2)
            .unwrap();
        book.ledger.row(item).unwrap().unwrap().lost_marks
    };
    assert_eq!([6, 6, 4, 4, 5, 6, 0].map(lost), [false, false, true, false, false, true, true]);
}

#[test]
fn the_log_is_handed_out_in_slices() {
    let book = Book::new();
    for n in 0..1_000 {
        book.ledger.begin(&intent(&(500_000_000_000_000_000_u64 + n).to_string()), 1).unwrap();
    }
    let first = book.ledger.slice(0, 50).unwrap();
    assert_eq!((first.mark.total, first.rows.len()), (1_000, 50));
    assert_eq!(first.rows[0].fan, "500000000000000999");
    let last = book.ledger.slice(990, 500).unwrap();
    assert_eq!((last.rows.len(), last.rows[9].fan.as_str()), (10, "500000000000000000"));
    assert_eq!(book.ledger.slice(0, 100_000).unwrap().rows.len(), 200, "never the whole log");
}

#[derive(Debug, Clone)]
enum Step {
    Begin(String),
    Rest,
    Resume,
    End(Outcome),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let outcome =
        prop::sample::select(vec![Outcome::Added, Outcome::Failed, Outcome::Unconfirmed, Outcome::Stopped]);
    prop_oneof![
        "[1-9][0-9]{5,19}".prop_map(Step::Begin),
        Just(Step::Rest),
        Just(Step::Resume),
        outcome.prop_map(Step::End),
        Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// For any sequence of steps and any restart, the ledger must equal a simple model. Every fan's ID stays the same
    /// text, and every item has at most one outcome.
    #[test]
    fn the_ledger_equals_its_model(steps in prop::collection::vec(step(), 1..40)) {
        let Book { folder, mut ledger } = Book::new();
        let path = folder.path().join("ledger.sqlite3");
        let mut model: BTreeMap<i64, (String, Phase, Option<Outcome>)> = BTreeMap::new();
        for step in steps {
            let newest = model.keys().next_back().copied();
            match (step, newest) {
                (Step::Begin(fan), _) => {
                    let item = begin_sending(&ledger, &intent(&fan), 1);
                    model.insert(item, (fan, Phase::Sending, None));
                }
                (Step::Reopen, _) => {
                    drop(ledger);
                    ledger = Ledger::open(&path, 1, 2).unwrap().ledger;
                    for (_, phase, outcome) in model.values_mut() {
                        match phase {
                            Phase::Sending => *outcome = Some(Outcome::Unconfirmed),
                            Phase::Waiting => *outcome = Some(Outcome::Stopped),
                            Phase::Done => {}
                        }
                        *phase = Phase::Done;
                    }
                }
                (_, None) => {}
                (step, Some(item)) => {
                    let (_, phase, outcome) = model.get_mut(&item).unwrap();
                    match step {
                        Step::Rest if *phase == Phase::Sending => {
                            give_back(&ledger, item, item, &intent(FAN), 1);
                            *phase = Phase::Waiting;
                        }
                        Step::Resume if *phase == Phase::Waiting => {
                            claim(&ledger, item, &intent(FAN), 1);
                            *phase = Phase::Sending;
                        }
                        Step::End(end) if *phase != Phase::Done || *outcome == Some(Outcome::Unconfirmed) => {
                            ledger.end(item, &ending(end), 3).unwrap();
                            (*phase, *outcome) = (Phase::Done, Some(end));
                        }
                        _ => {}
                    }
                }
            }
            let rows = ledger.slice(0, 200).unwrap().rows.into_iter().rev();
            let found: BTreeMap<_, _> = rows.map(|row| (row.item, (row.fan, row.phase, row.outcome))).collect();
            prop_assert_eq!(&found, &model);
        }
    }
}
