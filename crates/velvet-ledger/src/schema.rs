//! The ledger's tables, and the migrations between versions.

use std::sync::OnceLock;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use velvet_platform::failpoint::{self, FailPoint};

/// The application ID `VRop`, so that another program's file is never taken for a ledger.
pub(super) const APPLICATION: i32 = 0x5652_6f70;

/// One migration per version. Never changed once released, not even a comment inside a statement: SQLite stores the
/// text of the statements in the file, and it is compared when the file is opened.
const STEPS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

/// The version this app writes.
pub(super) const VERSION: usize = STEPS.len();

/// Returns the version of a file; 0 for a new file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .map(|v| usize::try_from(v).unwrap_or(usize::MAX))
}

/// Upgrades the file to [`VERSION`], atomically. Also proves that the file can be written.
pub(super) fn upgrade(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    let change = steps(connection, from, VERSION)?;
    failpoint::hit(FailPoint::BeforeUpgradeCommit);
    change.commit()
}

/// Creates the tables of a version in a new file.
pub(super) fn create(connection: &mut Connection, version: usize) -> rusqlite::Result<()> {
    steps(connection, 0, version)?.commit()
}

fn steps(connection: &mut Connection, from: usize, to: usize) -> rusqlite::Result<Transaction<'_>> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in &STEPS[from..to] {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", i64::try_from(to).unwrap_or(i64::MAX))?;
    Ok(change)
}

/// Returns whether the schema is exactly the one of a version. A crafted file may have the right application ID and its
/// own triggers. No trigger of the file runs.
pub(super) fn is_ours(connection: &Connection, version: usize) -> rusqlite::Result<bool> {
    static MADE: [OnceLock<Vec<Part>>; VERSION] = [const { OnceLock::new() }; VERSION];
    let Some(place) = version.checked_sub(1).and_then(|place| MADE.get(place)) else { return Ok(false) };
    let made = if let Some(made) = place.get() {
        made
    } else {
        let mut made = Connection::open_in_memory()?;
        create(&mut made, version)?;
        let made = parts(&made)?;
        place.get_or_init(|| made)
    };
    Ok(&parts(connection)? == made)
}

/// Type, name, table, and SQL text of an object in the schema. As bytes, because a crafted file may hold invalid text.
type Part = [Option<Vec<u8>>; 4];

/// Returns every object of the schema, except the tables in which `ANALYZE` keeps its statistics.
fn parts(connection: &Connection) -> rusqlite::Result<Vec<Part>> {
    connection
        .prepare(
            "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB)
             FROM sqlite_schema WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))
             ORDER BY type, name, tbl_name, sql",
        )?
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use rusqlite::Connection;

    use super::*;
    use crate::{Ledger, StoredState};
    use velvet_model::{Outcome, Phase};

    /// Data as the first version wrote it: an add that was undone, and one that was in flight.
    const FIRST: &str = "
        INSERT INTO account (id, name, place) VALUES ('fansly_1', 'Mira Rose', 0);
        INSERT INTO batch (account, action, began) VALUES ('fansly_1', 'add', 1), ('fansly_1', 'remove', 2),
               ('fansly_1', 'add', 3);
        INSERT INTO item (id, batch, fan, phase, outcome, undoes, began, ended) VALUES
               (1, 1, '843584256474116096', 'done', 'added', NULL, 1, 1),
               (2, 2, '843584256474116096', 'done', 'removed', 1, 2, 2),
               (3, 3, '227317562784874496', 'sending', NULL, NULL, 3, NULL);";

    /// Data as the second version wrote it: a batch that has ended, and one whose VIP list is still to be loaded.
    const SECOND: &str = "
        INSERT INTO account (id, name, place) VALUES ('fansly_1', 'Mira Rose', 0);
        INSERT INTO batch (id, account, action, began, pace, name, state, look, total, added, ended) VALUES
               (1, 'fansly_1', 'add', 1, 'fast', 'Friday', 'ended', 0, 1, 1, 2),
               (2, 'fansly_1', 'add', 3, 'steady', 'Sunday', 'paused', 1, 1, 0, NULL);
        INSERT INTO item (id, batch, fan, phase, outcome, began, ended, row, place) VALUES
               (1, 1, '843584256474116096', 'done', 'added', 1, 2, 7, 1),
               (2, 2, '227317562784874496', 'waiting', NULL, 3, NULL, 1, NULL);";

    /// Creates a ledger of an older version in a new folder.
    fn older(version: usize, content: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let connection = Connection::open(&path).unwrap();
        STEPS[..version].iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection.execute_batch(content).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION).unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
        (folder, path)
    }

    /// Data as the second version wrote it: a stopped batch with two fans who were never sent.
    const STOPPED: &str = "
        INSERT INTO account (id, name, place) VALUES ('fansly_1', 'Mira Rose', 0);
        INSERT INTO batch (id, account, action, began, pace, state) VALUES (1, 'fansly_1', 'add', 1, 'fast', 'ended');
        INSERT INTO item (id, batch, fan, phase, outcome, began, ended, place) VALUES
               (1, 1, '500000000000000001', 'done', 'stopped', 1, 9, NULL),
               (2, 1, '500000000000000002', 'done', 'stopped', 1, 8, NULL),
               (3, 1, '500000000000000003', 'done', 'added', 1, 6, 1);";

    #[test]
    fn what_was_never_sent_comes_into_the_log() {
        let (_folder, path) = older(2, STOPPED);
        let ledger = Ledger::open(&path, 1, 9).unwrap().ledger;
        let rows = ledger.slice(0, 10).unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.item).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_ledger_of_the_first_version_keeps_its_log() {
        let (_folder, path) = older(1, FIRST);
        let opened = Ledger::open(&path, 1, 9).unwrap();
        assert_eq!((opened.set_aside, opened.interrupted), (None, 1));
        let slice = opened.ledger.slice(0, 10).unwrap();
        assert_eq!(slice.mark.total, 3);
        let rows: Vec<_> = slice.rows.iter().map(|row| (row.item, row.phase, row.outcome)).collect();
        assert_eq!(
            rows,
            [
                (3, Phase::Done, Some(Outcome::Unconfirmed)),
                (2, Phase::Done, Some(Outcome::Removed)),
                (1, Phase::Done, Some(Outcome::Added))
            ]
        );
        assert!(slice.rows[2].undone && slice.rows[0].batch.is_none());
        assert_eq!(opened.ledger.batches(0, 10).unwrap().0, 0, "single items are no lists");
        drop(opened.ledger);
        assert_eq!(Ledger::open(&path, 1, 9).unwrap().interrupted, 0);
        assert_eq!(version(&Connection::open(&path).unwrap()), Ok(VERSION));
    }

    /// That version did not store whether the VIP list was loaded, so nothing is claimed.
    #[test]
    fn a_ledger_of_the_second_version_keeps_its_lists() {
        let (_folder, path) = older(2, SECOND);
        let opened = Ledger::open(&path, 1, 9).unwrap();
        assert_eq!((opened.set_aside, opened.interrupted), (None, 0));
        let (total, batches) = opened.ledger.batches(0, 10).unwrap();
        let [open, ended] = &batches[..] else { panic!("{batches:?}") };
        assert_eq!((total, ended.stored.clone(), ended.can_undo), (2, StoredState::Ended, 1));
        assert_eq!((ended.name.as_str(), ended.looked, ended.look_first), ("Friday", false, false));
        assert_eq!((open.counts.waiting, open.looked, open.look_first), (1, false, true));
        drop(opened.ledger);
        assert_eq!(version(&Connection::open(&path).unwrap()), Ok(VERSION));
    }
}
