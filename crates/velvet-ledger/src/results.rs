use std::{collections::HashSet, error::Error};

use super::{Ledger, LedgerError, lock};
use crate::text_enum::TextEnum;
use velvet_model::{Cause, Outcome};

/// The result of an item of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// Its row in the list.
    pub row: Option<i64>,
    /// The fan.
    pub fan: String,
    /// The outcome; `None` while it has not ended.
    pub outcome: Option<Outcome>,
    /// The cause, if it did not succeed.
    pub cause: Option<Cause>,
}

impl Ledger {
    /// Passes every item of a batch to `each`, in the order of the list, as the next start would find it: an item that
    /// was sent and has no outcome on disk, for example because that is full, is `unconfirmed`.
    pub fn results(&self, batch: i64, mut each: impl FnMut(ResultRow)) -> Result<(), LedgerError> {
        if let Err(error) = self.flush_pending() {
            tracing::warn!(
                error = &error as &dyn Error,
                "results are told while some of them are not on the disk"
            );
        }
        let unwritten: HashSet<i64> = lock(&self.unwritten).keys().copied().collect();
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, row, fan, outcome, cause, phase = 'sending' FROM item WHERE batch = ? ORDER BY id",
            )?;
            let mut rows = statement.query([batch])?;
            while let Some(row) = rows.next()? {
                let word = |at: usize| row.get::<_, Option<String>>(at);
                let (outcome, cause) = if unwritten.contains(&row.get(0)?) {
                    (Some(Outcome::Unconfirmed), Some(Cause::NotSaved))
                } else if row.get(5)? {
                    (Some(Outcome::Unconfirmed), Some(Cause::Interrupted))
                } else {
                    let outcome = word(3)?.as_deref().and_then(Outcome::from_text);
                    (outcome, word(4)?.as_deref().and_then(Cause::from_text))
                };
                each(ResultRow { row: row.get(1)?, fan: row.get(2)?, outcome, cause });
            }
            Ok(())
        })
    }
}
