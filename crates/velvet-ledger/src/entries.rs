//! Reads the log for the index in memory: entries by position, and the names of lists and accounts.

use std::{cell::OnceCell, collections::HashSet};

use rusqlite::{Connection, Params, params};

use super::{Ledger, LedgerError, changes::Changes, lock, names::shown_name, notes::Note};
use crate::text_enum::TextEnum;
use velvet_model::{Action, Cause, Standing};

/// The parts of an entry that are searched, filtered, and sorted by.
pub struct Entry<'a> {
    /// Its position in the log, from 1.
    pub place: i64,
    /// The number of its batch.
    pub batch: i64,
    /// What it shares with the other entries of its batch.
    pub heading: &'a BatchInfo,
    /// The fan ID.
    pub fan: &'a str,
    /// What the app calls the fan, if it knows a name.
    pub name: Option<&'a str>,
    /// Its standing. An outcome that could not be written yet counts as unconfirmed.
    pub standing: Standing,
    /// The cause, as stored.
    pub cause: Option<&'a str>,
    /// When it ended or, if it has not, began, in milliseconds since 1970.
    pub when: i64,
}

/// What the entries of a batch have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchInfo {
    /// The account ID.
    pub account: String,
    /// The action.
    pub action: Action,
    /// The name of the list; `None` for a single item.
    pub list: Option<String>,
}

macro_rules! entries {
    ($which:literal) => {
        concat!(
            "SELECT place, batch, fan, ",
            shown_name!(),
            ", outcome, cause, coalesce(ended, began), id FROM item WHERE place IS NOT NULL AND ",
            $which
        )
    };
}

/// A snapshot of the ledger: everything read from it is consistent.
pub struct Snapshot<'a> {
    ledger: &'a Ledger,
    connection: &'a Connection,
    /// Items whose completions could not be written, once entries are read.
    unwritten: OnceCell<HashSet<i64>>,
}

impl Ledger {
    /// Reads from a snapshot. Other readers wait meanwhile, so it should be short.
    pub fn snapshot<T>(
        &self,
        work: impl FnOnce(&Snapshot<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        self.read(|connection| work(&Snapshot { ledger: self, connection, unwritten: OnceCell::new() }))
    }

    /// Returns the ID and the name of every account there ever was.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    pub fn account_names(&self) -> Result<Vec<(String, String)>, LedgerError> {
        self.snapshot(|look| look.account_names())
    }
}

impl Snapshot<'_> {
    /// Returns the changes since the last call. Call this before anything is read: the first read fixes the snapshot,
    /// which then includes these changes.
    pub fn changes(&self) -> Changes {
        self.ledger.changes.take()
    }

    /// Passes up to `limit` entries after the position `place` to `each`, in order.
    pub fn entries_after(
        &self,
        place: i64,
        limit: usize,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> rusqlite::Result<()> {
        self.hand_out(entries!("place > ? ORDER BY place LIMIT ?"), params![place, limit], each)
    }

    /// Passes those of the items that are in the log to `each`.
    pub fn entries_of<'i>(
        &self,
        items: impl IntoIterator<Item = &'i i64>,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> rusqlite::Result<()> {
        items.into_iter().try_for_each(|item| self.hand_out(entries!("id = ?"), params![item], each))
    }

    /// Passes the entries of a fan to `each`.
    pub fn entries_about(&self, fan: &str, each: &mut dyn FnMut(&Entry<'_>)) -> rusqlite::Result<()> {
        self.hand_out(entries!("fan = ?"), [fan], each)
    }

    /// Passes the entries that take their name from this item to `each`.
    pub fn entries_named_by(&self, item: i64, each: &mut dyn FnMut(&Entry<'_>)) -> rusqlite::Result<()> {
        let which = entries!(
            "nullif(label, '') IS NULL AND fan = (SELECT its.fan FROM item AS its WHERE its.id = ? AND its.label <> '')"
        );
        self.hand_out(which, [item], each)
    }

    /// Returns the name of a list. `None` for a single item, or if there is no such batch.
    pub fn list_name(&self, batch: i64) -> rusqlite::Result<Option<String>> {
        Ok(heading(self.connection, batch)?.and_then(|heading| heading.list))
    }

    /// Returns the ID and the name of every account there ever was.
    pub fn account_names(&self) -> rusqlite::Result<Vec<(String, String)>> {
        let mut statement = self.connection.prepare_cached("SELECT id, name FROM account")?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        names.collect()
    }

    /// Returns up to `limit` notes after the one with the number `after`, in order.
    pub fn notes_after(&self, after: i64, limit: usize) -> rusqlite::Result<Vec<Note>> {
        self.connection
            .prepare_cached("SELECT rowid, fan, text FROM note WHERE rowid > ? ORDER BY rowid LIMIT ?")?
            .query_map(params![after, limit], |row| {
                Ok(Note { id: row.get(0)?, fan: row.get(1)?, text: row.get(2)? })
            })?
            .collect()
    }

    /// Returns a note by its number.
    pub fn note(&self, note: i64) -> rusqlite::Result<Option<Note>> {
        Ok(self.notes_after(note - 1, 1)?.pop().filter(|found| found.id == note))
    }

    /// Returns the positions of a fan in the log, in order.
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
        // Neighbors are mostly from the same batch.
        let mut last: Option<(i64, BatchInfo)> = None;
        while let Some(row) = rows.next()? {
            let batch = row.get(1)?;
            if last.as_ref().is_none_or(|(of, _)| *of != batch) {
                last = heading(self.connection, batch)?.map(|heading| (batch, heading));
            }
            let Some((_, heading)) = &last else { continue };
            // As in the entries themselves, an outcome that could not be written is not shown as one.
            let unwritten = unwritten.contains(&row.get(7)?);
            each(&Entry {
                place: row.get(0)?,
                batch,
                heading,
                fan: row.get_ref(2)?.as_str()?,
                name: row.get_ref(3)?.as_str_or_null()?,
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
