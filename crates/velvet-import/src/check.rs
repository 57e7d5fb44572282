//! Judges the rows of a list together: duplicates, rounding, and what the ledger and the account know.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    cell::is_account_like,
    known::{Known, Named},
    matching::Matching,
    rounding::{self, Damage, End, Rounding},
    store::{RowKind, RowStatus, Store},
};
use crate::shown::{ListGroupKind, RowReason};
use velvet_model::Fan;
use velvet_model::ids::{FanId, IdDoubt, IdParts};
use velvet_model::search_key::search_key;

/// Number of IDs that count up and cannot be chance.
const COUNTING: usize = 3;

/// Number of IDs of which some have a sequence.
const LONG_LIST: usize = 300;

/// Judges the rows by the list alone.
pub(crate) fn judge(store: &Store) -> Vec<RowStatus> {
    let mut found = store.found().to_vec();
    let fans: Vec<usize> = (0..store.len()).filter(|&row| found[row].what == RowKind::Fan).collect();
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
                found[row] = RowStatus::of(RowReason::Duplicate { first: u64::from(*taken.get()) });
            }
        }
    }
    drop(first);
    mark_names_again(store, &mut found);
    mark_counting_up(store, &mut found);
    let damage = rounding.damage();
    // One ID as a spreadsheet shows it proves that the list went through one.
    let shown = found.iter().any(|found| found.what == RowKind::Scientific);
    if !rounding.any() {
        return found;
    }
    for row in fans {
        let id = store.text(row);
        if let Some(reason) = rounded(id, damage) {
            found[row] = RowStatus::of(reason);
        } else if shown && rounding::end(id) == End::Excel && !is_account_like(id) {
            // An ID that was cut is hardly ever like an account's. One that is may end in zeros by chance.
            found[row] = RowStatus::of(RowReason::RoundedByExcel);
        } else if found[row].what == RowKind::Fan && rounding::is_remarkable(id) {
            found[row] = RowStatus::hint();
        }
    }
    found
}

/// Marks IDs that count up or down by one from row to row. A spreadsheet continues a cell like this that was dragged over
/// its neighbors, and the service never gives three such IDs.
fn mark_counting_up(store: &Store, found: &mut [RowStatus]) {
    let number = |row: usize| store.text(row).parse::<u64>().ok();
    let is_fan = |found: &RowStatus| found.what == RowKind::Fan;
    let mut begin = 0;
    while begin + 1 < found.len() {
        let step = |row: usize| Some(number(row + 1)?.wrapping_sub(number(row)?));
        let Some(first @ (1 | u64::MAX)) =
            (is_fan(&found[begin]) && is_fan(&found[begin + 1])).then(|| step(begin)).flatten()
        else {
            begin += 1;
            continue;
        };
        let mut end = begin + 2;
        while end < found.len() && is_fan(&found[end]) && step(end - 1) == Some(first) {
            end += 1;
        }
        if end - begin >= COUNTING {
            found[begin..end].fill(RowStatus::of(RowReason::CountsUp));
        }
        begin = end - 1;
    }
}

/// Whether this is a long list of account IDs none of which has a sequence. By chance at least one in ten has. A program
/// that keeps numbers as floats rounds them away.
pub(crate) fn is_rounded_everywhere(store: &Store, found: &[RowStatus]) -> bool {
    let mut count = 0;
    for (row, _) in
        found.iter().enumerate().filter(|(_, found)| matches!(found.what, RowKind::Fan | RowKind::Hint))
    {
        match IdParts::of(store.text(row)) {
            Some(parts) if parts.sequence == 0 => count += 1,
            _ => return false,
        }
    }
    count >= LONG_LIST
}

/// Marks repeated names as duplicates, so that each name is looked up once.
fn mark_names_again(store: &Store, found: &mut [RowStatus]) {
    let mut first: HashMap<String, u32> = HashMap::new();
    for (row, found) in found.iter_mut().enumerate().filter(|(_, found)| found.what == RowKind::Name) {
        match first.entry(search_key(store.text(row))) {
            Entry::Vacant(place) => {
                place.insert(store.number(row));
            }
            Entry::Occupied(taken) => {
                *found = RowStatus::of(RowReason::Duplicate { first: u64::from(*taken.get()) });
            }
        }
    }
}

/// Returns the kind of damage to an ID. In a damaged file, every ID with such an end is suspect, even if it may be
/// right.
fn rounded(id: &str, damage: Damage) -> Option<RowReason> {
    if !damage.excel && !damage.script {
        return None;
    }
    match rounding::end(id) {
        End::Excel if damage.excel => Some(RowReason::RoundedByExcel),
        // Multiples of 4096 are exact as floats, so one that does not end in a zero came through unchanged.
        End::Script | End::Excel if damage.script && (id.ends_with('0') || !rounding::is_multiple(id)) => {
            Some(RowReason::RoundedByScript)
        }
        _ => None,
    }
}

/// Judges the rows with what the ledger and the account know. Also returns the fans found by name.
pub(crate) fn judge_with(
    store: &Store,
    alone: &[RowStatus],
    known: &Known<'_>,
    matching: Option<&Matching>,
) -> (Vec<RowStatus>, Vec<Fan>) {
    let account = |text: &str| known.accounts.iter().any(|account| account == text);
    let fan = |id: &str| {
        if known.creator == Some(id) {
            Some(RowReason::Creator)
        } else if account(id) {
            Some(RowReason::Account)
        } else if (known.vip)(id) {
            Some(RowReason::Vip)
        } else if (known.added_before)(id) {
            Some(RowReason::AddedBefore)
        } else {
            FanId::from_digits(id.to_owned()).ok().and_then(|id| (known.doubt)(&id))
        }
    };
    let judge = |(row, &found): (usize, &RowStatus)| {
        let text = store.text(row);
        match found.what {
            // An ID that is no account's and ends in zeros was rounded, not mistyped.
            RowKind::Hint
                if fan(text) == Some(RowReason::NotAnAccount) && rounding::end(text) == End::Excel =>
            {
                RowStatus::of(RowReason::RoundedByExcel)
            }
            RowKind::Fan | RowKind::Hint => fan(text).map_or(found, RowStatus::of),
            RowKind::Duplicate if known.creator == Some(text) => RowStatus::of(RowReason::Creator),
            RowKind::Duplicate | RowKind::Letters | RowKind::Name if account(text) => {
                RowStatus::of(RowReason::Account)
            }
            _ => found,
        }
    };
    let mut found: Vec<RowStatus> = alone.iter().enumerate().map(judge).collect();
    let mut people = Vec::new();
    let mut named = named(store, &found, known);
    let rows = rows_of(store, alone, &named);
    for (row, named) in named.drain(..) {
        found[row] = match named {
            Named::NotFound => RowStatus::of(RowReason::NameUnknown),
            Named::Unclear => RowStatus::of(RowReason::NameUnclear),
            Named::Fan(person) => {
                let id = person.id.as_str();
                let first = rows.get(id).copied().filter(|&first| first != row);
                let standing = fan(id).map(RowStatus::of).unwrap_or_default();
                match first {
                    Some(first) => {
                        RowStatus::of(RowReason::Duplicate { first: u64::from(store.number(first)) })
                    }
                    None if matches!(standing.what, RowKind::Creator | RowKind::Account) => standing,
                    None => {
                        people.push(person);
                        standing.found_as(RowKind::ByName, people.len() - 1)
                    }
                }
            }
        };
    }
    if let Some(matching) = matching {
        let standing = |id: &str| fan(id).map(RowStatus::of).unwrap_or_default();
        matching.apply(store, &mut found, &mut people, standing, known.named);
    }
    (found, people)
}

/// Returns the rows whose name was looked up, with the results.
fn named(store: &Store, found: &[RowStatus], known: &Known<'_>) -> Vec<(usize, Named)> {
    let names = found.iter().enumerate().filter(|(_, found)| found.what == RowKind::Name);
    names.filter_map(|(row, _)| Some((row, (known.named)(store.text(row))?))).collect()
}

/// Maps the ID of each fan found by name to the row that counts, so that all others are duplicates. A row that holds
/// the ID itself comes first, wherever it is; otherwise it is the first row that names the fan.
fn rows_of(store: &Store, alone: &[RowStatus], named: &[(usize, Named)]) -> HashMap<String, usize> {
    let mut rows = HashMap::new();
    for (row, named) in named {
        if let Named::Fan(fan) = named {
            rows.entry(fan.id.as_str().to_owned()).or_insert(*row);
        }
    }
    if !rows.is_empty() {
        let fans =
            alone.iter().enumerate().filter(|(_, found)| matches!(found.what, RowKind::Fan | RowKind::Hint));
        for (row, _) in fans {
            if let Some(taken) = rows.get_mut(store.text(row)) {
                *taken = row;
            }
        }
    }
    rows
}

impl From<IdDoubt> for RowReason {
    fn from(doubt: IdDoubt) -> Self {
        match doubt {
            IdDoubt::DigitTooMany => Self::DigitTooMany,
            IdDoubt::FromTheFuture => Self::FromTheFuture,
            IdDoubt::OlderThanFansly => Self::OlderThanFansly,
            IdDoubt::NotAnAccount => Self::NotAnAccount,
        }
    }
}

impl RowKind {
    /// Returns the group: what to do about the row.
    pub fn group(self) -> ListGroupKind {
        match self {
            Self::Fan | Self::Hint => ListGroupKind::Ready,
            Self::Duplicate => ListGroupKind::Duplicate,
            Self::AddedBefore => ListGroupKind::AddedBefore,
            Self::Vip => ListGroupKind::Vip,
            Self::ByName => ListGroupKind::ByName,
            Self::Matched => ListGroupKind::Matched,
            Self::MatchedById => ListGroupKind::MatchedById,
            Self::Ambiguous => ListGroupKind::Ambiguous,
            Self::Name => ListGroupKind::Name,
            Self::Scientific | Self::RoundedByExcel | Self::RoundedByScript | Self::StoredAsNumber => {
                ListGroupKind::Damaged
            }
            Self::DigitTooMany
            | Self::FromTheFuture
            | Self::OlderThanFansly
            | Self::NotAnAccount
            | Self::NotFound
            | Self::CountsUp => ListGroupKind::Unlikely,
            _ => ListGroupKind::NotAFan,
        }
    }
}
