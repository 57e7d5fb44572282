//! The ledger's tables, and the steps from each version to the next.

use rusqlite::{Connection, TransactionBehavior};

/// `VRop`, so that another program's file is never taken for a ledger.
pub(super) const APPLICATION: i32 = 0x5652_6f70;

/// One step per version, never changed once released.
const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The version this app writes.
pub(super) const VERSION: usize = STEPS.len();

/// The version of a file; 0 when it is new.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .map(|v| usize::try_from(v).unwrap_or(usize::MAX))
}

/// Brings the file to [`VERSION`], whole or not at all. Also proves that the file can be written.
pub(super) fn upgrade(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in &STEPS[from..] {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", i64::try_from(VERSION).unwrap_or(i64::MAX))?;
    change.commit()
}
