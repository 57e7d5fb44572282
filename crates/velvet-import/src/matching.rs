//! Finds the fans whom an ID that lost digits may have been.
//!
//! A damaged ID cannot be repaired by itself: several IDs become the same number. So only fans whom the app knows are
//! considered, and each of them is damaged in all the ways that programs do it, to see whether the result is the same.

use std::collections::HashMap;

use super::{
    known::Named,
    name::name_in,
    store::{RowKind, RowStatus, Store},
};
use crate::shown::{ListGroupKind, RowReason};
use velvet_model::{
    Fan,
    ids::{FanId, IdLimits},
    search_key::search_key,
};

/// Significant digits kept by Excel and similar programs.
const KEPT_BY_EXCEL: u32 = 15;

/// Most fans offered for one row.
const MOST: usize = 20;

/// The matching of the damaged IDs of a list.
pub(crate) struct Matching {
    known: KnownFans,
    /// The fans that the user chose, by the index of the row.
    chosen: HashMap<usize, FanId>,
}

/// The known fans, in the order of their IDs.
struct KnownFans(Vec<(u64, Fan)>);

/// What is left of an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Remains {
    value: u64,
    /// Number of significant digits that were written, if there was an exponent.
    written: Option<u32>,
}

/// The known fans whose ID may be what is left of a damaged one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Match<'a> {
    /// No fan.
    None,
    /// One fan, and whether the row's own name is theirs.
    One(&'a Fan, bool),
    /// Several fans, with those whose name the row has first.
    Several(Vec<&'a Fan>),
}

impl Matching {
    /// Prepares to match with these fans. What the user chose in an earlier matching still holds.
    pub fn with(fans: Vec<Fan>, earlier: Option<Self>) -> Self {
        let chosen = earlier.map(|earlier| earlier.chosen).unwrap_or_default();
        Self { known: KnownFans::new(fans), chosen }
    }

    /// Sets the fan of a row, or lets the row be matched again.
    pub fn choose(&mut self, row: usize, fan: Option<FanId>) {
        match fan {
            Some(fan) => drop(self.chosen.insert(row, fan)),
            None => drop(self.chosen.remove(&row)),
        }
    }

    /// Returns the fans whom a row may stand for.
    pub fn candidates(&self, store: &Store, row: usize) -> Vec<&Fan> {
        match self.known.find(store.text(row), store.label(row)) {
            Match::None => Vec::new(),
            Match::One(fan, _) => vec![fan],
            Match::Several(fans) => fans,
        }
    }

    /// Changes the statuses of the damaged rows that fit known fans. `standing` is what is known of a fan, and `named` is
    /// the result of looking up a name; the fans are added to `people`.
    pub fn apply(
        &self,
        store: &Store,
        found: &mut [RowStatus],
        people: &mut Vec<Fan>,
        standing: impl Fn(&str) -> RowStatus,
        named: &dyn Fn(&str) -> Option<Named>,
    ) {
        let mut first: HashMap<String, u64> = HashMap::new();
        for (row, status) in found.iter().enumerate().filter(|(_, status)| status.what.is_fan()) {
            let fan = status.person().and_then(|place| people.get(place));
            let id = fan.map_or_else(|| store.text(row), |fan| fan.id.as_str());
            first.entry(id.to_owned()).or_insert_with(|| u64::from(store.number(row)));
        }
        for (row, status) in found.iter_mut().enumerate() {
            if status.what.group() != ListGroupKind::Damaged {
                continue;
            }
            let looked;
            let (fan, kind) = match (self.chosen(row), self.known.find(store.text(row), store.label(row))) {
                (Some(fan), _) | (None, Match::One(fan, true)) => (fan, RowKind::Matched),
                (None, Match::One(fan, false)) => (fan, RowKind::MatchedById),
                (None, Match::Several(_)) => {
                    *status = RowStatus::of(RowReason::Ambiguous);
                    continue;
                }
                (None, Match::None) => match looked_up(store, row, named) {
                    Some(found) => {
                        looked = found;
                        (&looked, RowKind::Matched)
                    }
                    None => continue,
                },
            };
            let now = standing(fan.id.as_str());
            *status = match first.get(fan.id.as_str()) {
                Some(&first) => RowStatus::of(RowReason::Duplicate { first }),
                None if matches!(now.what, RowKind::Creator | RowKind::Account) => now,
                None => {
                    people.push(fan.clone());
                    now.found_as(kind, people.len() - 1)
                }
            };
            if status.what != RowKind::MatchedById {
                first.entry(fan.id.to_string()).or_insert_with(|| u64::from(store.number(row)));
            }
        }
    }

    /// Returns the fan whom the user chose for a row.
    pub fn chosen(&self, row: usize) -> Option<&Fan> {
        let id = self.chosen.get(&row)?;
        self.known.0.iter().find(|(_, fan)| fan.id == *id).map(|(_, fan)| fan)
    }
}

impl KnownFans {
    fn new(fans: Vec<Fan>) -> Self {
        let numbered = fans.into_iter().filter_map(|fan| Some((fan.id.as_str().parse().ok()?, fan)));
        let mut fans: Vec<(u64, Fan)> = numbered.collect();
        // Of two with the same ID, the one with a name is kept.
        fans.sort_by_key(|(id, fan)| (*id, fan.name.is_none() && fan.username.is_none()));
        fans.dedup_by_key(|(id, _)| *id);
        Self(fans)
    }

    /// Finds the fans whom a damaged ID may have been. `label` is the name in the same row.
    fn find(&self, damaged: &str, label: Option<&str>) -> Match<'_> {
        let Some(remains) = Remains::read(damaged) else { return Match::None };
        let around = remains.uncertainty();
        let from = self.0.partition_point(|(id, _)| *id < remains.value.saturating_sub(around));
        let near = self.0[from..].iter().take_while(|(id, _)| *id <= remains.value.saturating_add(around));
        let mut fits: Vec<&Fan> = near.filter(|(id, _)| remains.may_be(*id)).map(|(_, fan)| fan).collect();
        let named = |fan: &Fan| label.is_some_and(|label| is_named(fan, label));
        match fits.as_slice() {
            [] => Match::None,
            [fan] => Match::One(fan, named(fan)),
            _ => {
                fits.sort_by_key(|fan| !named(fan));
                fits.truncate(MOST);
                Match::Several(fits)
            }
        }
    }
}

impl Remains {
    /// Reads a damaged ID: `843584256474116000`, `843,584,256,474,116,000`, `843584256474116000.0`, `8.43584E+17`.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
            let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
            let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
            let digits = [whole, fraction].concat();
            let zeros = (whole.len() + exponent).checked_sub(digits.len())?;
            if zeros > 20 || !is_digits(&digits) {
                return None;
            }
            let value = (digits.clone() + &"0".repeat(zeros)).parse().ok()?;
            return Some(Self { value, written: u32::try_from(digits.len()).ok() });
        }
        let whole = match text.rsplit_once(['.', ',']) {
            Some((whole, zeros)) if zeros.len() != 3 && zeros.bytes().all(|b| b == b'0') => whole,
            _ => text,
        };
        let digits: String = whole.chars().filter(|c| !c.is_whitespace() && !".,'’_".contains(*c)).collect();
        let value = is_digits(&digits).then(|| digits.parse().ok())??;
        Some(Self { value, written: None })
    }

    /// How far the ID may be from the value that is left.
    fn uncertainty(self) -> u64 {
        let digits = self.value.checked_ilog10().map_or(1, |log| log + 1);
        let kept = self.written.unwrap_or(KEPT_BY_EXCEL).min(KEPT_BY_EXCEL);
        // Above 2^53, doubles are at most 2048 apart.
        10_u64.saturating_pow(digits.saturating_sub(kept)).max(2048)
    }

    /// Whether the ID, damaged in any known way, leaves this value.
    fn may_be(self, id: u64) -> bool {
        let stored = as_double(id);
        // In the file as it was; cut or rounded to 15 digits; as a double, written in full or with up to 17 digits.
        let forms = [
            id,
            cut(id, KEPT_BY_EXCEL),
            rounded(id, KEPT_BY_EXCEL),
            stored,
            shortest(stored),
            rounded(stored, 16),
            rounded(stored, 17),
        ];
        forms.into_iter().any(|form| match self.written {
            None => form == self.value,
            Some(digits) => rounded(form, digits) == self.value,
        })
    }
}

/// Returns the account IDs that a damaged ID may have been, whether or not anybody has them; none if there are too many.
/// `now_ms` is the time in milliseconds since 1970.
pub(crate) fn possible_ids(damaged: &str, limits: &IdLimits, now_ms: u64) -> Vec<FanId> {
    let Some(remains) = Remains::read(damaged) else { return Vec::new() };
    let around = remains.uncertainty();
    let range = remains.value.saturating_sub(around)..=remains.value.saturating_add(around);
    let mut ids = limits.ids_within(range, now_ms, MOST).unwrap_or_default();
    ids.retain(|id| id.as_str().parse().is_ok_and(|id| remains.may_be(id)));
    ids
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the number that is left of an ID in a program that stores it as a double.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the loss is what is asked for"
)]
fn as_double(id: u64) -> u64 {
    id as f64 as u64
}

/// Returns a number as JavaScript and Python write it: with as few digits as tell it from the next double.
#[expect(clippy::cast_precision_loss, reason = "the number is a double already")]
fn shortest(stored: u64) -> u64 {
    format!("{}", stored as f64).parse().unwrap_or(stored)
}

/// Keeps the first digits, and makes the others zeros.
fn cut(number: u64, digits: u32) -> u64 {
    let unit = unit(number, digits);
    number / unit * unit
}

/// Rounds to a number of significant digits.
fn rounded(number: u64, digits: u32) -> u64 {
    let unit = unit(number, digits);
    number.checked_add(unit / 2).map_or(number, |above| above / unit * unit)
}

/// Returns the value of the last significant digit.
fn unit(number: u64, digits: u32) -> u64 {
    let length = number.checked_ilog10().map_or(1, |log| log + 1);
    10_u64.pow(length.saturating_sub(digits))
}

/// Returns the fan who was found by the name in a row, if the damaged ID may be theirs.
fn looked_up(store: &Store, row: usize, named: &dyn Fn(&str) -> Option<Named>) -> Option<Fan> {
    let Named::Fan(fan) = named(&name_in(store.label(row)?)?)? else { return None };
    let id = fan.id.as_str().parse().ok()?;
    Remains::read(store.text(row))?.may_be(id).then_some(fan)
}

/// Whether a text is the fan's display name or username.
fn is_named(fan: &Fan, text: &str) -> bool {
    let text = search_key(text.trim().trim_start_matches('@'));
    let is = |name: &Option<String>| name.as_ref().is_some_and(|name| search_key(name.trim()) == text);
    !text.is_empty() && (is(&fan.name) || is(&fan.username))
}

#[cfg(test)]
mod tests {
    use super::*;
    use velvet_model::ids::FanId;

    fn fan(id: &str, name: &str) -> Fan {
        let id = FanId::from_digits(id.to_owned()).unwrap();
        Fan { id, username: Some(name.to_lowercase()), name: Some(name.to_owned()) }
    }

    #[test]
    fn a_fan_is_found_however_the_id_was_damaged() {
        let fans = [fan("843584256474116097", "Zoë"), fan("843584999999999999", "Kim"), fan("777777", "Jo")];
        let known = KnownFans::new(fans.to_vec());
        for damaged in [
            "843584256474116000",
            "843584256474116100",
            "843584256474116096",
            "843584256474116096.0",
            "843,584,256,474,116,000",
            "843.584.256.474.116.000,00",
            "8.43584256474116E+17",
            "8,43584256e17",
            "8.435842564741161E+17",
            "8.4358425647411610e+17",
            "843584256474116E+03",
        ] {
            assert_eq!(known.find(damaged, None), Match::One(&fans[0], false), "{damaged}");
        }
        for other in ["843584256474117000", "8.43583E+17", "843584256474116", "", "E+17", "8.4E+99", "x"] {
            assert_eq!(known.find(other, None), Match::None, "{other}");
        }
    }

    #[test]
    fn the_ids_that_a_damaged_one_may_have_been_are_few() {
        /// 2026-12-01.
        const NOW: u64 = 1_796_083_200_000;
        let ids = |damaged: &str| possible_ids(damaged, &IdLimits::MEASURED, NOW);
        let id = "843584256474116097";
        assert!(ids("843584256474116000").iter().any(|one| one.as_str() == id));
        assert!(ids("8.43584256474116E+17").iter().any(|one| one.as_str() == id));
        assert!(ids("843584256474116000").len() <= 16);
        assert!(ids("8.43584E+17").is_empty(), "too many");
        assert!(ids("843584256474900000").is_empty(), "no account has a worker like this");
    }

    #[test]
    fn the_name_in_the_row_must_be_the_fans() {
        let fans = [fan("843584256474116097", "Zoë")];
        let known = KnownFans::new(fans.to_vec());
        for (label, is) in [("zoe", true), (" @ZOË", true), ("Zo", false), ("", false), ("@", false)] {
            assert_eq!(known.find("843584256474116000", Some(label)), Match::One(&fans[0], is), "{label}");
        }
    }

    #[test]
    fn several_fans_are_offered_and_the_named_one_comes_first() {
        let fans = [fan("843584256474116097", "Kim"), fan("843584256474116098", "Zoë")];
        let known = KnownFans::new(fans.to_vec());
        let both = |one: usize, other: usize| Match::Several(vec![&fans[one], &fans[other]]);
        assert_eq!(known.find("843584256474116000", None), both(0, 1));
        assert_eq!(known.find("8.44E+17", Some("zoë")), both(1, 0));
    }
}
