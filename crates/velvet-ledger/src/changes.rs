//! What has changed since somebody who keeps a part of the ledger in memory last asked.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard},
};

use rusqlite::{Connection, hooks::Action};

use super::lock::lock;

/// Rows that were written since, by number. A change that was rolled back is among them as well: it is only read again.
#[derive(Debug, Default)]
pub struct Changes {
    /// Items that were written or deleted.
    pub items: HashSet<i64>,
    /// Batches that were written or deleted.
    pub batches: HashSet<i64>,
    /// Notes that were written or deleted.
    pub notes: HashSet<i64>,
    /// Accounts are few: all of them are read again.
    pub accounts: bool,
    /// Items are gone, so nothing stands where it stood.
    pub gone: bool,
}

/// Collects what changes, while somebody wants to know.
pub(super) struct ChangeTracker {
    /// What is being written; nothing while nobody wants to know.
    pending: Arc<Mutex<Option<Changes>>>,
    /// What is written, in the same way.
    written: Mutex<Option<Changes>>,
    /// Held while rows are being written.
    writing: Mutex<()>,
}

impl ChangeTracker {
    /// Has SQLite say what it writes.
    pub(super) fn of(writer: &mut Connection) -> rusqlite::Result<Self> {
        let pending = Arc::<Mutex<Option<Changes>>>::default();
        let its = pending.clone();
        writer.update_hook(Some(move |action, _: &str, table: &str, row| {
            if let Some(changes) = lock(&its).as_mut() {
                changes.note(action, table, row);
            }
        }))?;
        Ok(Self { pending, written: Mutex::default(), writing: Mutex::default() })
    }

    /// Rows are written until the guard is dropped: whoever begins to watch meanwhile would miss the first of them.
    pub(super) fn begin(&self) -> MutexGuard<'_, ()> {
        lock(&self.writing)
    }

    /// What was being written is written, or will never be. Called before the guard of [`Self::begin`] is dropped.
    pub(super) fn publish(&self) {
        let pending = lock(&self.pending).as_mut().map(mem::take);
        if let Some((written, pending)) = lock(&self.written).as_mut().zip(pending) {
            written.extend(pending);
        }
    }

    /// Whether somebody wants to know from now on.
    pub(super) fn set(&self, wanted: bool) {
        let _writing = self.begin();
        *lock(&self.pending) = wanted.then(Changes::default);
        *lock(&self.written) = wanted.then(Changes::default);
    }

    /// These items show otherwise than before, though nothing was written.
    pub(super) fn invalidate(&self, items: impl IntoIterator<Item = i64>) {
        if let Some(changes) = lock(&self.written).as_mut() {
            changes.items.extend(items);
        }
    }

    /// What has changed since this was last asked.
    pub(super) fn take(&self) -> Changes {
        lock(&self.written).as_mut().map(mem::take).unwrap_or_default()
    }
}

impl Changes {
    fn note(&mut self, action: Action, table: &str, row: i64) {
        match table {
            // Everything is read again then.
            _ if self.gone => {}
            "item" if action == Action::SQLITE_DELETE => *self = Self { gone: true, ..Self::default() },
            "item" => drop(self.items.insert(row)),
            "batch" => drop(self.batches.insert(row)),
            "note" => drop(self.notes.insert(row)),
            "account" => self.accounts = true,
            _ => {}
        }
    }

    fn extend(&mut self, later: Self) {
        if later.gone || self.gone {
            *self = Self { gone: true, ..Self::default() };
            return;
        }
        self.items.extend(later.items);
        self.batches.extend(later.batches);
        self.notes.extend(later.notes);
        self.accounts |= later.accounts;
    }
}
