//! Reads the app's ledger file without the app.

use std::collections::BTreeMap;

use rusqlite::{Connection, OpenFlags};

use crate::app::Start;

/// Returns every fan in the ledger and the outcome, or `waiting` or `sending` without one. The app must not be running,
/// because it locks the file.
pub fn items(start: &Start<'_>) -> Vec<(String, String)> {
    let file = start.data_folder().join("ledger.sqlite3");
    let ledger =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the app has ended");
    let mut items =
        ledger.prepare("SELECT fan, coalesce(outcome, phase) FROM item ORDER BY id").expect("it is a ledger");
    let rows = items.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it can be read");
    rows.collect::<Result<_, _>>().expect("items have fans")
}

/// Counts the fans by outcome.
pub fn outcomes(start: &Start<'_>) -> BTreeMap<String, u64> {
    let mut outcomes = BTreeMap::new();
    for (_, outcome) in items(start) {
        *outcomes.entry(outcome).or_default() += 1;
    }
    outcomes
}

/// Returns the state of each batch, oldest first.
pub fn batch_states(start: &Start<'_>) -> Vec<String> {
    let file = start.data_folder().join("ledger.sqlite3");
    let ledger =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the app has ended");
    let mut batches = ledger.prepare("SELECT state FROM batch ORDER BY id").expect("it is a ledger");
    let rows = batches.query_map([], |row| row.get(0)).expect("it can be read");
    rows.collect::<Result<_, _>>().expect("batches have a state")
}
