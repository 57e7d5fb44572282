//! The durable record of batches, items and outcomes, in one SQLite file.
//!
//! Every write is on the disk when its call returns (`synchronous=FULL`): intent before act, outcome before screen.
//! Calls block on the disk; run them where blocking is allowed.

mod accounts;
mod backup;
mod batches;
mod changes;
mod chosen;
mod copy;
mod derived;
mod endings;
mod entries;
mod export;
mod fault;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod growth;
mod items;
mod known;
mod many;
mod notes;
mod open;
mod results;
mod round;
mod rows;
mod schema;
mod settle;
mod trim;
mod waits;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use rusqlite::Connection;

pub use accounts::KnownAccount;
pub use backup::Restorable;
pub use batches::{BatchRecord, NewBatch, NewItem, Stored};
pub(crate) use changes::Changes;
pub use endings::Ending;
pub(crate) use entries::{Entry, Look};
pub use export::ExportRow;
pub use items::Intent;
pub(crate) use notes::Note;
pub use open::Opened;
pub(crate) use open::not_made;
pub use results::ResultRow;
pub use round::{Claimed, Round, Written};
pub(crate) use rows::LARGEST_SLICE;
pub(crate) use settle::Unsure;

use self::{changes::Collected, endings::Unwritten};
use crate::view::Failure;

/// The record of one service: the real one, or practice.
pub struct Ledger {
    path: PathBuf,
    /// The number that items and batches begin with.
    first: i64,
    connection: Mutex<Connection>,
    /// Rises with every change in this run.
    revision: AtomicI64,
    /// What changed, for what is kept in memory of the log.
    changes: Collected,
    /// Endings that could not be written down, for want of room; tried again before every change.
    unwritten: Mutex<BTreeMap<i64, Unwritten>>,
}

impl Ledger {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn new(path: PathBuf, first: i64, mut connection: Connection) -> rusqlite::Result<Self> {
        let changes = changes::collect(&mut connection)?;
        let connection = Mutex::new(connection);
        let revision = AtomicI64::default();
        Ok(Self { path, first, connection, revision, changes, unwritten: Mutex::default() })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Failure> {
        work(&mut lock(&self.connection)).map_err(|error| fault::failure(&error, &self.path))
    }

    /// A change that rows may show.
    fn change<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Failure> {
        self.write_what_is_unwritten()?;
        let done = self.with(work);
        self.revision.fetch_add(1, Ordering::Relaxed);
        done
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
