use std::{collections::VecDeque, sync::Arc};

use super::{Log, result_set::ResultSet};
use crate::view::{Failure, LogQuery, Selection};
use velvet_export::Rows;
use velvet_ledger::{Ledger, LedgerError};
use velvet_model::ExportRow;

/// The selected entries, for an export, in the order of their result set. Later searches do not affect it, even if the
/// result set leaves the cache. Once the log is trimmed, reads fail with `log_outdated`.
pub struct ExportCursor {
    ledger: Arc<Ledger>,
    list: Arc<ResultSet>,
    /// The ranges that are still to be read.
    ranges: VecDeque<(u64, u64)>,
    total: u64,
}

impl Log {
    /// Returns a cursor over the selected entries.
    ///
    /// # Errors
    /// `log_outdated` if their result set is no longer cached.
    pub fn export_cursor(&self, selection: &Selection) -> Result<ExportCursor, Failure> {
        let list = self.found(selection.found)?;
        let ranges: VecDeque<_> = selection.within(list.len()).collect();
        let total = ranges.iter().map(|(from, until)| until - from).sum();
        Ok(ExportCursor { ledger: self.ledger.clone(), list, ranges, total })
    }

    /// Returns a cursor over the whole log, newest entry first.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn whole(&self) -> Result<ExportCursor, Failure> {
        let found = self.find(&LogQuery::default())?.found;
        self.export_cursor(&Selection { found, ranges: vec![(0, u64::MAX)] })
    }
}

impl Rows for ExportCursor {
    type Line = ExportRow;
    type Error = LedgerError;

    fn total(&self) -> u64 {
        self.total
    }

    fn next(&mut self, most: usize) -> Result<Vec<ExportRow>, LedgerError> {
        let Some((from, until)) = self.ranges.front_mut() else { return Ok(Vec::new()) };
        let places = self.list.places(*from, (*until - *from).min(most as u64));
        *from += places.at.len() as u64;
        if from >= until {
            self.ranges.pop_front();
        }
        self.ledger.export_rows(&places)
    }
}
