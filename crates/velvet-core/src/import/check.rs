//! Judges the rows of a list together: doubles, rounding, and what the ledger and the account know.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    rounding::{self, Damage, End, Rounding},
    store::{Found, Store, What},
};
use crate::view::{ListGroupKind, RowReason};

/// What the ledger and the account know.
pub struct Known<'a> {
    /// Whether a fan was added to this account before.
    pub added_before: &'a dyn Fn(&str) -> bool,
    /// Whether a fan is on the VIP list, as it was read just now.
    pub vip: &'a dyn Fn(&str) -> bool,
    /// The creator's own id.
    pub creator: Option<&'a str>,
    /// The ids of all accounts.
    pub accounts: &'a [String],
}

/// What the rows say by themselves.
pub(crate) fn judge(store: &Store) -> Vec<Found> {
    let mut found = store.found().to_vec();
    let fans: Vec<usize> = (0..store.len()).filter(|&row| found[row].what == What::Fan).collect();
    let mut first: HashMap<&str, u32> = HashMap::with_capacity(fans.len());
    let mut rounding = Rounding::default();
    for &row in &fans {
        let id = store.text(row);
        match first.entry(id) {
            Entry::Vacant(place) => {
                place.insert(store.number(row));
                rounding.see(id);
            }
            Entry::Occupied(taken) => {
                found[row] = Found::of(RowReason::Double { first: u64::from(*taken.get()) });
            }
        }
    }
    drop(first);
    if !rounding.any() {
        return found;
    }
    let damage = rounding.damage();
    for row in fans {
        let id = store.text(row);
        if let Some(reason) = rounded(id, damage) {
            found[row] = Found::of(reason);
        } else if found[row].what == What::Fan && rounding::is_remarkable(id) {
            found[row] = Found::hint();
        }
    }
    found
}

/// In a damaged file every id that ends so is in doubt, also one that may be right.
fn rounded(id: &str, damage: Damage) -> Option<RowReason> {
    if !damage.excel && !damage.script {
        return None;
    }
    match rounding::end(id) {
        End::Excel if damage.excel => Some(RowReason::RoundedByExcel),
        // Whole multiples of 4096 are exact numbers: one without a zero at its end came through unchanged.
        End::Script | End::Excel if damage.script && (id.ends_with('0') || !rounding::is_multiple(id)) => {
            Some(RowReason::RoundedByScript)
        }
        _ => None,
    }
}

/// The same, with what the ledger and the account know.
pub(crate) fn judge_with(store: &Store, found: &[Found], known: &Known<'_>) -> Vec<Found> {
    let account = |text: &str| known.accounts.iter().any(|account| account == text);
    let judge = |(row, &found): (usize, &Found)| {
        let text = store.text(row);
        match found.what {
            What::Fan | What::Hint | What::Double if known.creator == Some(text) => {
                Found::of(RowReason::Creator)
            }
            What::Fan | What::Hint | What::Double | What::Letters if account(text) => {
                Found::of(RowReason::Account)
            }
            What::Fan | What::Hint if (known.vip)(text) => Found::of(RowReason::Vip),
            What::Fan | What::Hint if (known.added_before)(text) => Found::of(RowReason::AddedBefore),
            _ => found,
        }
    };
    found.iter().enumerate().map(judge).collect()
}

impl What {
    /// What is to be done about it.
    pub fn group(self) -> ListGroupKind {
        match self {
            Self::Fan | Self::Hint => ListGroupKind::Ready,
            Self::Double => ListGroupKind::Double,
            Self::AddedBefore => ListGroupKind::AddedBefore,
            Self::Vip => ListGroupKind::Vip,
            Self::Scientific | Self::RoundedByExcel | Self::RoundedByScript | Self::StoredAsNumber => {
                ListGroupKind::Damaged
            }
            _ => ListGroupKind::NotAFan,
        }
    }
}
