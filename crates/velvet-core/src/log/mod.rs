//! The log as it is searched, filtered, sorted and chosen from.
//!
//! The rows stay in the ledger. What they are found by is held in memory as well, once somebody asks for more than the
//! newest rows, and is kept current by what the ledger says it has changed. What was found stays as it is, so that new
//! results never move what is being read.

mod bitset;
mod days;
mod export_cursor;
mod find;
mod follow_up;
mod index;
mod names;
mod notes;
mod packed_id;
mod refresh;
mod result_set;
mod search;
mod selection;
mod sorted_rows;
mod timeline;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool};

pub use export_cursor::ExportCursor;
pub use follow_up::{FollowUp, FollowUpPart};

use self::{
    find::is_plain,
    index::Index,
    result_set::{Part, ResultSet},
};
use crate::{
    result_cache::ResultCache,
    view::{ErrorCode, Failure, FoundRows, LogFound, LogQuery},
};
use velvet_ledger::{LARGEST_SLICE, Ledger};

/// The log of a ledger.
pub struct Log {
    ledger: Arc<Ledger>,
    index: Mutex<Option<Index>>,
    founds: ResultCache<ResultSet>,
    /// Somebody has seen to the index.
    prepared: AtomicBool,
}

impl Log {
    /// The log of this ledger. Nothing is read yet.
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self {
            ledger,
            index: Mutex::default(),
            founds: ResultCache::default(),
            prepared: AtomicBool::default(),
        }
    }

    /// What it is the log of.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Finds rows, in an order.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn find(&self, query: &LogQuery) -> Result<LogFound, Failure> {
        let (list, all, revision) = if is_plain(query) {
            let (trims, mark) = (self.ledger.trims(), self.ledger.mark()?);
            let rows = u32::try_from(mark.total).unwrap_or(u32::MAX);
            (ResultSet::new(vec![Part::Everything(rows)], !query.sort.descending, trims), rows, mark.revision)
        } else {
            let revision = self.ledger.revision();
            let mut index = self.fresh()?;
            (index.find(query), index.rows(), revision)
        };
        let total = list.len();
        Ok(LogFound { found: self.founds.put(list), total, all: u64::from(all), revision })
    }

    /// Up to 200 of the rows that were found, as they stand now.
    ///
    /// # Errors
    /// `log_outdated` when they are kept no more, or the log was trimmed; a `ledger_…` code.
    pub fn found_rows(&self, found: u64, offset: u64, limit: u32) -> Result<FoundRows, Failure> {
        let places = self.found(found)?.places(offset, limit.min(LARGEST_SLICE).into());
        let revision = self.ledger.revision();
        Ok(FoundRows { found, offset, revision, rows: self.ledger.rows_at(&places)? })
    }

    fn found(&self, found: u64) -> Result<Arc<ResultSet>, Failure> {
        self.founds.get(found).ok_or_else(|| Failure::new(ErrorCode::LogOutdated))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
