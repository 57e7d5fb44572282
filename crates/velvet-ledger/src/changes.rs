//! Collects what changed, for whoever keeps a part of the ledger in memory.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard},
};

use rusqlite::{Connection, hooks::Action};

use super::lock::lock;

/// Rows that were written since the last call, by number. They include changes that were rolled back; reading those
/// again does no harm.
#[derive(Debug, Default)]
pub struct Changes {
    /// Items that were written.
    pub items: HashSet<i64>,
    /// Those of them that are new. They may name the fans of others.
    pub new_items: HashSet<i64>,
    /// Fans whose names changed.
    pub renamed: HashSet<Box<str>>,
    /// Batches that were written or deleted.
    pub batches: HashSet<i64>,
    /// Notes that were written or deleted.
    pub notes: HashSet<i64>,
    /// Whether any account changed. Accounts are few, so all of them are read again.
    pub accounts: bool,
    /// Whether items were deleted, so that positions changed. Everything has to be read again, so the other fields are
    /// empty.
    pub gone: bool,
}

/// Collects changes while somebody watches.
pub(super) struct ChangeTracker {
    /// Changes that are not committed yet. `None` while nobody watches.
    pending: Arc<Mutex<Option<Changes>>>,
    /// Committed changes. `None` while nobody watches.
    written: Mutex<Option<Changes>>,
    /// Held while rows are being written.
    writing: Mutex<()>,
}

impl ChangeTracker {
    /// Installs the hook that reports what SQLite writes.
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

    /// Marks the start of a write, until the guard is dropped. Whoever started to watch in between would miss its first
    /// rows.
    pub(super) fn begin(&self) -> MutexGuard<'_, ()> {
        lock(&self.writing)
    }

    /// Reports fans whose names are being written. SQLite's hook doesn't see tables without row numbers.
    pub(super) fn rename(&self, fans: Vec<Box<str>>) {
        if let Some(changes) = lock(&self.pending).as_mut().filter(|changes| !changes.gone) {
            changes.renamed.extend(fans);
        }
    }

    /// Publishes the changes of a write that was committed or rolled back. Called before the guard of [`Self::begin`]
    /// is dropped.
    pub(super) fn publish(&self) {
        let pending = lock(&self.pending).as_mut().map(mem::take);
        if let Some((written, pending)) = lock(&self.written).as_mut().zip(pending) {
            written.extend(pending);
        }
    }

    /// Starts or stops collecting.
    pub(super) fn set(&self, wanted: bool) {
        let _writing = self.begin();
        *lock(&self.pending) = wanted.then(Changes::default);
        *lock(&self.written) = wanted.then(Changes::default);
    }

    /// Reports items that look different though nothing was written.
    pub(super) fn invalidate(&self, items: impl IntoIterator<Item = i64>) {
        if let Some(changes) = lock(&self.written).as_mut() {
            changes.items.extend(items);
        }
    }

    /// Returns the changes since the last call.
    pub(super) fn take(&self) -> Changes {
        lock(&self.written).as_mut().map(mem::take).unwrap_or_default()
    }
}

impl Changes {
    /// Returns whether every item, note, and name was taken out.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.new_items.is_empty() && self.notes.is_empty() && self.renamed.is_empty()
    }

    fn note(&mut self, action: Action, table: &str, row: i64) {
        match table {
            // Everything has to be read again anyway.
            _ if self.gone => {}
            "item" if action == Action::SQLITE_DELETE => *self = Self { gone: true, ..Self::default() },
            "item" => {
                self.items.insert(row);
                if action == Action::SQLITE_INSERT {
                    self.new_items.insert(row);
                }
            }
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
        self.new_items.extend(later.new_items);
        self.renamed.extend(later.renamed);
        self.batches.extend(later.batches);
        self.notes.extend(later.notes);
        self.accounts |= later.accounts;
    }
}
