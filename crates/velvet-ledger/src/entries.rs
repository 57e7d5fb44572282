//! The log as it is taken into memory to be searched and sorted: rows by their place, names of lists and accounts.

use std::{cell::OnceCell, collections::HashSet};

use rusqlite::{Connection, Params, params};

use super::{Ledger, LedgerError, changes::Changes, lock, notes::Note};
use crate::text_enum::TextEnum;
use velvet_model::{Action, Cause, Standing};

/// What of a row of the log is searched, filtered and sorted by.
pub struct Entry<'a> {
    /// Its place in the log, the first one being 1.
    pub place: i64,
    /// The number of its batch.
    pub batch: i64,
    /// What it shares with the other rows of its batch.
    pub heading: &'a BatchInfo,
    /// The fan ID.
    pub fan: &'a str,
    /// What the list called the fan, if anything.
    pub label: Option<&'a str>,
    /// How it stands; an outcome that could not be written down yet counts as unsure.
    pub standing: Standing,
    /// The cause's word.
    pub cause: Option<&'a str>,
    /// When it ended, or began.
    pub when: i64,
}

/// What the rows of a batch have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchInfo {
    /// The account ID.
    pub account: String,
    /// What was done for the fans.
    pub action: Action,
    /// The name of the list; nothing for a single item.
    pub list: Option<String>,
}

macro_rules! entries {
    ($which:literal) => {
        concat!(
            "SELECT place, batch, fan, label, outcome, cause, coalesce(ended, began), id FROM item
             WHERE place IS NOT NULL AND ",
            $which
        )
    };
}

/// The ledger at one moment: what is read in one look fits together.
pub struct Snapshot<'a> {
    ledger: &'a Ledger,
    connection: &'a Connection,
    /// Items whose endings could not be written, once somebody asks for rows.
    unwritten: OnceCell<HashSet<i64>>,
}

impl Ledger {
    /// Looks into the ledger. Others who look wait meanwhile, so it should be short.
    pub fn snapshot<T>(
        &self,
        work: impl FnOnce(&Snapshot<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        self.read(|connection| work(&Snapshot { ledger: self, connection, unwritten: OnceCell::new() }))
    }

    /// Every account there ever was, with its name.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    pub fn account_names(&self) -> Result<Vec<(String, String)>, LedgerError> {
        self.snapshot(|look| look.account_names())
    }
}

impl Snapshot<'_> {
    /// What has changed since this was last asked. Asked before anything is read: a moment of the ledger is chosen by the
    /// first thing that is read of it, and what is told here is in it.
    pub fn changes(&self) -> Changes {
        self.ledger.changes.take()
    }

    /// Hands out up to `limit` rows of the log after `place`, in order.
    pub fn entries_after(
        &self,
        place: i64,
        limit: usize,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> rusqlite::Result<()> {
        self.hand_out(entries!("place > ? ORDER BY place LIMIT ?"), params![place, limit], each)
    }

    /// Hands out these items as far as they are in the log.
    pub fn entries_of<'i>(
        &self,
        items: impl IntoIterator<Item = &'i i64>,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> rusqlite::Result<()> {
        items.into_iter().try_for_each(|item| self.hand_out(entries!("id = ?"), params![item], each))
    }

    /// The name of a list; nothing for a single item, or when there is none.
    pub fn list_name(&self, batch: i64) -> rusqlite::Result<Option<String>> {
        Ok(heading(self.connection, batch)?.and_then(|heading| heading.list))
    }

    /// Every account there ever was, with its name.
    pub fn account_names(&self) -> rusqlite::Result<Vec<(String, String)>> {
        let mut statement = self.connection.prepare_cached("SELECT id, name FROM account")?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        names.collect()
    }

    /// Up to `limit` notes after the one with the number `after`, in order.
    pub fn notes_after(&self, after: i64, limit: usize) -> rusqlite::Result<Vec<Note>> {
        self.connection
            .prepare_cached("SELECT rowid, fan, text FROM note WHERE rowid > ? ORDER BY rowid LIMIT ?")?
            .query_map(params![after, limit], |row| {
                Ok(Note { id: row.get(0)?, fan: row.get(1)?, text: row.get(2)? })
            })?
            .collect()
    }

    /// A note by its number.
    pub fn note(&self, note: i64) -> rusqlite::Result<Option<Note>> {
        Ok(self.notes_after(note - 1, 1)?.pop().filter(|found| found.id == note))
    }

    /// The places of a fan in the log, in order.
    pub fn places_of(&self, fan: &str) -> rusqlite::Result<Vec<i64>> {
        self.connection
            .prepare_cached("SELECT place FROM item WHERE fan = ? AND place IS NOT NULL ORDER BY place")?
            .query_map([fan], |row| row.get(0))?
            .collect()
    }

    fn hand_out(
        &self,
        sql: &str,
        params: impl Params,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let unwritten = self.unwritten.get_or_init(|| lock(&self.ledger.unwritten).keys().copied().collect());
        let not_saved = Cause::NotSaved.text();
        // Neighbours are mostly of the same batch.
        let mut last: Option<(i64, BatchInfo)> = None;
        while let Some(row) = rows.next()? {
            let batch = row.get(1)?;
            if last.as_ref().is_none_or(|(of, _)| *of != batch) {
                last = heading(self.connection, batch)?.map(|heading| (batch, heading));
            }
            let Some((_, heading)) = &last else { continue };
            // As in the rows themselves: an ending that could not be written is not shown as one.
            let unwritten = unwritten.contains(&row.get(7)?);
            each(&Entry {
                place: row.get(0)?,
                batch,
                heading,
                fan: row.get_ref(2)?.as_str()?,
                label: row.get_ref(3)?.as_str_or_null()?,
                standing: match row.get_ref(4)?.as_str_or_null()? {
                    _ if unwritten => Standing::Unconfirmed,
                    Some(outcome) => standing(outcome),
                    None => Standing::Open,
                },
                cause: if unwritten { Some(not_saved) } else { row.get_ref(5)?.as_str_or_null()? },
                when: row.get(6)?,
            });
        }
        Ok(())
    }
}

fn heading(connection: &Connection, batch: i64) -> rusqlite::Result<Option<BatchInfo>> {
    let sql = "SELECT account, action, iif(pace IS NULL, NULL, name) FROM batch WHERE id = ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([batch])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let action = if row.get_ref(1)?.as_str()? == "add" { Action::Add } else { Action::Remove };
    Ok(Some(BatchInfo { account: row.get(0)?, action, list: row.get(2)? }))
}

fn standing(outcome: &str) -> Standing {
    match outcome {
        "added" => Standing::Added,
        "removed" => Standing::Removed,
        "already" => Standing::Already,
        "failed" => Standing::Failed,
        "stopped" => Standing::Stopped,
        _ => Standing::Unconfirmed,
    }
}
