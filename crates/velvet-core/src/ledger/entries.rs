//! The log as it is taken into memory to be searched and sorted: rows by their place, names of lists and accounts.

use std::collections::HashSet;

use rusqlite::{Connection, Params, params};

use super::{Ledger, lock};
use crate::{
    view::{Action, Cause, Failure, Standing},
    words::Word,
};

/// What of a row of the log is searched, filtered and sorted by.
pub(crate) struct Entry<'a> {
    /// Its place in the log, the first one being 1.
    pub(crate) place: i64,
    pub(crate) batch: i64,
    pub(crate) heading: &'a Heading,
    pub(crate) fan: &'a str,
    pub(crate) label: Option<&'a str>,
    pub(crate) standing: Standing,
    /// The cause's word.
    pub(crate) cause: Option<&'a str>,
    /// When it ended, or began.
    pub(crate) when: i64,
}

/// What the rows of a batch have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) account: String,
    pub(crate) action: Action,
    /// The name of the list; nothing for a single item.
    pub(crate) list: Option<String>,
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

impl Ledger {
    /// Hands out up to `limit` rows of the log after `place`, in order.
    pub(crate) fn entries_after(
        &self,
        place: i64,
        limit: usize,
        each: &mut dyn FnMut(&Entry<'_>),
    ) -> Result<(), Failure> {
        let unwritten = self.unwritten_items();
        self.with(|connection| {
            let which = entries!("place > ? ORDER BY place LIMIT ?");
            hand_out(connection, which, params![place, limit], &unwritten, each)
        })
    }

    /// Hands out these items as far as they are in the log.
    pub(crate) fn entries_of(&self, items: &[i64], each: &mut dyn FnMut(&Entry<'_>)) -> Result<(), Failure> {
        let unwritten = self.unwritten_items();
        self.with(|connection| {
            items.iter().try_for_each(|item| {
                hand_out(connection, entries!("id = ?"), params![item], &unwritten, each)
            })
        })
    }

    /// The name of a list; nothing for a single item, or when there is none.
    pub(crate) fn list_name(&self, batch: i64) -> Result<Option<String>, Failure> {
        self.with(|connection| Ok(heading(connection, batch)?.and_then(|heading| heading.list)))
    }

    /// Every account there ever was, with its name.
    pub(crate) fn account_names(&self) -> Result<Vec<(String, String)>, Failure> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name FROM account")?;
            let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            names.collect()
        })
    }

    /// Asked for before the connection is held, never while it is: whoever writes them holds them first.
    fn unwritten_items(&self) -> HashSet<i64> {
        lock(&self.unwritten).keys().copied().collect()
    }
}

fn hand_out(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    unwritten: &HashSet<i64>,
    each: &mut dyn FnMut(&Entry<'_>),
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let not_saved = Cause::NotSaved.word();
    // Neighbours are mostly of the same batch.
    let mut last: Option<(i64, Heading)> = None;
    while let Some(row) = rows.next()? {
        let batch = row.get(1)?;
        if last.as_ref().is_none_or(|(of, _)| *of != batch) {
            last = heading(connection, batch)?.map(|heading| (batch, heading));
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
                _ if unwritten => Standing::Unsure,
                Some(outcome) => standing(outcome),
                None => Standing::Open,
            },
            cause: if unwritten { Some(&not_saved) } else { row.get_ref(5)?.as_str_or_null()? },
            when: row.get(6)?,
        });
    }
    Ok(())
}

fn heading(connection: &Connection, batch: i64) -> rusqlite::Result<Option<Heading>> {
    let sql = "SELECT account, action, iif(pace IS NULL, NULL, name) FROM batch WHERE id = ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([batch])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let action = if row.get_ref(1)?.as_str()? == "add" { Action::Add } else { Action::Remove };
    Ok(Some(Heading { account: row.get(0)?, action, list: row.get(2)? }))
}

fn standing(outcome: &str) -> Standing {
    match outcome {
        "added" => Standing::Added,
        "removed" => Standing::Removed,
        "already" => Standing::Already,
        "failed" => Standing::Failed,
        "stopped" => Standing::Stopped,
        _ => Standing::Unsure,
    }
}
