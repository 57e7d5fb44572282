//! What can be done about rows that were chosen.

use std::collections::{BTreeMap, HashSet};

use roaring::RoaringBitmap;

use super::Log;
use crate::view::{Action, Failure, Selection};
use velvet_ledger::LogPositions;
use velvet_model::ids::AccountId;

/// Rows that are looked at while the ledger is held.
const CHUNK: usize = 500;

/// One batch that could be made of what was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpPart {
    /// On which account.
    pub account: AccountId,
    /// What would be done.
    pub action: Action,
    /// For which items.
    pub items: Vec<i64>,
    /// How many of these fans may have been VIP before.
    pub unconfirmed_before: u64,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// How many rows were chosen.
    pub rows: u64,
    /// What would take back what they did.
    pub undo: Vec<FollowUpPart>,
    /// What would try again what did not work.
    pub retry: Vec<FollowUpPart>,
}

impl Log {
    /// What can be done about the rows that were chosen: for each fan of an account once.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub fn offer(&self, selection: &Selection) -> Result<FollowUp, Failure> {
        let (mut chosen, mut trims) = (RoaringBitmap::new(), 0);
        self.chosen_places(selection, |places| {
            chosen.extend(places.at.iter().filter_map(|place| u32::try_from(*place).ok()));
            trims = places.trims;
            Ok(())
        })?;
        let (mut undo, mut retry) = (PartCounts::default(), PartCounts::default());
        let mut tried = HashSet::new();
        // The newest first: of what did not work more than once, the last is tried again.
        let places: Vec<i64> = chosen.iter().rev().map(i64::from).collect();
        for places in places.chunks(CHUNK) {
            for row in self.ledger.chosen(&LogPositions { trims, at: places.to_vec() })? {
                if row.done {
                    let action = row.action.opposite();
                    undo.add(&row.account, action, row.item, action == Action::Remove && !row.looked);
                } else if tried.insert((row.account.clone(), row.fan)) {
                    retry.add(&row.account, row.action, row.item, false);
                }
            }
        }
        Ok(FollowUp {
            rows: chosen.len(),
            undo: undo.0.into_values().collect(),
            retry: retry.0.into_values().collect(),
        })
    }
}

/// By account and what would be done.
#[derive(Default)]
struct PartCounts(BTreeMap<(String, bool), FollowUpPart>);

impl PartCounts {
    fn add(&mut self, account: &AccountId, action: Action, item: i64, unconfirmed_before: bool) {
        let part = self.0.entry((account.to_string(), action == Action::Remove)).or_insert_with(|| {
            FollowUpPart { account: account.clone(), action, items: Vec::new(), unconfirmed_before: 0 }
        });
        part.items.push(item);
        part.unconfirmed_before += u64::from(unconfirmed_before);
    }
}
