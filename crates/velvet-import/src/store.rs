//! Compact storage for the rows of a list: one million rows take about 40 MB.

use super::{
    cell,
    exact::{Exactness, KEPT, exactness},
    name,
    row::{Cell, Role, Row},
    shorten::shorten,
};
use crate::shown::RowReason;

/// The rows of a list: their fans, their labels, and their status after the first pass.
#[derive(Default)]
pub(crate) struct Store {
    numbers: Vec<u32>,
    texts: Texts,
    labels: Texts,
    found: Vec<RowStatus>,
    /// Number of long IDs that are stored as numbers, and how many of them prove to be exact.
    long_numbers: usize,
    exact_numbers: usize,
}

/// Many short texts in one string.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

/// The status of a row. It takes eight bytes; [`RowReason`] would take sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RowStatus {
    /// The kind.
    pub what: RowKind,
    /// A number that depends on the kind: a count, a row number, or 1 + the index of the fan found by name.
    value: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RowKind {
    #[default]
    Fan,
    /// A fan whose ID looks slightly rounded.
    Hint,
    Duplicate,
    AddedBefore,
    Vip,
    /// A fan who was found by name.
    ByName,
    /// A name that nobody has looked up yet.
    Name,
    NameUnknown,
    NameUnclear,
    Scientific,
    RoundedByExcel,
    RoundedByScript,
    StoredAsNumber,
    DigitTooMany,
    FromTheFuture,
    OlderThanFansly,
    NotAnAccount,
    Empty,
    Several,
    Decimal,
    Sign,
    Letters,
    TooShort,
    TooLong,
    Account,
    Creator,
}

impl RowStatus {
    /// Returns the status for a reason.
    pub fn of(reason: RowReason) -> Self {
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let (what, value) = match reason {
            RowReason::Duplicate { first } => (RowKind::Duplicate, small(first)),
            RowReason::AddedBefore => (RowKind::AddedBefore, 0),
            RowReason::Vip => (RowKind::Vip, 0),
            RowReason::Name => (RowKind::Name, 0),
            RowReason::NameUnknown => (RowKind::NameUnknown, 0),
            RowReason::NameUnclear => (RowKind::NameUnclear, 0),
            RowReason::Scientific => (RowKind::Scientific, 0),
            RowReason::RoundedByExcel => (RowKind::RoundedByExcel, 0),
            RowReason::RoundedByScript => (RowKind::RoundedByScript, 0),
            RowReason::StoredAsNumber => (RowKind::StoredAsNumber, 0),
            RowReason::DigitTooMany => (RowKind::DigitTooMany, 0),
            RowReason::FromTheFuture => (RowKind::FromTheFuture, 0),
            RowReason::OlderThanFansly => (RowKind::OlderThanFansly, 0),
            RowReason::NotAnAccount => (RowKind::NotAnAccount, 0),
            RowReason::Empty => (RowKind::Empty, 0),
            RowReason::Several { count } => (RowKind::Several, small(count)),
            RowReason::Decimal => (RowKind::Decimal, 0),
            RowReason::Sign => (RowKind::Sign, 0),
            RowReason::Letters => (RowKind::Letters, 0),
            RowReason::TooShort { digits } => (RowKind::TooShort, small(digits)),
            RowReason::TooLong { digits } => (RowKind::TooLong, small(digits)),
            RowReason::Account => (RowKind::Account, 0),
            RowReason::Creator => (RowKind::Creator, 0),
        };
        Self { what, value }
    }

    /// Returns the status of a fan whose ID looks slightly rounded.
    pub fn hint() -> Self {
        Self { what: RowKind::Hint, value: 0 }
    }

    /// Turns this into the status of a fan found by name. `place` is the fan's index among those found.
    pub fn by_name(self, place: usize) -> Self {
        let what = if matches!(self.what, RowKind::AddedBefore | RowKind::Vip) {
            self.what
        } else {
            RowKind::ByName
        };
        Self { what, value: u32::try_from(place + 1).unwrap_or(u32::MAX) }
    }

    /// Returns the fan's index among those found by name, if the row was looked up.
    pub fn person(self) -> Option<usize> {
        let named = matches!(self.what, RowKind::ByName | RowKind::AddedBefore | RowKind::Vip);
        (self.value as usize).checked_sub(1).filter(|_| named)
    }

    /// Returns why the row is not ready, if it is not.
    pub fn reason(self) -> Option<RowReason> {
        let value = u64::from(self.value);
        Some(match self.what {
            RowKind::Fan | RowKind::Hint | RowKind::ByName => return None,
            RowKind::Duplicate => RowReason::Duplicate { first: value },
            RowKind::AddedBefore => RowReason::AddedBefore,
            RowKind::Vip => RowReason::Vip,
            RowKind::Name => RowReason::Name,
            RowKind::NameUnknown => RowReason::NameUnknown,
            RowKind::NameUnclear => RowReason::NameUnclear,
            RowKind::Scientific => RowReason::Scientific,
            RowKind::RoundedByExcel => RowReason::RoundedByExcel,
            RowKind::RoundedByScript => RowReason::RoundedByScript,
            RowKind::StoredAsNumber => RowReason::StoredAsNumber,
            RowKind::DigitTooMany => RowReason::DigitTooMany,
            RowKind::FromTheFuture => RowReason::FromTheFuture,
            RowKind::OlderThanFansly => RowReason::OlderThanFansly,
            RowKind::NotAnAccount => RowReason::NotAnAccount,
            RowKind::Empty => RowReason::Empty,
            RowKind::Several => RowReason::Several { count: value },
            RowKind::Decimal => RowReason::Decimal,
            RowKind::Sign => RowReason::Sign,
            RowKind::Letters => RowReason::Letters,
            RowKind::TooShort => RowReason::TooShort { digits: value },
            RowKind::TooLong => RowReason::TooLong { digits: value },
            RowKind::Account => RowReason::Account,
            RowKind::Creator => RowReason::Creator,
        })
    }
}

impl Store {
    /// Adds a row. `ids` and `labels` are the indexes of the columns to take.
    pub fn add(&mut self, row: &Row, ids: usize, labels: Option<usize>) {
        let broken = row.role == Role::Broken;
        let cell = row.cell(if broken { 0 } else { ids }).unwrap_or(Cell { text: "", number: false });
        self.numbers.push(row.number);
        match if broken { Err(RowReason::Letters) } else { cell::judge(cell) } {
            Ok(fan) => {
                if cell.number && fan.as_str().len() > KEPT {
                    self.long_numbers += 1;
                    self.exact_numbers += 1;
                }
                self.texts.add(fan.as_str());
                self.found.push(RowStatus::default());
            }
            Err(reason) => {
                self.long_numbers += usize::from(reason == RowReason::StoredAsNumber);
                let name = if cell.number || broken { None } else { name::name_in(cell.text) };
                // A name is kept in full, because it is looked up.
                self.texts.add(name.as_deref().unwrap_or(&shorten(cell.text.trim())));
                self.found.push(RowStatus::of(if name.is_some() { RowReason::Name } else { reason }));
            }
        }
        if let Some(labels) = labels {
            let label = row.cell(labels).filter(|_| !broken);
            self.labels.add(&shorten(label.map_or("", |cell| cell.text.trim())));
        }
    }

    /// Accepts numbers that are the exact value of a double, if most of the column's numbers prove that their writer
    /// kept all digits. Otherwise such a number may stand for another one near it. Call this after the last row.
    pub fn release_exact_numbers(&mut self) {
        if self.exact_numbers * 2 <= self.long_numbers {
            return;
        }
        for (row, found) in self.found.iter_mut().enumerate() {
            if found.what == RowKind::StoredAsNumber
                && exactness(self.texts.get(row)) == Exactness::ValueOfDouble
            {
                *found = RowStatus::default();
            }
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns a row's number, as an editor or a spreadsheet shows it.
    pub fn number(&self, row: usize) -> u32 {
        self.numbers[row]
    }

    /// Returns a row's fan ID, its name in lookup form, or else its text, shortened.
    pub fn text(&self, row: usize) -> &str {
        self.texts.get(row)
    }

    /// Returns the text in the label column.
    pub fn label(&self, row: usize) -> Option<&str> {
        if self.labels.ends.is_empty() {
            None
        } else {
            Some(self.labels.get(row)).filter(|label| !label.is_empty())
        }
    }

    /// Returns the status of each row after the first pass.
    pub fn found(&self) -> &[RowStatus] {
        &self.found
    }
}

impl Texts {
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        // At most 2,000,000 rows of 320 bytes: far below 2^32.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, place: usize) -> &str {
        let begin = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[begin..self.ends[place] as usize]
    }
}
