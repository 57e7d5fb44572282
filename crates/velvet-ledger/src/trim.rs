//! Removes old entries, without changing what the rest tells.

use std::path::Path;

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
    ffi, params,
};

use super::{
    Ledger, LedgerError, connection::connect_with, copy::NotCopied, lock, private_file::PrivateFile,
};
use crate::row::TrimOffer;
use velvet_platform::failpoint::{self, FailPoint};

/// Rows per statement. To be able to undo a statement, SQLite keeps the pages that it changes in memory.
const CHUNK: usize = 10_000;

/// Pages copied per step.
const PAGES: i32 = 16;

impl Ledger {
    /// Returns what trimming the log up to `before` would remove.
    pub fn trim_offer(&self, before: i64) -> Result<TrimOffer, LedgerError> {
        let mut reader = self.read_apart()?;
        let counted = reader.transaction().and_then(|whole| {
            select(&whole, before)?;
            let count = |sql: &str| whole.query_row(sql, [], |row| row.get::<_, u64>(0));
            let rows = count("SELECT count(*) FROM item WHERE place IS NOT NULL")?;
            let gone = count(
                "SELECT count(*) FROM trimmed JOIN item ON item.batch = trimmed.batch WHERE item.place IS NOT NULL",
            )?;
            Ok(TrimOffer { rows, left: rows - gone })
        });
        counted.map_err(|error| LedgerError::sqlite(error, self.path()))
    }

    /// Removes the batches that ended before `before`, in milliseconds since 1970, including single items. Each is
    /// removed completely or not at all. These stay:
    ///
    /// * a batch with an item that has not ended;
    /// * a batch that is linked to one that stays, because one undoes or retries the other;
    /// * a batch with an item that is later than an item for the same fan that stays: the last outcome of a fan is what
    ///   the app relies on.
    ///
    /// Call [`Self::shrink`] afterward, so that the entries are gone from the disk too.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. The log is then unchanged.
    pub fn trim(&self, before: i64) -> Result<(), LedgerError> {
        let _alone = self.exclude_readers();
        let mut trims = self.change(|connection| {
            let change = connection.transaction()?;
            select(&change, before)?;
            // Items refer to each other, in any order.
            change.pragma_update(None, "defer_foreign_keys", true)?;
            change.execute("DELETE FROM wait WHERE batch IN (SELECT batch FROM trimmed)", [])?;
            delete(&change, "item", "batch")?;
            delete(&change, "batch", "id")?;
            renumber(&change)?;
            failpoint::hit(FailPoint::BeforeTrimCommit);
            // A reader with old positions sees either the old log or the new number of trims.
            let trims = lock(&self.trims);
            change.commit()?;
            Ok(trims)
        })?;
        *trims += 1;
        Ok(())
    }

    /// Frees the disk space of removed entries. Readers go on meanwhile; writers wait.
    ///
    /// `VACUUM` would keep the rest of the ledger in memory, because SQLite may not write fans into temporary files.
    /// Instead, the rest is written to a private file beside the ledger and copied back in one transaction. A crash
    /// leaves either the old pages or the new ones.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. The log is unchanged either way; only its space is not freed.
    pub fn shrink(&self) -> Result<(), LedgerError> {
        let _alone = self.exclude_readers();
        let mut writer = lock(&self.writer);
        failpoint::hit(FailPoint::BeforeTrimVacuum);
        let rewritten = rewrite(&mut writer, self.path());
        // The WAL holds all copied pages, even if the copy failed.
        let emptied = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        self.wal_tag.keep(&writer);
        match rewritten.and_then(|()| Ok(emptied?)) {
            Ok(()) => Ok(()),
            Err(NotCopied::Ledger(error)) => Err(LedgerError::sqlite(error, self.path())),
            Err(NotCopied::File(error)) => Err(LedgerError::not_made(error, self.path())),
        }
    }
}

/// Rewrites the ledger without free pages.
fn rewrite(writer: &mut Connection, path: &Path) -> Result<(), NotCopied> {
    let private = PrivateFile::beside(path)?;
    writer.execute("VACUUM INTO ?", [private.path().to_str()])?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let compact = connect_with(private.path(), flags)?;
    let copy = Backup::new(&compact, writer)?;
    loop {
        match copy.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => failpoint::hit(FailPoint::DuringTrimVacuum),
            // Another program has locked the ledger.
            _ => return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None).into()),
        }
    }
}

/// Fills the table `trimmed` with the batches to remove.
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

/// Removes batches from `trimmed` that must stay because of others that stay. Returns how many.
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

/// Deletes the rows of a table whose column `batch` is in `trimmed`.
fn delete(change: &Connection, table: &str, batch: &str) -> rusqlite::Result<()> {
    let mut next = change
        .prepare(&format!("SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?)"))?;
    let mut delete = change.prepare(&format!(
        "DELETE FROM {table} WHERE id > ? AND id <= ? AND {batch} IN (SELECT batch FROM temp.trimmed)"
    ))?;
    let mut last = 0;
    while let Some(until) = next.query_row(params![last, CHUNK], |row| row.get::<_, Option<i64>>(0))? {
        delete.execute([last, until])?;
        last = until;
    }
    Ok(())
}

/// Renumbers the positions from 1, without gaps.
fn renumber(change: &Connection) -> rusqlite::Result<()> {
    let mut following =
        change.prepare("SELECT id, place FROM item WHERE place > ? ORDER BY place LIMIT ?")?;
    // In ascending order, so that each new position is free by then.
    let mut moved = change.prepare("UPDATE item SET place = ? WHERE id = ?")?;
    let (mut last, mut free) = (0, 1..);
    loop {
        let items: Vec<(i64, i64)> = following
            .query_map(params![last, CHUNK], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let Some((_, place)) = items.last() else { return Ok(()) };
        last = *place;
        for ((item, place), new) in items.into_iter().zip(&mut free) {
            if place != new {
                moved.execute(params![new, item])?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, sync::mpsc, thread, time::Duration};

    use super::*;

    #[test]
    fn nobody_who_looks_waits_for_a_trim_or_for_the_space_to_be_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Arc::new(Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger);
        // Checked the other way around: neither waits for a reader.
        let reader = lock(&ledger.reader);
        let (tell, told) = mpsc::channel();
        let its = ledger.clone();
        thread::spawn(move || {
            let done = its.trim_offer(0).map(drop).and_then(|()| its.trim(0)).and_then(|()| its.shrink());
            tell.send(done)
        });
        told.recv_timeout(Duration::from_secs(20)).expect("it needs the reader").unwrap();
        drop(reader);
        // A search that builds its index starts to watch for changes.
        let _writer = lock(&ledger.writer);
        let (tell, told) = mpsc::channel();
        let its = ledger.clone();
        thread::spawn(move || {
            its.watch();
            tell.send(its.mark())
        });
        told.recv_timeout(Duration::from_secs(20)).expect("it waits for the writer").unwrap();
    }
}
