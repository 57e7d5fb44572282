//! Tests that frequent reads and writes take as long in a long log as in a short one.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{Checkpoint, Completion, Ledger, NewBatch, NewItem, lock};
use velvet_model::ids::{AccountId, FanId};
use velvet_model::{Action, Outcome, Speed};

/// Writes one checkpoint, and reads the length of the log.
fn work(ledger: &Ledger, batch: i64, account: &AccountId, endings: &mut Vec<(i64, Completion)>) {
    let empty = Checkpoint::new(batch, account.clone(), Action::Add, 1);
    let round = Checkpoint { endings: std::mem::take(endings), claim: 20, requests: 20, ..empty };
    let claimed = ledger.checkpoint(&round).unwrap().claimed;
    ledger.mark().unwrap();
    let added = Completion::of(Outcome::Added);
    *endings = claimed.into_iter().map(|claimed| (claimed.item, added.clone())).collect();
}

/// Returns the steps that SQLite takes for a checkpoint in a ledger of this many items.
fn cost(items: u32) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
    let account = AccountId::new("fansly_1").unwrap();
    ledger.remember_account(&account).unwrap();
    let new = NewBatch { speed: Speed::Fast, ..NewBatch::new(account.clone(), Action::Add) };
    let fans = (0..items).map(|n| NewItem {
        fan: FanId::from_digits((500_000_000 + n).to_string()).unwrap(),
        label: None,
        row: None,
    });
    let batch = ledger.write_batch(&new, fans, &[], 1).unwrap().id;
    let steps = Arc::<AtomicU64>::default();
    let counted = steps.clone();
    let count = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        false
    };
    lock(&ledger.writer).progress_handler(1, Some(count)).unwrap();
    let mut endings = Vec::new();
    work(&ledger, batch, &account, &mut endings);
    let before = steps.load(Ordering::Relaxed);
    work(&ledger, batch, &account, &mut endings);
    steps.load(Ordering::Relaxed) - before
}

#[test]
fn a_round_costs_the_same_however_much_there_is() {
    let (few, many) = (cost(100), cost(3_000));
    assert!(few > 0 && many < few * 2, "from {few} to {many}");
}
