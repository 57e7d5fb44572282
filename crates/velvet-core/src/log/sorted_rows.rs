use std::{cmp::Ordering, sync::Arc};

use super::bitset::BitSet;

/// Rows sorted by something that never changes about them. Equal rows are sorted newest first.
///
/// The rows are stored in pieces that are shared with result sets. So a result set stays as it is, and a new row copies
/// only its own piece.
pub(super) struct SortedRows {
    pieces: Vec<Arc<Piece>>,
    /// Number of rows of the log that were considered so far.
    seen: u32,
}

type Piece = Vec<u32>;

/// Most rows per piece, and so the most rows that a new one moves.
const LONGEST: usize = if cfg!(test) { 4 } else { 2048 };

/// Flag of the first row of each run of equal rows.
const FIRST: u32 = 1 << 31;

/// Returns the row without its flag.
fn row_of(marked: u32) -> u32 {
    marked & !FIRST
}

impl SortedRows {
    /// Creates an order without rows.
    pub(super) fn none() -> Self {
        Self { pieces: Vec::new(), seen: 0 }
    }

    /// Returns the first row of the log that was not considered yet.
    pub(super) fn seen(&self) -> u32 {
        self.seen
    }

    /// Inserts newer rows. `seen` is the number of rows of the log considered so far. `prefix` orders rows like `compare`,
    /// as far as it goes: rows with the same prefix may still differ.
    pub(super) fn add<P: Ord>(
        &mut self,
        new: impl Iterator<Item = u32>,
        seen: u32,
        prefix: impl Fn(u32) -> P,
        compare: impl Fn(u32, u32) -> Ordering,
    ) {
        self.seen = seen;
        // Almost all comparisons look at neighbors in memory, and not at the columns.
        let mut keyed: Vec<(P, u32)> = new.map(|row| (prefix(row), row)).collect();
        keyed.sort_unstable_by(|(one, row), (other, its)| {
            one.cmp(other).then_with(|| compare(*row, *its)).then(its.cmp(row))
        });
        let starts = |at: usize, row: u32| {
            at == 0 || keyed[at - 1].0 != keyed[at].0 || compare(keyed[at - 1].1, row).is_ne()
        };
        let marked = |(at, (_, row)): (usize, &(P, u32))| if starts(at, *row) { row | FIRST } else { *row };
        let new: Vec<u32> = keyed.iter().enumerate().map(marked).collect();
        drop(keyed);
        let mut left = &new[..];
        let mut at = 0;
        while let Some(next) = left.first() {
            // Find the first piece that does not end before the new row, or else the last piece.
            let ends_before = |piece: &Arc<Piece>| {
                piece.last().is_none_or(|last| compare(row_of(*last), row_of(*next)).is_lt())
            };
            at += self.pieces[at..].partition_point(ends_before);
            let (old, here) = if let Some(piece) = self.pieces.get(at) {
                let last = piece.last().map(|last| row_of(*last));
                let fits = |row: &u32| last.is_some_and(|last| compare(row_of(*row), last).is_le());
                (&piece[..], left.partition_point(fits))
            } else {
                at = at.saturating_sub(1);
                (self.pieces.get(at).map_or(&[][..], |piece| &piece[..]), left.len())
            };
            let merged = merge(old, &left[..here], &compare);
            left = &left[here..];
            let made: Vec<_> = even(&merged).map(|piece| Arc::new(piece.to_vec())).collect();
            let (end, count) = ((at + 1).min(self.pieces.len()), made.len());
            self.pieces.splice(at..end, made);
            at += count - 1;
        }
    }

    /// Returns the wanted rows (`None` means all) in ascending or descending order.
    pub(super) fn some(&self, wanted: Option<BitSet>, descending: bool) -> Ordered {
        let counts = self.pieces.iter().scan(0, |end, piece| {
            *end += match &wanted {
                None => piece.len(),
                Some(wanted) => piece.iter().filter(|marked| wanted.contains(row_of(**marked))).count(),
            };
            Some(*end)
        });
        Ordered { ends: counts.collect(), pieces: self.pieces.clone(), wanted, descending }
    }
}

/// Merges new rows into a piece. The new rows are sorted and flagged, and each goes before rows that equal it.
fn merge(old: &[u32], new: &[u32], compare: &impl Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut merged: Vec<u32> = Vec::with_capacity(old.len() + new.len());
    let mut from = 0;
    for (at, marked) in new.iter().enumerate() {
        let row = row_of(*marked);
        if marked & FIRST != 0 {
            let until = from + old[from..].partition_point(|old| compare(row_of(*old), row).is_lt());
            merged.extend(&old[from..until]);
            from = until;
        }
        merged.push(*marked);
        let last = new.get(at + 1).is_none_or(|next| next & FIRST != 0);
        if last && old.get(from).is_some_and(|old| compare(row_of(*old), row).is_eq()) {
            merged.push(row_of(old[from]));
            from += 1;
        }
    }
    merged.extend(&old[from..]);
    merged
}

/// Splits rows into as few pieces as possible, of about the same length.
fn even(rows: &[u32]) -> impl Iterator<Item = &[u32]> {
    rows.chunks(rows.len().div_ceil(rows.len().div_ceil(LONGEST).max(1)).max(1))
}

/// The wanted rows, in sorted order.
pub(super) struct Ordered {
    pieces: Vec<Arc<Piece>>,
    /// Number of wanted rows up to the end of each piece.
    ends: Vec<usize>,
    /// `None` means all rows.
    wanted: Option<BitSet>,
    descending: bool,
}

/// The location of a row: its piece, and the index in the piece.
type Spot = (usize, usize);

impl Ordered {
    pub(super) fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Passes up to `limit` rows to `each`, starting at `offset`.
    pub(super) fn take(&self, offset: usize, limit: usize, each: impl FnMut(u32)) {
        let limit = limit.min(self.len().saturating_sub(offset));
        if limit == 0 {
            return;
        }
        if self.descending {
            self.backwards(offset, limit, each);
        } else {
            self.found(self.spot(offset), self.end()).take(limit).for_each(each);
        }
    }

    /// Goes from the last row to the first. Equal rows keep their order.
    fn backwards(&self, offset: usize, limit: usize, mut each: impl FnMut(u32)) {
        // Counting from the end finds the right run of equal rows, whatever the order within it.
        let (mut start, mut end) = self.alike(self.spot(self.len() - 1 - offset));
        let mut skipped = offset - (self.len() - self.before(end));
        let mut left = limit;
        loop {
            for row in self.found(start, end).skip(skipped).take(left) {
                each(row);
                left -= 1;
            }
            let Some(last) = self.previous(start).filter(|_| left > 0) else { return };
            (skipped, end) = (0, start);
            start = self.first_alike(last);
        }
    }

    /// Returns the spot of the row with this many wanted rows before it.
    fn spot(&self, before: usize) -> Spot {
        let piece = self.ends.partition_point(|end| *end <= before);
        let here = before - piece.checked_sub(1).map_or(0, |piece| self.ends[piece]);
        let rows = self.pieces[piece].iter().enumerate().filter(|(_, marked)| self.wants(**marked));
        (piece, rows.map(|(at, _)| at).nth(here).unwrap_or(0))
    }

    /// Returns the number of wanted rows before a spot.
    fn before(&self, (piece, at): Spot) -> usize {
        let here = self
            .pieces
            .get(piece)
            .map_or(0, |rows| rows[..at].iter().filter(|row| self.wants(**row)).count());
        piece.checked_sub(1).map_or(0, |piece| self.ends[piece]) + here
    }

    /// Returns the wanted rows between two spots.
    fn found(&self, start: Spot, end: Spot) -> impl Iterator<Item = u32> {
        let pieces = self.pieces.iter().enumerate().take(end.0 + 1).skip(start.0);
        let rows = pieces.flat_map(move |(piece, rows)| {
            let from = if piece == start.0 { start.1 } else { 0 };
            let until = if piece == end.0 { end.1 } else { rows.len() };
            &rows[from..until]
        });
        rows.filter(|marked| self.wants(**marked)).map(|marked| row_of(*marked))
    }

    /// Returns the start and end of the run of equal rows around a spot.
    fn alike(&self, spot: Spot) -> (Spot, Spot) {
        let mut end = self.next(spot);
        while end != self.end() && !self.is_first(end) {
            end = self.next(end);
        }
        (self.first_alike(spot), end)
    }

    fn first_alike(&self, mut spot: Spot) -> Spot {
        while !self.is_first(spot) {
            match self.previous(spot) {
                Some(before) => spot = before,
                None => return spot,
            }
        }
        spot
    }

    fn is_first(&self, (piece, at): Spot) -> bool {
        self.pieces[piece][at] & FIRST != 0
    }

    fn next(&self, (piece, at): Spot) -> Spot {
        if at + 1 < self.pieces[piece].len() { (piece, at + 1) } else { (piece + 1, 0) }
    }

    fn previous(&self, (piece, at): Spot) -> Option<Spot> {
        match at.checked_sub(1) {
            Some(at) => Some((piece, at)),
            None => piece.checked_sub(1).map(|piece| (piece, self.pieces[piece].len() - 1)),
        }
    }

    fn end(&self) -> Spot {
        (self.pieces.len(), 0)
    }

    fn wants(&self, marked: u32) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(row_of(marked)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Takes all rows, `part` at a time.
    fn taken(ordered: &Ordered, part: usize) -> Vec<u32> {
        let mut rows = Vec::new();
        for offset in (0..ordered.len()).step_by(part) {
            ordered.take(offset, part, |row| rows.push(row));
        }
        rows
    }

    fn bits(wanted: &[bool]) -> BitSet {
        let mut bits = BitSet::none(wanted.len());
        (0..).zip(wanted).filter(|(_, wanted)| **wanted).for_each(|(row, _)| bits.insert(row));
        bits
    }

    proptest! {
        /// Compares with sorting all rows again each time, which is the definition.
        #[test]
        fn rows_are_in_order_however_they_come(
            keys in vec(0..9_u8, 1..60),
            ends in vec(0..60_usize, 1..6),
            wanted in vec(any::<bool>(), 60),
            part in 1..9_usize,
        ) {
            let compare = |one: u32, other: u32| keys[one as usize].cmp(&keys[other as usize]);
            let mut order = SortedRows::none();
            let mut before = Vec::new();
            let mut rounds: Vec<usize> = ends.into_iter().map(|end| end % (keys.len() + 1)).collect();
            rounds.push(keys.len());
            for end in rounds {
                let end = u32::try_from(end).unwrap().max(order.seen());
                let prefix = |row: u32| u64::from(keys[row as usize] / 3);
                order.add(order.seen()..end, end, prefix, compare);
                for descending in [false, true] {
                    let mut rows: Vec<u32> = (0..end).rev().collect();
                    let by = |row: &u32| keys[*row as usize];
                    if descending {
                        rows.sort_by_key(|row| std::cmp::Reverse(by(row)));
                    } else {
                        rows.sort_by_key(by);
                    }
                    let some = order.some(Some(bits(&wanted)), descending);
                    let all = order.some(None, descending);
                    prop_assert_eq!(&taken(&all, part), &rows);
                    rows.retain(|row| wanted[*row as usize]);
                    prop_assert_eq!(&taken(&some, part), &rows);
                    before.push((some, rows));
                }
            }
            // Earlier results did not change.
            for (some, rows) in before {
                prop_assert_eq!(taken(&some, part), rows);
            }
        }
    }
}
