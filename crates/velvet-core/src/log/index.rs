use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;

use super::{names::Names, notes::Notes, packed_id::PackedId, sorted_rows::SortedRows};
use crate::view::{Action, Cause, Standing};
use velvet_ledger::{Entry, Note, TextEnum};
use velvet_model::search_key::search_key;

/// The index by which the log is searched, filtered, and sorted. It has a column for each searched value, and a set of
/// rows for each value of an attribute with few values. A row is the entry's position in the log minus one. Whatever is
/// shown comes from the ledger.
pub(super) struct Index {
    pub(super) fans: Vec<PackedId>,
    pub(super) whens: Vec<When>,
    pub(super) names: Names,
    /// Rows with a name.
    pub(super) named: RoaringBitmap,
    pub(super) standings: [RoaringBitmap; STANDINGS.len()],
    /// In the order of [`Cause::ALL`].
    pub(super) causes: [RoaringBitmap; Cause::ALL.len()],
    /// Adds, then removals.
    pub(super) actions: [RoaringBitmap; 2],
    pub(super) accounts: BTreeMap<String, Group>,
    pub(super) lists: HashMap<i64, Group>,
    /// Rows of single items, which belong to no list.
    pub(super) singles: RoaringBitmap,
    pub(super) notes: Notes,
    /// Built on first use, like `by_fan`.
    pub(super) by_name: SortedRows,
    pub(super) by_fan: SortedRows,
    cause_words: HashMap<&'static str, usize>,
    /// How often the log had been trimmed when the index was begun.
    pub(super) trims: u64,
}

/// All standings, in sort order.
pub(super) const STANDINGS: [Standing; 7] = [
    Standing::Open,
    Standing::Added,
    Standing::Removed,
    Standing::Already,
    Standing::Failed,
    Standing::Unconfirmed,
    Standing::Stopped,
];

/// The rows of one account or list.
#[derive(Default)]
pub(super) struct Group {
    /// The name as a search key.
    pub(super) name: String,
    pub(super) rows: RoaringBitmap,
}

/// Milliseconds since 1970 in six bytes, enough for almost nine thousand years.
#[derive(Clone, Copy)]
pub(super) struct When([u8; 6]);

impl When {
    fn of(ms: i64) -> Self {
        let bytes = ms.clamp(0, (1 << 48) - 1).to_le_bytes();
        Self(bytes.first_chunk().copied().unwrap_or_default())
    }

    pub(super) fn ms(self) -> i64 {
        let mut bytes = [0; 8];
        bytes[..6].copy_from_slice(&self.0);
        i64::from_le_bytes(bytes)
    }
}

impl Index {
    /// Creates an empty index with room for `rows` rows of a log that was trimmed `trims` times.
    pub(super) fn new(accounts: Vec<(String, String)>, rows: usize, trims: u64) -> Self {
        let words = Cause::ALL.iter().enumerate().map(|(at, cause)| (cause.text(), at)).collect();
        let mut index = Self {
            fans: Vec::with_capacity(rows),
            whens: Vec::with_capacity(rows),
            names: Names::default(),
            named: RoaringBitmap::new(),
            standings: Default::default(),
            causes: std::array::from_fn(|_| RoaringBitmap::new()),
            actions: Default::default(),
            accounts: BTreeMap::new(),
            lists: HashMap::new(),
            singles: RoaringBitmap::new(),
            notes: Notes::default(),
            by_name: SortedRows::none(),
            by_fan: SortedRows::none(),
            cause_words: words,
            trims,
        };
        index.names.reserve(rows);
        index.name_accounts(accounts);
        index
    }

    /// Returns the number of indexed rows.
    pub(super) fn rows(&self) -> u32 {
        u32::try_from(self.fans.len()).unwrap_or(u32::MAX)
    }

    /// Returns all indexed rows.
    pub(super) fn everything(&self) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        rows.insert_range(0..self.rows());
        rows
    }

    /// Appends the next row of the log, or updates a row that is indexed already.
    pub(super) fn take(&mut self, entry: &Entry<'_>) {
        let Ok(row) = u32::try_from(entry.place - 1) else { return };
        match row.cmp(&self.rows()) {
            std::cmp::Ordering::Equal => self.push(row, entry),
            std::cmp::Ordering::Less => self.change(row, entry),
            // This row follows once the rows before it are indexed.
            std::cmp::Ordering::Greater => {}
        }
    }

    /// Appends a row. Only what [`Self::change`] sets may change later.
    fn push(&mut self, row: u32, entry: &Entry<'_>) {
        let fan = PackedId::of(entry.fan).unwrap_or_default();
        self.fans.push(fan);
        self.whens.push(When::of(entry.when));
        if self.names.push(entry.name) {
            self.named.insert(row);
        }
        self.notes.push(fan, row);
        self.actions[usize::from(entry.heading.action == Action::Remove)].insert(row);
        if !self.accounts.contains_key(&entry.heading.account) {
            // The name follows with the next changes.
            self.accounts.insert(entry.heading.account.clone(), Group::default());
        }
        if let Some(account) = self.accounts.get_mut(&entry.heading.account) {
            account.rows.insert(row);
        }
        match &entry.heading.list {
            Some(name) => {
                let new = || Group { name: search_key(name), rows: RoaringBitmap::new() };
                self.lists.entry(entry.batch).or_insert_with(new).rows.insert(row);
            }
            None => drop(self.singles.insert(row)),
        }
        self.stand(row, entry);
    }

    fn change(&mut self, row: u32, entry: &Entry<'_>) {
        self.whens[row as usize] = When::of(entry.when);
        if self.names.set(row, entry.name) {
            if self.names.get(row).is_empty() {
                self.named.remove(row);
            } else {
                self.named.insert(row);
            }
            // Names seldom change, so the order by name is made again when somebody asks for it.
            self.by_name = SortedRows::none();
        }
        for rows in self.standings.iter_mut().chain(&mut self.causes) {
            rows.remove(row);
        }
        self.stand(row, entry);
    }

    fn stand(&mut self, row: u32, entry: &Entry<'_>) {
        self.standings[entry.standing as usize].insert(row);
        if let Some(cause) = entry.cause.and_then(|word| self.cause_words.get(word)) {
            self.causes[*cause].insert(row);
        }
    }

    /// Sets the names of the accounts.
    pub(super) fn name_accounts(&mut self, accounts: Vec<(String, String)>) {
        for (id, name) in accounts {
            self.accounts.entry(id).or_default().name = search_key(&name);
        }
    }

    /// Sets the name of a list.
    pub(super) fn name_list(&mut self, batch: i64, name: &str) {
        if let Some(list) = self.lists.get_mut(&batch) {
            list.name = search_key(name);
        }
    }

    /// Sets a note. `places` are the log positions of its fan.
    pub(super) fn note(&mut self, note: &Note, places: &[i64]) {
        let rows = places.iter().filter_map(|place| u32::try_from(place - 1).ok());
        // Rows that are not indexed yet get the note when they are appended.
        let rows = rows.filter(|row| *row < self.rows()).collect();
        self.notes.insert(note, rows);
    }
}
