//! The durable record of batches, items and outcomes, in one SQLite file.
//!
//! Every write is on the disk when its call returns (`synchronous=FULL`): intent before act, outcome before screen.
//! Calls block on the disk; run them where blocking is allowed. Two connections share the file, so that nobody who looks
//! waits for what is being written: one writes, the other reads what was written whole.

mod accounts;
mod backup;
mod batches;
mod bulk;
mod changes;
mod checkpoint;
mod chosen;
mod completion;
mod connection;
mod copy;
mod derived;
mod entries;
mod error;
mod export;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod growth;
mod integrity;
mod item;
mod items;
mod known;
mod lock;
mod lock_file;
mod notes;
mod open;
mod paths;
mod people;
mod positions;
mod private_file;
mod reconcile;
mod restore;
mod results;
mod row;
mod rows;
mod saved_views;
mod schema;
mod statements;
mod stats;
mod text_enum;
mod trim;
mod vips;
mod waits;
mod wal_tag;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicI64, Ordering},
    },
};

use rusqlite::Connection;

pub use accounts::KnownAccount;
pub use batches::{BatchRecord, NewBatch, StoredState};
pub use changes::Changes;
pub use checkpoint::{Checkpoint, ClaimedItem, Written};
pub use entries::{Entry, Snapshot};
pub use error::{BackupProblem, LedgerError};
pub use item::{Completion, NewItem};
pub use items::{Begun, Intent};
pub use notes::Note;
pub use open::Opened;
pub use people::LookedUp;
pub use positions::LogPositions;
pub use reconcile::UnconfirmedItem;
pub use restore::Restorable;
pub use results::ResultRow;
pub use row::{BatchFilter, BatchRows, CourseWait, LARGEST_SLICE, LogMark, LogRow, LogSlice, TrimOffer};
pub use text_enum::TextEnum;
pub use vips::{VipRow, VipsRead};

use self::{
    changes::ChangeTracker,
    connection::{is_shared, to_read},
    item::PendingWrite,
    lock::lock,
    lock_file::LockFile,
    wal_tag::WalTag,
};
use velvet_model::LedgerProblem;

/// The record of one service: the real one, or practice.
pub struct Ledger {
    path: PathBuf,
    /// The number that items and batches begin with.
    first: i64,
    /// What is only looked at. Locked before `unwritten`, and that before `writer`. Closed before `writer`, which leaves
    /// one file behind.
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// Readers and the writer can use the file at the same time.
    shared: bool,
    wal_tag: WalTag,
    /// Nothing once the ledger is closed.
    hold: Mutex<Option<LockFile>>,
    /// Rises with every change in this run.
    revision: AtomicI64,
    /// What changed, for what is kept in memory of the log.
    changes: ChangeTracker,
    /// How often the log was trimmed in this run. Held while a trim is committed, and locked after `reader`.
    trims: Mutex<u64>,
    /// Endings that could not be written down, for want of room; tried again before every change.
    unwritten: Mutex<BTreeMap<i64, PendingWrite>>,
}

impl Ledger {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// From now on the file has no room for more pages than this.
    #[cfg(any(test, feature = "testing"))]
    #[doc(hidden)]
    #[allow(clippy::missing_panics_doc, clippy::unwrap_used)]
    pub fn limit_pages(&self, pages: u32) {
        lock(&self.writer).pragma_update(None, "max_page_count", pages).unwrap();
    }

    fn new(path: PathBuf, first: i64, mut writer: Connection, hold: LockFile) -> rusqlite::Result<Self> {
        let changes = ChangeTracker::of(&mut writer)?;
        Ok(Self {
            first,
            shared: is_shared(&writer)?,
            reader: Mutex::new(to_read(&path)?),
            writer: Mutex::new(writer),
            wal_tag: WalTag::of(&path),
            hold: Mutex::new(Some(hold)),
            revision: AtomicI64::default(),
            changes,
            trims: Mutex::default(),
            unwritten: Mutex::default(),
            path,
        })
    }

    /// Looks at what is written whole. It is the same from beginning to end, whatever is written meanwhile, and at least
    /// what was there when this was called.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut reader = lock(&self.reader);
        let looked = reader.transaction().and_then(|whole| work(&whole));
        looked.map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// Opens another connection that only reads, for work that takes so long that nobody should wait for it.
    fn read_apart(&self) -> Result<Connection, LedgerError> {
        if lock(&self.hold).is_none() {
            return Err(LedgerError::new(LedgerProblem::Internal, &self.path));
        }
        to_read(&self.path).map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// Keeps readers away where they and the writer exclude each other, so that they wait instead of failing.
    fn exclude_readers(&self) -> Option<MutexGuard<'_, Connection>> {
        (!self.shared).then(|| lock(&self.reader))
    }

    /// Writes what no row of the log shows.
    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut writer = lock(&self.writer);
        let _writing = self.changes.begin();
        let done = work(&mut writer);
        // Only now can those who look see it.
        self.changes.publish();
        self.wal_tag.keep(&writer);
        done.map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// From now on changes are collected.
    pub fn watch(&self) {
        self.changes.set(true);
    }

    /// Nobody wants to know any more.
    pub fn watch_no_more(&self) {
        self.changes.set(false);
    }

    /// A change that rows may show.
    fn change<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        self.flush_pending()?;
        let done = self.write(work);
        self.revision.fetch_add(1, Ordering::Relaxed);
        done
    }
}
