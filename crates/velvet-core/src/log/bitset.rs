use roaring::RoaringBitmap;

/// A set of rows with one bit per row: fast to write and to test while a query runs.
pub(super) struct BitSet(Vec<u64>);

impl BitSet {
    /// Creates an empty set with room for this many rows.
    pub(super) fn none(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    /// Copies a set.
    pub(super) fn of(set: &RoaringBitmap, rows: usize) -> Self {
        let mut bits = Self::none(rows);
        set.iter().for_each(|row| bits.insert(row));
        bits
    }

    pub(super) fn insert(&mut self, row: u32) {
        self.0[row as usize / 64] |= 1 << (row % 64);
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.0[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// Converts the set into one to keep.
    pub(super) fn into_set(self) -> RoaringBitmap {
        let bytes: Vec<u8> = self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        RoaringBitmap::from_lsb0_bytes(0, &bytes)
    }
}
