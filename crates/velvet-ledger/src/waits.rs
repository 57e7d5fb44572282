//! The waits of a batch, and its course.

use rusqlite::params;

use super::{Ledger, LedgerError};
use crate::row::CourseWait;
use crate::text_enum::TextEnum;
use velvet_model::{Outcome, WaitReason};

impl Ledger {
    /// Stores a wait of a batch that is over.
    pub fn waited(&self, batch: i64, wait: &CourseWait) -> Result<(), LedgerError> {
        self.write(|connection| {
            connection
                .prepare_cached("INSERT INTO wait (batch, began, ended, why) VALUES (?, ?, ?, ?)")?
                .execute(params![batch, wait.from, wait.until, wait.why.text()])
                .map(drop)
        })
    }

    /// Returns the waits of a batch, in order of their start.
    pub fn waits(&self, batch: i64) -> Result<Vec<CourseWait>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT began, ended, why FROM wait WHERE batch = ? ORDER BY began, id")?;
            let mut rows = statement.query([batch])?;
            let mut waits = Vec::new();
            while let Some(row) = rows.next()? {
                let Some(why) = WaitReason::from_text(row.get_ref(2)?.as_str()?) else { continue };
                waits.push(CourseWait { from: row.get(0)?, until: row.get(1)?, why });
            }
            Ok(waits)
        })
    }

    /// Passes the outcome and the end time of up to `limit` items of a batch after the position `place` to `each`.
    /// Returns the position of the last one, or `None` if there was none.
    pub fn endings_after(
        &self,
        batch: i64,
        place: i64,
        limit: usize,
        each: &mut dyn FnMut(Outcome, i64),
    ) -> Result<Option<i64>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT place, outcome, ended FROM item WHERE batch = ? AND place > ? ORDER BY place LIMIT ?",
            )?;
            let mut rows = statement.query(params![batch, place, limit])?;
            let mut last = None;
            while let Some(row) = rows.next()? {
                last = Some(row.get(0)?);
                let outcome = row.get_ref(1)?.as_str_or_null()?.and_then(Outcome::from_text);
                if let Some((outcome, ended)) = outcome.zip(row.get(2)?) {
                    each(outcome, ended);
                }
            }
            Ok(last)
        })
    }
}
