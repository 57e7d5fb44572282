use std::collections::HashMap;

use memchr::memmem::Finder;

use velvet_model::search_key::{search_key, write_search_key};

use super::bitset::BitSet;

/// The names of all rows as search keys, in a single text. Most are short, and about half of the rows have none.
#[derive(Default)]
pub(super) struct Names {
    text: String,
    /// Where each row's name ends, including the line break after it.
    ends: Vec<u32>,
    /// The names of rows whose fans have other names since they were added.
    renamed: HashMap<u32, String>,
}

/// Separates the names. A search word never contains it.
const BREAK: char = '\n';

impl Names {
    /// Adds the next row's name. Returns whether it has one.
    pub(super) fn push(&mut self, name: Option<&str>) -> bool {
        let before = self.text.len();
        if let Some(name) = name {
            write_search_key(name, &mut self.text);
        }
        let named = self.text.len() > before;
        if named {
            self.text.push(BREAK);
        }
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        named
    }

    /// Sets a row's name. Returns whether it had another one.
    pub(super) fn set(&mut self, row: u32, name: Option<&str>) -> bool {
        let name = name.map(search_key).unwrap_or_default();
        let changed = self.get(row) != name;
        if changed {
            self.renamed.insert(row, name);
        }
        changed
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.ends.reserve_exact(rows);
    }

    /// Returns a row's name. Empty if it has none.
    pub(super) fn get(&self, row: u32) -> &str {
        if let Some(name) = self.renamed.get(&row) {
            return name;
        }
        let name = &self.text[self.start(row as usize)..self.ends[row as usize] as usize];
        name.strip_suffix(BREAK).unwrap_or(name)
    }

    /// Marks every row whose name contains the word.
    pub(super) fn search(&self, word: &Finder<'_>, found: &mut BitSet) {
        let text = self.text.as_bytes();
        let (mut from, mut row) = (0, 0);
        while let Some(at) = word.find(&text[from..]) {
            let at = from + at;
            // The match is in this row or a later one, usually a nearby one, so scan a little before the binary search.
            row += self.ends[row..].iter().take(64).take_while(|end| **end as usize <= at).count();
            if self.ends[row] as usize <= at {
                row += self.ends[row..].partition_point(|end| *end as usize <= at);
            }
            let found_row = u32::try_from(row).unwrap_or(u32::MAX);
            if !self.renamed.contains_key(&found_row) {
                found.insert(found_row);
            }
            from = self.ends[row] as usize;
        }
        let renamed = self.renamed.iter().filter(|(_, name)| word.find(name.as_bytes()).is_some());
        renamed.for_each(|(row, _)| found.insert(*row));
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}
