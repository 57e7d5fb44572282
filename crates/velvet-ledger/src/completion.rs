use rusqlite::{named_params, params};

use super::{
    Completion, Ledger, LedgerError, bulk,
    item::PendingWrite,
    lock,
    statements::{end_waiting, remove_unfinished},
};
use crate::text_enum::TextEnum;
use velvet_model::Cause;

impl Ledger {
    /// Stores how an item ended, and returns whether it had not ended before. Only an `unconfirmed` item may end again,
    /// once its outcome is known.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. The completion is not on disk. It is retried before every change. Until then the item
    /// shows as `unconfirmed`, and if the app ends first, that is what it becomes.
    pub fn end(&self, item: i64, ending: &Completion, now: i64) -> Result<bool, LedgerError> {
        let written = self.change(|connection| Ok(bulk::end(connection, &[item], ending, now)? > 0));
        if written.as_ref().is_err_and(|error| !error.is_internal()) {
            self.hold_back(&[(item, ending.clone())], now);
        }
        written
    }

    /// Keeps completions that could not be written, to retry them before every change.
    pub(super) fn hold_back(&self, endings: &[(i64, Completion)], now: i64) {
        {
            let mut unwritten = lock(&self.unwritten);
            for (item, ending) in endings {
                unwritten.insert(*item, PendingWrite { ending: ending.clone(), now });
            }
        }
        self.changes.invalidate(endings.iter().map(|(item, _)| *item));
    }

    /// Stores that the VIP list was loaded and did not tell about an `unconfirmed` item.
    pub fn checked(&self, item: i64, now: i64) -> Result<(), LedgerError> {
        self.change(|connection| {
            connection.execute("UPDATE item SET checked = ? WHERE id = ?", params![now, item]).map(drop)
        })
    }

    pub(super) fn flush_pending(&self) -> Result<(), LedgerError> {
        let mut unwritten = lock(&self.unwritten);
        while let Some(next) = unwritten.first_entry() {
            let PendingWrite { ending, now } = next.get();
            match self.write(|connection| bulk::end(connection, &[*next.key()], ending, *now)) {
                // Written, or against the rules, which no later try would change.
                Err(error) if !error.is_internal() => return Err(error),
                _ => drop(next.remove()),
            }
        }
        Ok(())
    }

    /// Ends what the last run left open. Items that were `sending` become `unconfirmed`. A waiting single item is not
    /// sent later behind the user's back, and neither is a batch that was being stopped; any other batch is paused.
    /// Returns the number of unconfirmed items that only the user can check: a batch that resumes reconciles its own.
    pub(super) fn end_what_was_left(&self, now: i64) -> Result<u32, LedgerError> {
        self.write(|connection| {
            remove_unfinished(connection)?;
            let change = connection.transaction()?;
            let interrupted = change.query_row(
                "SELECT count(*) FROM item JOIN batch ON batch.id = item.batch
                 WHERE phase = 'sending' AND batch.state IN ('ended', 'stopping')",
                [],
                |row| row.get(0),
            )?;
            change.execute(
                "UPDATE item SET phase = 'done', outcome = 'unsure', cause = ?, ended = ?, resent = 0
                 WHERE phase = 'sending'",
                params![Cause::Interrupted.text(), now],
            )?;
            change.execute(
                end_waiting!(
                    "WHERE phase = 'waiting'
                       AND batch IN (SELECT id FROM batch WHERE state IN ('ended', 'stopping'))"
                ),
                named_params! { ":outcome": "stopped", ":cause": None::<&str>, ":words": None::<&str>, ":now": now },
            )?;
            change.execute("UPDATE batch SET state = 'ended', ended = ? WHERE state = 'stopping'", [now])?;
            change.execute("UPDATE batch SET state = 'paused', why = NULL WHERE state = 'open'", [])?;
            change.commit()?;
            Ok(interrupted)
        })
    }

    /// Ends the items that are still `sending`, before a batch resumes in the same run of the app.
    pub fn end_what_was_sending(&self, batch: i64, now: i64) -> Result<(), LedgerError> {
        self.change(|connection| {
            connection
                .execute(
                    "UPDATE item SET phase = 'done', outcome = 'unsure', cause = ?, ended = ?, resent = 0
                     WHERE batch = ? AND phase = 'sending'",
                    params![Cause::Interrupted.text(), now, batch],
                )
                .map(drop)
        })
    }
}
