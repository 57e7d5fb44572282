use std::collections::HashSet;

use super::{Log, packed_id::PackedId};
use crate::{
    IdLines,
    view::{ErrorCode, Failure, Selection},
};
use velvet_ledger::LogPositions;
use velvet_model::ids::FanId;

/// Positions per callback.
const CHUNK: u64 = 1_000;

impl Log {
    /// Returns the fans of the selected entries without duplicates, in order.
    ///
    /// # Errors
    /// `log_too_many` for more than 10,000 entries, `log_outdated`, a `ledger_…` code.
    pub fn fans(&self, selection: &Selection) -> Result<Vec<FanId>, Failure> {
        if self.count(selection)? > Selection::MOST {
            return Err(Failure::new(ErrorCode::LogTooMany).with("limit", Selection::MOST));
        }
        let mut fans = Vec::new();
        self.each_fan(selection, |fan| fans.push(fan))?;
        Ok(fans)
    }

    /// Returns the fan IDs of the selected entries without duplicates, in order. There may be a million.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub fn ids(&self, selection: &Selection) -> Result<IdLines, Failure> {
        let mut ids = IdLines::default();
        self.each_fan(selection, |fan| ids.push(fan.as_str()))?;
        Ok(ids)
    }

    /// Passes the fans of the selected entries to `each` without duplicates, in order.
    fn each_fan(&self, selection: &Selection, mut each: impl FnMut(FanId)) -> Result<(), Failure> {
        let mut seen = HashSet::new();
        self.chosen_places(selection, |places| {
            let fans = self.ledger.fans_at(places)?.into_iter();
            fans.filter(|fan| seen.insert(PackedId::of(fan.as_str()))).for_each(&mut each);
            Ok(())
        })
    }

    /// Returns the number of selected entries.
    pub(super) fn count(&self, selection: &Selection) -> Result<u64, Failure> {
        let total = self.found(selection.found)?.len();
        Ok(selection.within(total).map(|(from, until)| until - from).sum())
    }

    /// Passes the log positions of the selected entries to `each`, some at a time.
    pub(crate) fn chosen_places(
        &self,
        selection: &Selection,
        mut each: impl FnMut(&LogPositions) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let list = self.found(selection.found)?;
        for (from, until) in selection.within(list.len()) {
            let mut at = from;
            while at < until {
                let limit = CHUNK.min(until - at);
                each(&list.places(at, limit))?;
                at += limit;
            }
        }
        Ok(())
    }
}
