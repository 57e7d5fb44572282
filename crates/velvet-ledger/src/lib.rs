//! The durable record of batches, items, and outcomes, in one SQLite file.
//!
//! Every write is on disk when its call returns (`synchronous=FULL`): the intent before the action, and the outcome
//! before it is shown. Calls block on the disk, so make them where blocking is allowed. Two connections share the file,
//! so that readers do not wait for writes: one writes, and the other reads what is committed.

mod accounts;
mod backup;
mod batch_search;
mod batches;
mod bulk;
mod changes;
mod checkpoint;
mod chosen;
mod completion;
mod connection;
mod copy;
mod credits;
mod derived;
mod entries;
mod error;
mod export;
mod fan;
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
mod names;
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
pub use batch_search::{BatchQuery, BatchStanding};
pub use batches::{BatchRecord, NewBatch, StoredState};
pub use changes::Changes;
pub use checkpoint::{Checkpoint, ClaimedItem, Written};
pub use entries::{Entry, Snapshot};
pub use error::{BackupProblem, LedgerError};
pub use fan::FanOnAccount;
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

/// The ledger of one server: the real one, or practice.
pub struct Ledger {
    path: PathBuf,
    /// The first number of items and batches.
    first: i64,
    /// The connection that only reads. Locked before `unwritten`, which is locked before `writer`. Closed before
    /// `writer`, so that closing that one leaves a single file.
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// Whether readers and the writer can use the file at the same time.
    shared: bool,
    wal_tag: WalTag,
    /// `None` once the ledger is closed.
    hold: Mutex<Option<LockFile>>,
    /// Rises with every change in this run.
    revision: AtomicI64,
    /// Changes for those who keep a part of the log in memory.
    changes: ChangeTracker,
    /// Number of trims in this run. Held while a trim is committed, and locked after `reader`.
    trims: Mutex<u64>,
    /// Completions that could not be written because the disk is full. They are retried before every change.
    unwritten: Mutex<BTreeMap<i64, PendingWrite>>,
}

impl Ledger {
    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Limits the file to this number of pages from now on.
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

    /// Reads from one snapshot, which includes everything committed before the call.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut reader = lock(&self.reader);
        let looked = reader.transaction().and_then(|whole| work(&whole));
        looked.map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// Opens another connection that only reads, for long work, so that nobody waits for it.
    fn read_apart(&self) -> Result<Connection, LedgerError> {
        if lock(&self.hold).is_none() {
            return Err(LedgerError::new(LedgerProblem::Internal, &self.path));
        }
        to_read(&self.path).map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// Locks readers out if they and the writer exclude each other, so that they wait instead of failing.
    fn exclude_readers(&self) -> Option<MutexGuard<'_, Connection>> {
        (!self.shared).then(|| lock(&self.reader))
    }

    /// Writes something that no entry shows.
    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut writer = lock(&self.writer);
        let _writing = self.changes.begin();
        let done = work(&mut writer);
        // Now it is committed, and readers see it.
        self.changes.publish();
        self.wal_tag.keep(&writer);
        done.map_err(|error| LedgerError::sqlite(error, &self.path))
    }

    /// Starts to collect changes.
    pub fn watch(&self) {
        self.changes.set(true);
    }

    /// Stops collecting changes.
    pub fn watch_no_more(&self) {
        self.changes.set(false);
    }

    /// Writes names of fans. `work` returns the fans whose names changed, who have other names in their entries then.
    fn rename(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<Vec<Box<str>>>,
    ) -> Result<(), LedgerError> {
        let mut renamed = false;
        let done = self.write(|connection| {
            let fans = work(connection)?;
            renamed = !fans.is_empty();
            self.changes.rename(fans);
            Ok(())
        });
        if renamed {
            self.revision.fetch_add(1, Ordering::Relaxed);
        }
        done
    }

    /// Writes something that entries may show.
    fn change<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        self.flush_pending()?;
        let done = self.write(work);
        self.revision.fetch_add(1, Ordering::Relaxed);
        done
    }
}
