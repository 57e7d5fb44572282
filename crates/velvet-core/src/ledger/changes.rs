//! What has changed since somebody who keeps a part of the ledger in memory last asked.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use rusqlite::{Connection, hooks::Action};

use super::{Ledger, lock};
use crate::view::Failure;

/// Rows that were written since, by number. A change that was rolled back is among them as well: it is only read again.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) items: HashSet<i64>,
    pub(crate) batches: HashSet<i64>,
    pub(crate) notes: HashSet<i64>,
    /// Accounts are few: all of them are read again.
    pub(crate) accounts: bool,
    /// Items are gone, so nothing stands where it stood.
    pub(crate) gone: bool,
}

/// Collects what changes, while somebody wants to know.
pub(super) type Collected = Arc<Mutex<Option<Changes>>>;

/// Has SQLite say what it writes. The hook runs while the connection is held, so whoever holds it sees whole changes.
pub(super) fn collect(connection: &mut Connection) -> rusqlite::Result<Collected> {
    let collected = Collected::default();
    let changes = collected.clone();
    connection.update_hook(Some(move |action, _: &str, table: &str, row| {
        if let Some(changes) = lock(&changes).as_mut() {
            changes.note(action, table, row);
        }
    }))?;
    Ok(collected)
}

impl Changes {
    fn note(&mut self, action: Action, table: &str, row: i64) {
        match table {
            "item" if action == Action::SQLITE_DELETE => self.gone = true,
            "item" => drop(self.items.insert(row)),
            "batch" => drop(self.batches.insert(row)),
            "note" => drop(self.notes.insert(row)),
            "account" => self.accounts = true,
            _ => {}
        }
    }
}

impl Ledger {
    /// From now on changes are collected.
    pub(crate) fn watch(&self) -> Result<(), Failure> {
        // While the connection is held nothing is half written.
        self.with(|_| {
            *lock(&self.changes) = Some(Changes::default());
            Ok(())
        })
    }

    /// Nobody wants to know any more.
    pub(crate) fn watch_no_more(&self) {
        *lock(&self.changes) = None;
    }

    /// These items show otherwise than before, though nothing was written.
    pub(super) fn show_anew(&self, items: impl IntoIterator<Item = i64>) {
        if let Some(changes) = lock(&self.changes).as_mut() {
            changes.items.extend(items);
        }
    }
}
