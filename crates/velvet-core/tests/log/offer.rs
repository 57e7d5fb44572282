//! Checks that the offers for selected rows equal what each row by itself gives.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use velvet_core::view::{Action, LogQuery, LogRow, LogSort, Outcome, Selection};

use super::book::{Book, step};

type Parts = BTreeMap<(String, bool), Vec<i64>>;

/// Computes the expected offers. Rows come newest first; `chosen` says which are selected.
fn plainly(rows: &[LogRow], open: &[LogRow], chosen: impl Fn(&LogRow) -> bool) -> (Parts, Parts) {
    let same = |one: &LogRow, other: &LogRow| one.fan == other.fan && one.account == other.account;
    let (mut undo, mut retry, mut tried) = (Parts::new(), Parts::new(), HashSet::new());
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| chosen(row)) {
        let changed = [Outcome::Added, Outcome::Removed, Outcome::Already];
        let later = rows[..at]
            .iter()
            .any(|later| same(later, row) && later.outcome.is_some_and(|o| changed.contains(&o)));
        if later || open.iter().any(|open| same(open, row)) {
            continue;
        }
        let removes = row.action == Action::Remove;
        match row.outcome {
            Some(Outcome::Added | Outcome::Removed) => {
                undo.entry((row.account.clone(), !removes)).or_default().push(row.item);
            }
            Some(Outcome::Failed | Outcome::Unconfirmed | Outcome::Stopped)
                if tried.insert((row.account.clone(), row.fan.clone())) =>
            {
                retry.entry((row.account.clone(), removes)).or_default().push(row.item);
            }
            _ => {}
        }
    }
    (undo, retry)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_offered_equals_the_model(
        steps in prop::collection::vec(step(), 1..40),
        cuts in prop::collection::btree_set(0..60_u64, 0..9),
        descending in any::<bool>(),
    ) {
        let mut book = Book::new();
        for step in &steps {
            book.takes(step);
        }
        let sort = LogSort { descending, ..LogSort::default() };
        let found = book.log.find(&LogQuery { sort, ..LogQuery::default() }).unwrap();
        let cuts: Vec<u64> = cuts.into_iter().collect();
        let ranges: Vec<(u64, u64)> = cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let (rows, open) = (book.rows(), book.open());
        let shown: Vec<i64> = if descending {
            rows.iter().map(|row| row.item).collect()
        } else {
            rows.iter().rev().map(|row| row.item).collect()
        };
        let chosen: HashSet<i64> = (0..).zip(&shown)
            .filter(|(at, _)| ranges.iter().any(|(from, until)| (from..until).contains(&at)))
            .map(|(_, item)| *item)
            .collect();
        let offer = book.log.offer(&Selection { found: found.found, ranges }).unwrap();
        prop_assert_eq!(offer.rows, chosen.len() as u64);
        let parts = |parts: &[velvet_core::log::FollowUpPart]| -> Parts {
            parts.iter().map(|part| {
                let key = (part.account.to_string(), part.action == Action::Remove);
                (key, part.items.clone())
            }).collect()
        };
        let (undo, retry) = plainly(&rows, &open, |row| chosen.contains(&row.item));
        prop_assert_eq!(parts(&offer.undo), undo);
        prop_assert_eq!(parts(&offer.retry), retry);
        for part in &offer.undo {
            let unconfirmed = if part.action == Action::Remove { part.items.len() as u64 } else { 0 };
            prop_assert_eq!(part.unconfirmed_before, unconfirmed, "no list was read first");
        }
    }
}
