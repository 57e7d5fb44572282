//! Batches of entries selected in the log, whatever batches these came from.

use rusqlite::params;

use super::{BatchRecord, Ledger, LedgerError, LogPositions, NewBatch, batches::CHUNK};
use crate::text_enum::TextEnum;
use velvet_model::ids::AccountId;
use velvet_model::{Action, Outcome};

/// An entry that can be undone or retried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub item: i64,
    pub fan: String,
    pub account: AccountId,
    /// The action.
    pub action: Action,
    /// Whether it was done and can be undone. Otherwise it can be retried.
    pub done: bool,
    /// Whether the VIP list was loaded before, so that fans who were VIP then were left alone.
    pub looked: bool,
}

impl Ledger {
    /// Returns the entries at these positions that can be undone or retried. Leaves out those that were undone,
    /// overtaken by something later, or are being handled right now: nothing would be sent for them.
    pub fn chosen(&self, places: &LogPositions) -> Result<Vec<Chosen>, LedgerError> {
        self.read_at(places, |connection, places| {
            let mut statement = connection.prepare_cached(
                "SELECT item.id, item.fan, batch.account, batch.action, item.outcome, batch.looked
                 FROM item JOIN batch ON batch.id = item.batch
                 WHERE item.place = ? AND item.outcome IN ('added', 'removed', 'failed', 'unsure', 'stopped')
                   AND NOT EXISTS (SELECT 1 FROM item AS later JOIN batch AS its ON its.id = later.batch
                                   WHERE later.fan = item.fan AND later.id <> item.id AND its.account = batch.account
                                     AND (later.phase <> 'done' OR later.place > item.place
                                          AND later.outcome IN ('added', 'removed', 'already')))",
            )?;
            let mut found = Vec::new();
            for place in places {
                let mut rows = statement.query([place])?;
                let Some(row) = rows.next()? else { continue };
                let account = AccountId::new(row.get::<_, String>(2)?);
                let action = Action::from_text(row.get_ref(3)?.as_str()?);
                let outcome = Outcome::from_text(row.get_ref(4)?.as_str()?);
                let Some(((account, action), outcome)) = account.zip(action).zip(outcome) else { continue };
                let done = matches!(outcome, Outcome::Added | Outcome::Removed);
                let (item, fan, looked) = (row.get(0)?, row.get(1)?, row.get(5)?);
                found.push(Chosen { item, fan, account, action, done, looked });
            }
            Ok(found)
        })
    }

    /// Writes a batch that undoes these items, or retries them, atomically.
    pub fn write_chosen(
        &self,
        new: &NewBatch,
        items: &[i64],
        takes_back: bool,
        now: i64,
    ) -> Result<BatchRecord, LedgerError> {
        let batch = self.begin_batch(new, (None, None), now)?;
        let mut chunks = items.chunks(CHUNK);
        let written = chunks
            .try_for_each(|chunk| self.write_some(batch, chunk, takes_back, now))
            .and_then(|()| self.open_batch(batch));
        self.or_remove(written)
    }

    fn write_some(&self, batch: i64, items: &[i64], takes_back: bool, now: i64) -> Result<(), LedgerError> {
        self.change(|connection| {
            let change = connection.transaction()?;
            for item in items {
                // A retry undoes the same item as the original, if that was an undo.
                change
                    .prepare_cached(
                        "INSERT INTO item (id, batch, fan, phase, began, label, undoes)
                         SELECT (SELECT coalesce(max(id) + 1, ?1) FROM item), ?2, fan, 'waiting', ?3, label,
                                iif(?4, id, undoes)
                         FROM item WHERE id = ?5",
                    )?
                    .execute(params![self.first, batch, now, takes_back, item])?;
            }
            change.commit()
        })
    }
}
