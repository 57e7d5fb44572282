//! Notes about fans, and names of lists: what the user adds to the log.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::{Ledger, LedgerError};
use velvet_model::ids::FanId;

/// A note about a fan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// The fan ID.
    pub fan: String,
    /// The text. Never empty.
    pub text: String,
}

impl Ledger {
    /// Stores a note about each of these fans, atomically. An empty text removes their notes.
    pub fn set_notes(&self, fans: &[FanId], text: &str) -> Result<(), LedgerError> {
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

    /// Returns the note about a fan.
    pub fn note(&self, fan: &FanId) -> Result<Option<String>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT text FROM note WHERE fan = ?")?
                .query_row([fan.as_str()], |row| row.get(0))
                .optional()
        })
    }

    /// Returns all notes by fan ID.
    pub fn notes(&self) -> Result<HashMap<String, String>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT fan, text FROM note")?;
            let notes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            notes.collect()
        })
    }

    /// Renames a list. Returns whether there is such a list.
    pub fn name_batch(&self, batch: i64, name: &str) -> Result<bool, LedgerError> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE batch SET name = ? WHERE id = ? AND pace IS NOT NULL AND state <> 'writing'",
                    params![name, batch],
                )
                .map(|changed| changed > 0)
        })
    }
}
