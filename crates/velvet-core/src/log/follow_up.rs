//! Finds what can be undone and retried in a selection.

use std::collections::{BTreeMap, HashSet};

use roaring::RoaringBitmap;

use super::Log;
use crate::view::{Action, Failure, Selection};
use velvet_ledger::LogPositions;
use velvet_model::ids::AccountId;

/// Entries read each time the ledger is locked.
const CHUNK: usize = 500;

/// A batch that could be made from a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpPart {
    /// The account.
    pub account: AccountId,
    /// The action of the batch.
    pub action: Action,
    /// The items that it would undo or retry.
    pub items: Vec<i64>,
    /// Number of these fans who may have been VIP before.
    pub unconfirmed_before: u64,
}

/// What can be undone and retried in a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Number of selected entries.
    pub rows: u64,
    /// Batches that would undo what succeeded.
    pub undo: Vec<FollowUpPart>,
    /// Batches that would retry what did not succeed.
    pub retry: Vec<FollowUpPart>,
}

impl Log {
    /// Returns what can be undone and retried in a selection, each fan of an account once.
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
        // Newest first, so that the last of several failures of a fan is the one that is retried.
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

/// Parts by account and action.
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
