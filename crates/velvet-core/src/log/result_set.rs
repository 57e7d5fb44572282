use roaring::RoaringBitmap;

use super::sorted_rows::Ordered;
use velvet_ledger::LogPositions;

/// A result set: rows in a fixed order, whatever happens to the log.
pub(super) struct ResultSet {
    parts: Vec<Part>,
    /// Number of rows up to the end of each part.
    ends: Vec<u64>,
    oldest_first: bool,
    /// How often the log had been trimmed. Each trim changes the positions of the rows.
    trims: u64,
}

/// Consecutive rows of a result set.
pub(super) enum Part {
    /// This many rows from the beginning of the log.
    Everything(u32),
    /// Rows in the order of their positions.
    Set(RoaringBitmap),
    /// Rows in another order.
    Ordered(Ordered),
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Everything(rows) => u64::from(*rows),
            Self::Set(rows) => rows.len(),
            Self::Ordered(rows) => rows.len() as u64,
        }
    }
}

impl ResultSet {
    /// Joins the parts. Within those in log order the newest row comes first, unless `oldest_first` is set.
    pub(super) fn new(parts: Vec<Part>, oldest_first: bool, trims: u64) -> Self {
        let ends = parts.iter().scan(0, |end, part| {
            *end += part.len();
            Some(*end)
        });
        Self { ends: ends.collect(), parts, oldest_first, trims }
    }

    pub(super) fn len(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Returns the log positions of up to `limit` rows, starting at `offset`.
    pub(super) fn places(&self, offset: u64, limit: u64) -> LogPositions {
        let end = offset.saturating_add(limit).min(self.len());
        let mut places = Vec::new();
        let mut at = self.ends.partition_point(|end| *end <= offset);
        let mut from = offset;
        while from < end {
            let before = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            let until = self.ends[at].min(end);
            self.take(&self.parts[at], from - before, until - before, &mut places);
            (from, at) = (until, at + 1);
        }
        LogPositions { trims: self.trims, at: places }
    }

    fn take(&self, part: &Part, from: u64, until: u64, places: &mut Vec<i64>) {
        let place = |row: u32| i64::from(row) + 1;
        let length = part.len();
        // The range in ascending log order.
        let (first, last) = if self.oldest_first { (from, until) } else { (length - until, length - from) };
        let added = places.len();
        match part {
            Part::Ordered(rows) => {
                rows.take(index(from), index(until - from), |row| places.push(place(row)));
                return;
            }
            Part::Everything(_) => {
                let rows = (first..last).filter_map(|row| u32::try_from(row).ok());
                places.extend(rows.map(place));
            }
            Part::Set(rows) => {
                let start = u32::try_from(first).ok().and_then(|first| rows.select(first));
                let rows = start.into_iter().flat_map(|start| rows.range(start..));
                places.extend(rows.take(index(last - first)).map(place));
            }
        }
        if !self.oldest_first {
            places[added..].reverse();
        }
    }
}

fn index(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
