use std::collections::HashMap;

use memchr::memmem::Finder;
use roaring::RoaringBitmap;

use super::packed_id::PackedId;
use velvet_ledger::Note;
use velvet_model::search_key::search_key;

/// Folded notes, and the rows of the fans they are about.
#[derive(Default)]
pub(super) struct Notes {
    by_fan: HashMap<PackedId, About>,
    /// The fan of each note by its number: of one that is gone the ledger knows no more.
    fans: HashMap<i64, PackedId>,
}

struct About {
    text: String,
    rows: Vec<u32>,
}

impl Notes {
    /// A note, and the rows so far of the fan it is about.
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

    /// There is another row of a fan.
    pub(super) fn push(&mut self, fan: PackedId, row: u32) {
        if let Some(about) = self.by_fan.get_mut(&fan) {
            about.rows.push(row);
        }
    }

    /// The rows of every fan whose note has a word in it.
    pub(super) fn search(&self, word: &Finder<'_>) -> RoaringBitmap {
        let found = self.by_fan.values().filter(|about| word.find(about.text.as_bytes()).is_some());
        found.flat_map(|about| about.rows.iter().copied()).collect()
    }
}
