//! Claims single items as the engine does, for tests that need one in a certain state.

use velvet_core::{
    ledger::{Begun, Checkpoint, Intent, Ledger},
    model::Cause,
};

/// Writes a single item down and marks it `sending`.
pub fn begin_sending(ledger: &Ledger, intent: &Intent, now: i64) -> i64 {
    let Begun { batch, item } = ledger.begin(intent, now).unwrap();
    claim(ledger, batch, intent, now);
    item
}

/// Marks the waiting item of a batch of one `sending`.
pub fn claim(ledger: &Ledger, batch: i64, intent: &Intent, now: i64) {
    checkpoint(ledger, batch, intent, &[], 1, now);
}

/// Marks an item `waiting` again.
pub fn give_back(ledger: &Ledger, batch: i64, item: i64, intent: &Intent, now: i64) {
    checkpoint(ledger, batch, intent, &[(item, None)], 0, now);
}

fn checkpoint(
    ledger: &Ledger,
    batch: i64,
    intent: &Intent,
    back: &[(i64, Option<Cause>)],
    claim: usize,
    now: i64,
) {
    let empty = Checkpoint::new(batch, intent.account.clone(), intent.action, now);
    let round = Checkpoint { known_since: Some(i64::MAX), back: back.to_vec(), claim, ..empty };
    ledger.checkpoint(&round).unwrap();
}
