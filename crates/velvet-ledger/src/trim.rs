//! Old entries go, and what stays tells the same story as before.

use std::sync::atomic::Ordering;

use rusqlite::{Connection, params};

use super::{Ledger, LedgerError, lock};
use crate::row::TrimOffer;
use velvet_platform::failpoint::{self, FailPoint};

impl Ledger {
    /// What would go if the log were trimmed up to `before`.
    pub fn trim_offer(&self, before: i64) -> Result<TrimOffer, LedgerError> {
        self.read(|whole| {
            // The tables it needs are of the connection alone.
            select(whole, before)?;
            let count = |sql: &str| whole.query_row(sql, [], |row| row.get::<_, u64>(0));
            let rows = count("SELECT count(*) FROM item WHERE place IS NOT NULL")?;
            let gone = count(
                "SELECT count(*) FROM trimmed JOIN item ON item.batch = trimmed.batch WHERE item.place IS NOT NULL",
            )?;
            Ok(TrimOffer { rows, left: rows - gone })
        })
    }

    /// Removes the batches that ended before `before`, single ones included, whole or not at all. What stays:
    ///
    /// * a batch with an item that has not ended;
    /// * one that a batch which stays takes back, tries again, or comes from so;
    /// * one that did something to a fan after a batch which stays did: what was done to a fan last is what the app goes
    ///   by.
    ///
    /// What is gone is gone from the disk too, as far as there is room to write the rest anew.
    ///
    /// # Errors
    /// A `ledger_…` code; the log is as it was.
    pub fn trim(&self, before: i64) -> Result<(), LedgerError> {
        // Nobody looks meanwhile: what they look for stands elsewhere afterwards.
        let _reader = lock(&self.reader);
        let trimmed = self.change(|connection| {
            let change = connection.transaction()?;
            select(&change, before)?;
            // Items name each other; which of them goes first makes no difference.
            change.pragma_update(None, "defer_foreign_keys", true)?;
            change.execute("DELETE FROM wait WHERE batch IN (SELECT batch FROM trimmed)", [])?;
            change.execute("DELETE FROM item WHERE batch IN (SELECT batch FROM trimmed)", [])?;
            change.execute("DELETE FROM batch WHERE id IN (SELECT batch FROM trimmed)", [])?;
            renumber(&change)?;
            failpoint::hit(FailPoint::BeforeTrimCommit);
            change.commit()?;
            failpoint::hit(FailPoint::BeforeTrimVacuum);
            if let Err(error) = vacuum(connection) {
                tracing::warn!(%error, "the room of what was trimmed is not given back yet");
            }
            Ok(())
        });
        self.trims.fetch_add(1, Ordering::Release);
        trimmed
    }
}

/// Fills the table `trimmed` with the batches that go.
fn select(change: &Connection, before: i64) -> rusqlite::Result<()> {
    change.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS trimmed (batch INTEGER PRIMARY KEY);
         CREATE TEMP TABLE IF NOT EXISTS tie (one INTEGER, other INTEGER);
         DELETE FROM temp.trimmed;
         DELETE FROM temp.tie;
         INSERT INTO temp.tie
             SELECT id, undoes FROM batch WHERE undoes IS NOT NULL
             UNION SELECT id, retries FROM batch WHERE retries IS NOT NULL
             UNION SELECT item.batch, old.batch FROM item JOIN item AS old ON old.id = item.undoes
                   WHERE item.undoes IS NOT NULL;",
    )?;
    change.execute(
        "INSERT INTO temp.trimmed
         SELECT id FROM batch WHERE state = 'ended'
            AND coalesce(ended, (SELECT max(item.ended) FROM item WHERE item.batch = batch.id)) < ?
            AND NOT EXISTS (SELECT 1 FROM item WHERE item.batch = batch.id AND phase <> 'done')",
        [before],
    )?;
    while retain_dependencies(change)? > 0 {}
    Ok(())
}

/// Takes out what must stay for the sake of what stays already. How many that were.
fn retain_dependencies(change: &Connection) -> rusqlite::Result<usize> {
    let tied = change.execute(
        "DELETE FROM temp.trimmed WHERE batch IN
            (SELECT one FROM temp.tie WHERE other NOT IN (SELECT batch FROM temp.trimmed)
             UNION SELECT other FROM temp.tie WHERE one NOT IN (SELECT batch FROM temp.trimmed))",
        [],
    )?;
    let last: Option<i64> = change.query_row(
        "SELECT max(item.place) FROM temp.trimmed JOIN item ON item.batch = trimmed.batch",
        [],
        |row| row.get(0),
    )?;
    let overtaking = change.execute(
        "DELETE FROM temp.trimmed WHERE batch IN
            (SELECT later.batch FROM item AS sooner JOIN batch AS its ON its.id = sooner.batch
             JOIN item AS later ON later.fan = sooner.fan AND later.place > sooner.place
             JOIN batch AS that ON that.id = later.batch AND that.account = its.account
             WHERE sooner.place < ?1 AND sooner.batch NOT IN (SELECT batch FROM temp.trimmed))",
        [last],
    )?;
    Ok(tied + overtaking)
}

/// Places follow each other without a gap, from 1 on.
fn renumber(change: &Connection) -> rusqlite::Result<()> {
    let items: Vec<(i64, i64)> = change
        .prepare("SELECT id, place FROM item WHERE place IS NOT NULL ORDER BY place")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    // From the first one on: the place that each moves to is free by then.
    let mut moved = change.prepare("UPDATE item SET place = ? WHERE id = ?")?;
    for ((item, place), new) in items.into_iter().zip(1..) {
        if place != new {
            moved.execute(params![new, item])?;
        }
    }
    Ok(())
}

/// Writes the file anew, without what is gone. Meanwhile what stays is in memory as a whole: a copy among the system's
/// temporary files would be one that nobody knows of.
fn vacuum(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
