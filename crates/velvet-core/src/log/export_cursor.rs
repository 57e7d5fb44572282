use std::{collections::VecDeque, sync::Arc};

use super::{Log, result_set::ResultSet};
use crate::view::{Failure, LogQuery, Selection};
use velvet_export::Rows;
use velvet_ledger::Ledger;
use velvet_model::ExportRow;

/// Rows that were chosen, in the order in which they were found, to be taken along in a file. What is found meanwhile, or
/// no longer kept, changes nothing about them; only when the log is trimmed they are `log_outdated`.
pub struct ExportCursor {
    ledger: Arc<Ledger>,
    list: Arc<ResultSet>,
    /// What is still to come.
    ranges: VecDeque<(u64, u64)>,
    total: u64,
}

impl Log {
    /// The rows that were chosen, to be taken along in a file.
    ///
    /// # Errors
    /// `log_outdated` when what they were chosen among is kept no more.
    pub fn export_cursor(&self, selection: &Selection) -> Result<ExportCursor, Failure> {
        let list = self.found(selection.found)?;
        let ranges: VecDeque<_> = selection.within(list.len()).collect();
        let total = ranges.iter().map(|(from, until)| until - from).sum();
        Ok(ExportCursor { ledger: self.ledger.clone(), list, ranges, total })
    }

    /// The whole log, the newest row first.
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

    fn total(&self) -> u64 {
        self.total
    }

    fn next(&mut self, most: usize) -> Result<Vec<ExportRow>, Failure> {
        let Some((from, until)) = self.ranges.front_mut() else { return Ok(Vec::new()) };
        let places = self.list.places(*from, (*until - *from).min(most as u64));
        *from += places.at.len() as u64;
        if from >= until {
            self.ranges.pop_front();
        }
        self.ledger.export_rows(&places)
    }
}
