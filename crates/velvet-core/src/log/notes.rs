use std::collections::HashMap;

use memchr::memmem::Finder;
use roaring::RoaringBitmap;

use super::packed_id::PackedId;
use velvet_ledger::Note;
use velvet_model::search_key::search_key;

/// The notes as search keys, with the rows of their fans.
#[derive(Default)]
pub(super) struct Notes {
    by_fan: HashMap<PackedId, About>,
    /// The fan of each note, by the note's ID. The ledger no longer knows the fan of a deleted note.
    fans: HashMap<i64, PackedId>,
}

struct About {
    text: String,
    rows: Vec<u32>,
}

impl Notes {
    /// Sets a note. `rows` are the rows of its fan so far.
    pub(super) fn insert(&mut self, note: &Note, rows: Vec<u32>) {
        let Some(fan) = PackedId::of(&note.fan) else { return };
        self.fans.insert(note.id, fan);
        self.by_fan.insert(fan, About { text: search_key(&note.text), rows });
    }

    pub(super) fn remove(&mut self, note: i64) {
        if let Some(fan) = self.fans.remove(&note) {
            self.by_fan.remove(&fan);
        }
    }

    /// Adds a row of a fan.
    pub(super) fn push(&mut self, fan: PackedId, row: u32) {
        if let Some(about) = self.by_fan.get_mut(&fan) {
            about.rows.push(row);
        }
    }

    /// Returns the rows of every fan whose note contains the word.
    pub(super) fn search(&self, word: &Finder<'_>) -> RoaringBitmap {
        let found = self.by_fan.values().filter(|about| word.find(about.text.as_bytes()).is_some());
        found.flat_map(|about| about.rows.iter().copied()).collect()
    }
}
