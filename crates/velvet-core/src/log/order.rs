use std::{cmp::Ordering, sync::Arc};

use super::bits::Bits;

/// Rows in the order of something that never changes about them; where they are alike, the newest first.
pub(super) struct Order {
    /// Shared with what was found in it.
    rows: Arc<Vec<u32>>,
    /// How many rows of the log have been put in order.
    seen: u32,
}

/// Marks the first row of those that are alike.
const FIRST: u32 = 1 << 31;

/// A row as it stands in an order.
pub(super) fn row_of(marked: u32) -> u32 {
    marked & !FIRST
}

impl Order {
    /// Of no rows.
    pub(super) fn none() -> Self {
        Self { rows: Arc::default(), seen: 0 }
    }

    /// The first row of the log that is not in order yet.
    pub(super) fn seen(&self) -> u32 {
        self.seen
    }

    /// Puts newer rows in order as well; `seen` rows of the log have been looked at then.
    pub(super) fn add(&mut self, mut new: Vec<u32>, seen: u32, compare: impl Fn(u32, u32) -> Ordering) {
        self.seen = seen;
        new.sort_unstable_by(|one, other| compare(*one, *other).then(other.cmp(one)));
        let same = |one: u32, other: u32| compare(one, other) == Ordering::Equal;
        let rows = Arc::make_mut(&mut self.rows);
        // Each new row stands before those that are like it.
        let places: Vec<usize> =
            new.iter().map(|row| rows.partition_point(|old| compare(row_of(*old), *row).is_lt())).collect();
        let mut end = rows.len();
        rows.resize(end + new.len(), 0);
        for at in (0..new.len()).rev() {
            let (place, row) = (places[at], new[at]);
            if place < end && same(row_of(rows[place]), row) {
                rows[place] = row_of(rows[place]);
            }
            rows.copy_within(place..end, place + at + 1);
            let first = at == 0 || !same(new[at - 1], row);
            rows[place + at] = if first { row | FIRST } else { row };
            end = place;
        }
    }

    /// All of them, from the first to the last. Marks stand in it: see [`row_of`].
    pub(super) fn all(&self) -> Arc<Vec<u32>> {
        self.rows.clone()
    }

    /// Those that are wanted, or all of them; from the last to the first, if so.
    pub(super) fn some(&self, wanted: Option<&Bits>, descending: bool) -> Vec<u32> {
        let wanted = |row: &u32| wanted.is_none_or(|wanted| wanted.contains(*row));
        if !descending {
            return self.rows.iter().map(|marked| row_of(*marked)).filter(wanted).collect();
        }
        let mut found = Vec::new();
        let mut end = self.rows.len();
        for at in (0..end).rev() {
            if self.rows[at] & FIRST != 0 {
                found.extend(self.rows[at..end].iter().map(|marked| row_of(*marked)).filter(wanted));
                end = at;
            }
        }
        found
    }
}
