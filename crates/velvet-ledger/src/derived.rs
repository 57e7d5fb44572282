//! Batches made from another batch: undo and retry.

use rusqlite::params;

use super::{
    BatchRecord, Ledger, LedgerError, NewBatch, StoredState, batches::CHUNK, statements::remove_unfinished,
};

/// The items taken from the other batch, and whether the new ones undo them.
struct DerivedFrom {
    items: &'static str,
    undoes: bool,
}

/// What the batch itself did and nothing has undone.
const DONE: DerivedFrom = DerivedFrom {
    items: "old.outcome IN ('added', 'removed') AND NOT EXISTS (SELECT 1 FROM item AS back
            WHERE back.undoes = old.id AND (back.phase <> 'done' OR back.outcome IN ('added', 'removed')))",
    undoes: true,
};

const NOT_DONE: DerivedFrom =
    DerivedFrom { items: "old.outcome IN ('failed', 'unsure', 'stopped')", undoes: false };

impl Ledger {
    /// Writes a batch that undoes what `batch` did, and only that. Returns `None` if there is nothing to undo.
    pub fn write_undo(&self, batch: i64, now: i64) -> Result<Option<BatchRecord>, LedgerError> {
        let Some(old) = self.batch(batch)?.filter(|old| old.can_undo > 0) else { return Ok(None) };
        let new = NewBatch {
            speed: old.speed,
            name: old.name,
            again: true,
            ..NewBatch::new(old.account, old.action.opposite())
        };
        self.derive(batch, &new, &DONE, now)
    }

    /// Writes a batch of what `batch` did not do, with the same settings. Returns `None` if there is nothing left to
    /// do, or while `batch` is open.
    pub fn write_retry(&self, batch: i64, now: i64) -> Result<Option<BatchRecord>, LedgerError> {
        let possible = |old: &BatchRecord| old.can_retry > 0 && old.stored == StoredState::Ended;
        let Some(old) = self.batch(batch)?.filter(possible) else { return Ok(None) };
        let new = NewBatch {
            speed: old.speed,
            name: old.name,
            again: old.again,
            ..NewBatch::new(old.account, old.action)
        };
        self.derive(batch, &new, &NOT_DONE, now)
    }

    fn derive(
        &self,
        old: i64,
        new: &NewBatch,
        from: &DerivedFrom,
        now: i64,
    ) -> Result<Option<BatchRecord>, LedgerError> {
        let links = if from.undoes { (Some(old), None) } else { (None, Some(old)) };
        let batch = self.begin_batch(new, links, now)?;
        let mut after = 0;
        let written = loop {
            match self.derive_some(old, batch, from, after, now) {
                Ok(Some(last)) => after = last,
                // Entries selected in the log already cover all of it.
                Ok(None) if after == 0 => return self.write(remove_unfinished).map(|()| None),
                Ok(None) => break self.open_batch(batch),
                Err(failure) => break Err(failure),
            }
        };
        self.or_remove(written).map(Some)
    }

    /// Copies the next items after `after`. Returns the number of the last one, or `None` if there was none.
    fn derive_some(
        &self,
        old: i64,
        batch: i64,
        from: &DerivedFrom,
        after: i64,
        now: i64,
    ) -> Result<Option<i64>, LedgerError> {
        let chosen = format!(
            "SELECT old.id, old.fan, old.label, old.row FROM item AS old
             WHERE old.batch = ?1 AND old.id > ?2 AND {} ORDER BY old.id LIMIT {CHUNK}",
            from.items
        );
        let insert = format!(
            "INSERT INTO item (id, batch, fan, phase, began, label, row, undoes)
             SELECT (SELECT max(coalesce(max(id), 0), ?3 - 1) FROM item) + row_number() OVER (ORDER BY chosen.id), ?4,
                    chosen.fan, 'waiting', ?5, chosen.label, chosen.row, {}
             FROM ({chosen}) AS chosen",
            if from.undoes { "chosen.id" } else { "old_undoes.undoes" }
        );
        let insert = if from.undoes {
            insert
        } else {
            // A retry undoes the same item as the original, if that was an undo.
            insert.replace("AS chosen", "AS chosen JOIN item AS old_undoes ON old_undoes.id = chosen.id")
        };
        self.change(|connection| {
            let change = connection.transaction()?;
            let last: Option<i64> = change
                .prepare_cached(&format!("SELECT max(id) FROM ({chosen})"))?
                .query_row(params![old, after], |row| row.get(0))?;
            if last.is_some() {
                change.prepare_cached(&insert)?.execute(params![old, after, self.first, batch, now])?;
            }
            change.commit()?;
            Ok(last)
        })
    }
}
