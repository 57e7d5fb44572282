//! Search, filtering, sorting, and selection of the log.
//!
//! The entries stay in the ledger. An index in memory is built once somebody asks for more than the newest entries, and
//! the ledger's change tracking keeps it up to date. A result set never changes, so new entries do not move what the
//! user is reading.

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

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool};

pub use export_cursor::ExportCursor;
pub use follow_up::{FollowUp, FollowUpPart};

use self::{
    find::{Columns, is_plain},
    index::Index,
    result_set::{Part, ResultSet},
};
use crate::{
    result_cache::ResultCache,
    view::{ErrorCode, Failure, FoundRows, LogFound, LogQuery, LogRow},
};
use velvet_ledger::{LARGEST_SLICE, Ledger, LogPositions};

/// The log of a ledger.
pub struct Log {
    ledger: Arc<Ledger>,
    index: Mutex<Option<Index>>,
    founds: ResultCache<ResultSet>,
    /// Whether building the index was begun.
    prepared: AtomicBool,
}

impl Log {
    /// Creates the log of a ledger. Reads nothing yet.
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self {
            ledger,
            index: Mutex::default(),
            founds: ResultCache::default(),
            prepared: AtomicBool::default(),
        }
    }

    /// Returns the ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Runs a query and keeps the result set.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn find(&self, query: &LogQuery) -> Result<LogFound, Failure> {
        let (list, all, revision, columns) = if is_plain(query) {
            let (trims, mark) = (self.ledger.trims(), self.ledger.mark()?);
            let rows = u32::try_from(mark.total).unwrap_or(u32::MAX);
            let accounts = self.ledger.account_names()?.into_iter().map(|(id, _)| id).collect();
            let columns = Columns { accounts, lists: self.ledger.has_lists()? };
            let list = ResultSet::new(vec![Part::Everything(rows)], !query.sort.descending, trims);
            (list, rows, mark.revision, columns)
        } else {
            let revision = self.ledger.revision();
            let mut index = self.fresh()?;
            let (list, columns) = index.find(query);
            (list, index.rows(), revision, columns)
        };
        let total = list.len();
        let connected = self.ledger.accounts()?;
        let is_connected = |id: &String| connected.iter().any(|one| one.id.as_str() == id);
        let accounts = columns.accounts.len() > 1 || !columns.accounts.iter().all(is_connected);
        let lists = columns.lists;
        Ok(LogFound { found: self.founds.put(list), total, all: u64::from(all), revision, accounts, lists })
    }

    /// Returns the newest entry of each fan whose ID, name, or note has every word of a text: the newest `most` of them,
    /// newest first. Keeps no result set, so that those on the screen stay.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn newest_of_fans(&self, text: &str, most: usize) -> Result<Vec<LogRow>, Failure> {
        let places = {
            let index = self.fresh()?;
            let rows = index.search_fans(text).unwrap_or_default();
            let mut seen = HashSet::new();
            let newest = rows.iter().rev().filter(|row| seen.insert(index.fans[*row as usize]));
            LogPositions { trims: index.trims, at: newest.take(most).map(|row| i64::from(row) + 1).collect() }
        };
        Ok(self.ledger.rows_at(&places)?)
    }

    /// Returns up to 200 entries of a result set, as they are now.
    ///
    /// # Errors
    /// `log_outdated` if the result set is no longer cached or the log was trimmed; a `ledger_…` code.
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
