use memchr::memmem::Finder;

use velvet_model::search_key::write_search_key;

use super::bitset::BitSet;

/// Folded names, one for each row, in one text; most of them are short and half of them are none.
#[derive(Default)]
pub(super) struct Names {
    text: String,
    /// Where each row's name ends, the line break behind it included.
    ends: Vec<u32>,
}

/// Stands between names; a word that is looked for has none.
const BREAK: char = '\n';

impl Names {
    /// The next row's name. Says whether it has one.
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

    pub(super) fn reserve(&mut self, rows: usize) {
        self.ends.reserve_exact(rows);
    }

    /// A row's name; empty when it has none.
    pub(super) fn get(&self, row: u32) -> &str {
        let name = &self.text[self.start(row as usize)..self.ends[row as usize] as usize];
        name.strip_suffix(BREAK).unwrap_or(name)
    }

    /// Marks every row whose name has a word in it.
    pub(super) fn search(&self, word: &Finder<'_>, found: &mut BitSet) {
        let text = self.text.as_bytes();
        let (mut from, mut row) = (0, 0);
        while let Some(at) = word.find(&text[from..]) {
            let at = from + at;
            // Near by mostly, and never before the last one.
            row += self.ends[row..].iter().take(64).take_while(|end| **end as usize <= at).count();
            if self.ends[row] as usize <= at {
                row += self.ends[row..].partition_point(|end| *end as usize <= at);
            }
            found.insert(u32::try_from(row).unwrap_or(u32::MAX));
            from = self.ends[row] as usize;
        }
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}
