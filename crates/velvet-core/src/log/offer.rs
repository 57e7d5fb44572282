//! What can be done about rows that were chosen.

use std::collections::{BTreeMap, HashSet};

use roaring::RoaringBitmap;

use super::Log;
use crate::view::{Action, Failure, Selection};
use velvet_ledger::Places;
use velvet_model::ids::AccountId;

/// Rows that are looked at while the ledger is held.
const CHUNK: usize = 500;

/// One batch that could be made of what was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedPart {
    /// On which account.
    pub account: AccountId,
    /// What would be done.
    pub action: Action,
    /// For which items.
    pub items: Vec<i64>,
    /// How many of these fans may have been VIP before.
    pub unsure_before: u64,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// How many rows were chosen.
    pub rows: u64,
    /// What would take back what they did.
    pub undo: Vec<OfferedPart>,
    /// What would try again what did not work.
    pub retry: Vec<OfferedPart>,
}

impl Log {
    /// What can be done about the rows that were chosen: for each fan of an account once.
    ///
    /// # Errors
    /// `log_outdated`, a `ledger_…` code.
    pub fn offer(&self, selection: &Selection) -> Result<Offered, Failure> {
        let (mut chosen, mut trims) = (RoaringBitmap::new(), 0);
        self.chosen_places(selection, |places| {
            chosen.extend(places.at.iter().filter_map(|place| u32::try_from(*place).ok()));
            trims = places.trims;
            Ok(())
        })?;
        let (mut undo, mut retry) = (Parts::default(), Parts::default());
        let mut tried = HashSet::new();
        // The newest first: of what did not work more than once, the last is tried again.
        let places: Vec<i64> = chosen.iter().rev().map(i64::from).collect();
        for places in places.chunks(CHUNK) {
            for row in self.ledger.chosen(&Places { trims, at: places.to_vec() })? {
                if row.done {
                    let action = row.action.opposite();
                    undo.add(&row.account, action, row.item, action == Action::Remove && !row.looked);
                } else if tried.insert((row.account.clone(), row.fan)) {
                    retry.add(&row.account, row.action, row.item, false);
                }
            }
        }
        Ok(Offered {
            rows: chosen.len(),
            undo: undo.0.into_values().collect(),
            retry: retry.0.into_values().collect(),
        })
    }
}

/// By account and what would be done.
#[derive(Default)]
struct Parts(BTreeMap<(String, bool), OfferedPart>);

impl Parts {
    fn add(&mut self, account: &AccountId, action: Action, item: i64, unsure_before: bool) {
        let part = self.0.entry((account.to_string(), action == Action::Remove)).or_insert_with(|| {
            OfferedPart { account: account.clone(), action, items: Vec::new(), unsure_before: 0 }
        });
        part.items.push(item);
        part.unsure_before += u64::from(unsure_before);
    }
}
