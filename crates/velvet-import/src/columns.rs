//! Statistics on the columns of a list, and the choice of the columns to take.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    cell::{is_account_like, looks_like_id, looks_real, may_hold_ids, only_ids},
    column_names,
    name::{self, Likeness},
    row::Row,
    shorten::shorten,
};
use crate::shown::ListColumn;
use velvet_model::ids::ascii_digits;

/// Most columns that are tracked.
pub(crate) const MOST: usize = 256;

/// Example values shown for each column.
const EXAMPLES: usize = 3;

/// Account IDs that are kept for each column, to see whether the app knows them.
const SAMPLE: usize = 200;

/// Bits of the bitmap that estimates how many values of a column are distinct.
const BITS: usize = 4096;

/// Variety of a column, in comparison with the best one, from which on its values are not the same few again and again.
const RIVAL_VARIETY: f64 = 0.7;

/// Most columns that can be tiers.
const MOST_TIERS: usize = 64;
const FEWEST_TIERS: usize = 3;

/// The columns seen so far.
#[derive(Default)]
pub(crate) struct Columns {
    seen: Vec<Column>,
}

struct Column {
    filled: u64,
    ids: u64,
    real: u64,
    /// Cells with an ID that looks like an account ID.
    alike: u64,
    worded: u64,
    /// Cells that look like a name, and how many of those could be a username.
    named: u64,
    usernames: u64,
    different: Different,
    /// The sum of the hashes of all values: the same for columns that hold the same values.
    fingerprint: u64,
    examples: Vec<String>,
    /// The first account IDs.
    sample: Vec<Box<str>>,
}

/// An estimate of the number of distinct values, up to a few thousand.
struct Different(Box<[u64; BITS / 64]>);

impl Columns {
    /// Adds a row to the statistics.
    pub fn see(&mut self, row: &Row) {
        while self.seen.len() < row.width().min(MOST) {
            self.seen.push(Column::new());
        }
        for (column, cell) in self.seen.iter_mut().zip(row.cells()) {
            column.see(cell.text, cell.number);
        }
    }

    /// Returns the number of columns.
    pub fn width(&self) -> usize {
        self.seen.len()
    }

    /// Returns the index of the column of fan IDs, if any column has an ID.
    pub fn ids(&self, names: &[String]) -> Option<usize> {
        let worth = |place: usize, column: &Column| {
            let name = names.get(place).map_or(1.0, |name| column_names::worth_for_ids(name));
            column.worth() * name
        };
        let all = self.seen.iter().enumerate().filter(|(_, column)| column.ids > 0);
        // `max_by` returns the last maximum, so reversing the order prefers the leftmost column.
        let best = all.rev().max_by(|a, b| worth(a.0, a.1).total_cmp(&worth(b.0, b.1)));
        best.map(|(place, _)| place)
    }

    /// Whether another column may as well hold the fans: as many account IDs, as varied, and other ones. Only a name that
    /// means fans decides between them: `id` may be the ID of anything.
    pub fn has_rivals(&self, names: &[String], ids: usize) -> bool {
        let Some(best) = self.seen.get(ids).filter(|best| best.alike > 0) else { return false };
        let worth = |place: usize| names.get(place).map_or(1.0, |name| column_names::worth_for_ids(name));
        let clear = if worth(ids) < column_names::FAN { worth(ids).min(1.0) } else { column_names::FAN };
        self.seen.iter().enumerate().any(|(place, column)| {
            place != ids
                && worth(place) >= clear
                && column.alike * 2 >= best.alike
                && column.variety() >= RIVAL_VARIETY * best.variety()
                && column.fingerprint != best.fingerprint
        })
    }

    /// Whether all columns hold nothing but account IDs, and no name says what kind: a column for each tier of fans, or a
    /// list that goes on from left to right. Two columns may be anything.
    pub fn are_all_fans(&self, names: &[String]) -> bool {
        let filled = || self.seen.iter().enumerate().filter(|(_, column)| column.filled > 0);
        let is_neutral = |name: &String| (column_names::worth_for_ids(name) - 1.0).abs() < f64::EPSILON;
        let is_fans = |(place, column): (usize, &Column)| {
            column.alike * 10 >= column.filled * 9
                && names.get(place).is_none_or(is_neutral)
                && filled().all(|(other, rival)| other == place || rival.fingerprint != column.fingerprint)
        };
        (FEWEST_TIERS..=MOST_TIERS).contains(&filled().count())
            && filled().all(is_fans)
            && filled().all(|(_, column)| column.variety() >= RIVAL_VARIETY)
    }

    /// Returns the index of the only column with IDs of known fans. At least one in ten of its IDs must be known.
    pub fn known(&self, is_known: impl Fn(&str) -> bool) -> Option<usize> {
        let count = |column: &Column| column.sample.iter().filter(|id| is_known(id)).count();
        let counts =
            self.seen.iter().enumerate().map(|(place, column)| (place, count(column), column.sample.len()));
        let mut known = counts.filter(|(_, count, _)| *count > 0);
        let (place, count, all) = known.next()?;
        (known.next().is_none() && count * 10 >= all).then_some(place)
    }

    /// Whether a column has IDs.
    pub fn has_ids(&self, place: usize) -> bool {
        self.seen.get(place).is_some_and(|column| column.ids > 0)
    }

    /// Returns the index of the column that identifies the fans: by IDs, or else by names.
    pub fn fans(&self, names: &[String]) -> Option<usize> {
        let ids = self.ids(names);
        // Dates and amounts are as long as the shortest IDs. If some column is headed as names, they are not the fans.
        let doubtful = |&place: &usize| {
            let headed = names.get(place).is_some_and(|name| column_names::worth_for_ids(name) > 1.0);
            self.seen[place].real == 0 && !headed && self.headed_as_names(names).is_some()
        };
        ids.filter(|place| !doubtful(place)).or_else(|| self.by_names(names)).or(ids)
    }

    /// Returns the index of the column of names to look up. Most of its cells must look like names.
    fn by_names(&self, names: &[String]) -> Option<usize> {
        let all = self.seen.iter().enumerate().filter(|(_, column)| column.named * 2 > column.filled);
        let best = all.rev().max_by(|a, b| a.1.worth_as_names().total_cmp(&b.1.worth_as_names()));
        self.headed_as_names(names).or(best.map(|(place, _)| place))
    }

    fn headed_as_names(&self, names: &[String]) -> Option<usize> {
        let like = |place: &usize| self.seen[*place].named * 2 > self.seen[*place].filled;
        let places = (0..self.width().min(names.len())).filter(like);
        places
            .filter_map(|place| Some((column_names::rank_for_labels(&names[place])?, place)))
            .min()
            .map(|(_, place)| place)
    }

    /// Returns the index of the label column, if there is one.
    pub fn labels(&self, names: &[String], ids: usize) -> Option<usize> {
        let named = (0..self.width().min(names.len()))
            .filter(|&place| place != ids && self.seen[place].filled > 0)
            .filter_map(|place| column_names::rank_for_labels(&names[place]).map(|rank| (rank, place)));
        let worded = || {
            // Perhaps only a few rows have a label, but then most of the filled cells must be words.
            let words = |column: &Column| column.worded * 2 > column.filled;
            (0..self.width())
                .filter(|&place| place != ids && words(&self.seen[place]))
                .max_by_key(|&place| (self.seen[place].different.count(), std::cmp::Reverse(place)))
        };
        named.min().map(|(_, place)| place).or_else(worded)
    }

    /// Returns what the UI shows of the columns.
    pub fn view(&self, names: &[String]) -> Vec<ListColumn> {
        let name =
            |place: usize| names.get(place).map(|name| shorten(name.trim())).filter(|name| !name.is_empty());
        let column = |(place, column): (usize, &Column)| ListColumn {
            place: u32::try_from(place).unwrap_or(u32::MAX),
            name: name(place),
            examples: column.examples.clone(),
            ids: column.ids,
        };
        self.seen.iter().enumerate().map(column).collect()
    }
}

impl Column {
    fn new() -> Self {
        let different = Different(Box::new([0; BITS / 64]));
        let (filled, ids, real, alike, worded, named, usernames) = (0, 0, 0, 0, 0, 0, 0);
        let (fingerprint, examples, sample) = (0, Vec::new(), Vec::new());
        Self { filled, ids, real, alike, worded, named, usernames, different, fingerprint, examples, sample }
    }

    fn see(&mut self, text: &str, number: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(shorten(text));
        }
        if looks_like_id(text, number) {
            self.ids += 1;
            self.real += u64::from(looks_real(text));
            // The same IDs are the same values, however they are written.
            let plain = text.bytes().all(|b| b.is_ascii_digit());
            let digits = if plain {
                Cow::Borrowed(text)
            } else {
                ascii_digits(text).chars().filter(char::is_ascii_digit).collect()
            };
            if is_account_like(&digits) {
                self.alike += 1;
                if self.sample.len() < SAMPLE {
                    self.sample.push(digits.as_ref().into());
                }
            }
            return self.see_value(&digits);
        }
        if may_hold_ids(text) && only_ids(text).is_some() {
            self.ids += 1;
            self.real += 1;
            self.alike += 1;
        } else if text.chars().any(char::is_alphabetic) {
            self.worded += 1;
            let like = name::like(text);
            self.named += u64::from(like.is_some());
            self.usernames += u64::from(like == Some(Likeness::Username));
        }
        self.see_value(text);
    }

    fn see_value(&mut self, value: &str) {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        let hash = hasher.finish();
        self.different.see(hash);
        self.fingerprint = self.fingerprint.wrapping_add(hash);
    }

    /// Rates how likely these are the fans: many IDs, as long as real ones, and varied. A column of the creator's own
    /// ID has as many IDs, but only one value.
    #[expect(clippy::cast_precision_loss, reason = "weights, not counts")]
    fn worth(&self) -> f64 {
        let (alike, real) = (self.alike as f64, (self.real - self.alike.min(self.real)) as f64);
        let short = (self.ids - self.real) as f64;
        (alike + 0.5 * real + 0.1 * short) * self.variety()
    }

    /// Rates the column as names. Usernames count double, because looking them up is more reliable.
    #[expect(clippy::cast_precision_loss, reason = "weights, not counts")]
    fn worth_as_names(&self) -> f64 {
        (self.named as f64 + self.usernames as f64) * self.variety()
    }

    /// Estimates how varied the values are: 1 if no two are equal.
    #[expect(clippy::cast_precision_loss, reason = "weights, not counts")]
    fn variety(&self) -> f64 {
        let bits = BITS as f64;
        let expected = bits * (1.0 - (-(self.filled as f64) / bits).exp());
        (f64::from(self.different.count()) / expected.max(1.0)).min(1.0)
    }
}

impl Different {
    fn see(&mut self, hash: u64) {
        let bit = usize::try_from(hash % BITS as u64).unwrap_or(0);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}
