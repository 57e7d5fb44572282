use memchr::memmem::Finder;
use roaring::RoaringBitmap;

use super::{
    bitset::BitSet,
    index::Index,
    packed_id::{DigitPattern, PackedId},
};
use velvet_model::search_key::search_key;

/// If fewer than one in this many rows are left, each is checked individually.
const FEW: u64 = 8;

/// What a search looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Searched {
    /// What is known of the fan, and the name of the list.
    All,
    /// What is known of the fan.
    Fans,
}

impl Index {
    /// Returns the rows that match every word of a text, among the given rows. `None` means all rows.
    pub(super) fn search(&self, text: &str, among: Option<RoaringBitmap>) -> Option<RoaringBitmap> {
        self.search_in(text, among, Searched::All)
    }

    /// Returns the rows whose fan's ID, name, or note has every word of a text. `None` means all rows.
    pub(super) fn search_fans(&self, text: &str) -> Option<RoaringBitmap> {
        self.search_in(text, None, Searched::Fans)
    }

    fn search_in(
        &self,
        text: &str,
        among: Option<RoaringBitmap>,
        searched: Searched,
    ) -> Option<RoaringBitmap> {
        let text = search_key(text);
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // The longest word matches the fewest rows.
        words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        words.into_iter().fold(among, |among, word| Some(self.rows_with(word, among, searched)))
    }

    fn rows_with(&self, word: &str, among: Option<RoaringBitmap>, searched: Searched) -> RoaringBitmap {
        let (name, digits) = (Finder::new(word), DigitPattern::of(word));
        let lists = self
            .lists
            .values()
            .filter(|list| searched == Searched::All && name.find(list.name.as_bytes()).is_some());
        let beside = lists.fold(self.notes.search(&name), |found, list| found | &list.rows);
        let is_in_fan = |fan: &PackedId| digits.as_ref().is_some_and(|wanted| wanted.is_in(*fan));
        match among {
            Some(among) if among.len() < u64::from(self.rows()) / FEW => {
                let is_in_name = |row: u32| name.find(self.names.get(row).as_bytes()).is_some();
                let found = among.iter().filter(|row| {
                    beside.contains(*row) || is_in_fan(&self.fans[*row as usize]) || is_in_name(*row)
                });
                found.collect()
            }
            among => {
                let mut found = BitSet::none(self.fans.len());
                self.names.search(&name, &mut found);
                if digits.is_some() {
                    let fans = (0..).zip(&self.fans).filter(|(_, fan)| is_in_fan(fan));
                    fans.for_each(|(row, _)| found.insert(row));
                }
                let found = found.into_set() | beside;
                among.map_or_else(|| found.clone(), |among| among & &found)
            }
        }
    }
}
