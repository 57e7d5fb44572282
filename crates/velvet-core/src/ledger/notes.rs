//! One line about a fan, and names of lists: what the user writes beside what happened.

use rusqlite::params;

use super::Ledger;
use crate::{ids::FanId, view::Failure};

/// A note and the fan it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// Its number.
    pub(crate) id: i64,
    pub(crate) fan: String,
    pub(crate) text: String,
}

impl Ledger {
    /// Notes something about fans; nothing takes their notes away. All of them or none.
    pub fn set_notes(&self, fans: &[FanId], text: &str) -> Result<(), Failure> {
        self.change(|connection| {
            let change = connection.transaction()?;
            for fan in fans {
                if text.is_empty() {
                    change.prepare_cached("DELETE FROM note WHERE fan = ?")?.execute([fan.as_str()])?;
                } else {
                    change
                        .prepare_cached(
                            "INSERT INTO note (fan, text) VALUES (?1, ?2) ON CONFLICT (fan) DO UPDATE SET text = ?2",
                        )?
                        .execute(params![fan.as_str(), text])?;
                }
            }
            change.commit()
        })
    }

    /// Gives a list another name. Says whether there is such a list.
    pub fn name_batch(&self, batch: i64, name: &str) -> Result<bool, Failure> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET name = ? WHERE id = ? AND pace IS NOT NULL AND state <> 'writing'",
                    params![name, batch],
                )
                .map(|changed| changed > 0)
        })
    }

    /// Up to `limit` notes after the one with the number `after`, in order.
    pub(crate) fn notes_after(&self, after: i64, limit: usize) -> Result<Vec<Note>, Failure> {
        self.with(|connection| {
            connection
                .prepare_cached("SELECT rowid, fan, text FROM note WHERE rowid > ? ORDER BY rowid LIMIT ?")?
                .query_map(params![after, limit], |row| {
                    Ok(Note { id: row.get(0)?, fan: row.get(1)?, text: row.get(2)? })
                })?
                .collect()
        })
    }

    /// A note by its number.
    pub(crate) fn note(&self, note: i64) -> Result<Option<Note>, Failure> {
        Ok(self.notes_after(note - 1, 1)?.pop().filter(|found| found.id == note))
    }

    /// The places of a fan in the log, in order.
    pub(crate) fn places_of(&self, fan: &str) -> Result<Vec<i64>, Failure> {
        self.with(|connection| {
            connection
                .prepare_cached("SELECT place FROM item WHERE fan = ? AND place IS NOT NULL ORDER BY place")?
                .query_map([fan], |row| row.get(0))?
                .collect()
        })
    }
}
