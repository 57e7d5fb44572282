//! The rows that were read, small: a million of them in some forty megabytes.

use super::{
    cell, name,
    row::{Cell, Role, Row},
    shorten::shorten,
};
use crate::shown::RowReason;

/// The rows of a list: what stands in the columns of ids and names, and what was found at reading.
#[derive(Default)]
pub(crate) struct Store {
    numbers: Vec<u32>,
    texts: Texts,
    labels: Texts,
    found: Vec<RowStatus>,
}

/// Many short texts in one.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

/// What was found of a row. Eight bytes; [`RowReason`] would be sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RowStatus {
    /// What.
    pub what: RowKind,
    /// What its sentence needs.
    value: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RowKind {
    #[default]
    Fan,
    /// A fan whose id looks a little rounded.
    Hint,
    Double,
    AddedBefore,
    Vip,
    /// A fan who was looked up by name.
    ByName,
    /// A name that nobody has looked up yet.
    Name,
    NameUnknown,
    NameUnclear,
    Scientific,
    RoundedByExcel,
    RoundedByScript,
    StoredAsNumber,
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
    /// What stands behind a reason.
    pub fn of(reason: RowReason) -> Self {
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let (what, value) = match reason {
            RowReason::Double { first } => (RowKind::Double, small(first)),
            RowReason::AddedBefore => (RowKind::AddedBefore, 0),
            RowReason::Vip => (RowKind::Vip, 0),
            RowReason::Name => (RowKind::Name, 0),
            RowReason::NameUnknown => (RowKind::NameUnknown, 0),
            RowReason::NameUnclear => (RowKind::NameUnclear, 0),
            RowReason::Scientific => (RowKind::Scientific, 0),
            RowReason::RoundedByExcel => (RowKind::RoundedByExcel, 0),
            RowReason::RoundedByScript => (RowKind::RoundedByScript, 0),
            RowReason::StoredAsNumber => (RowKind::StoredAsNumber, 0),
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

    /// A fan whose id looks a little rounded.
    pub fn hint() -> Self {
        Self { what: RowKind::Hint, value: 0 }
    }

    /// The same of somebody who was looked up by name: the one at this place among them.
    pub fn by_name(self, place: usize) -> Self {
        let what = if matches!(self.what, RowKind::AddedBefore | RowKind::Vip) {
            self.what
        } else {
            RowKind::ByName
        };
        Self { what, value: u32::try_from(place + 1).unwrap_or(u32::MAX) }
    }

    /// The place of somebody who was looked up by name.
    pub fn person(self) -> Option<usize> {
        let named = matches!(self.what, RowKind::ByName | RowKind::AddedBefore | RowKind::Vip);
        (self.value as usize).checked_sub(1).filter(|_| named)
    }

    /// Why the row is not ready, if it is not.
    pub fn reason(self) -> Option<RowReason> {
        let value = u64::from(self.value);
        Some(match self.what {
            RowKind::Fan | RowKind::Hint | RowKind::ByName => return None,
            RowKind::Double => RowReason::Double { first: value },
            RowKind::AddedBefore => RowReason::AddedBefore,
            RowKind::Vip => RowReason::Vip,
            RowKind::Name => RowReason::Name,
            RowKind::NameUnknown => RowReason::NameUnknown,
            RowKind::NameUnclear => RowReason::NameUnclear,
            RowKind::Scientific => RowReason::Scientific,
            RowKind::RoundedByExcel => RowReason::RoundedByExcel,
            RowKind::RoundedByScript => RowReason::RoundedByScript,
            RowKind::StoredAsNumber => RowReason::StoredAsNumber,
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
    /// Adds a row.
    pub fn add(&mut self, row: &Row, ids: usize, labels: Option<usize>) {
        let broken = row.role == Role::Broken;
        let cell = row.cell(if broken { 0 } else { ids }).unwrap_or(Cell { text: "", number: false });
        self.numbers.push(row.number);
        match if broken { Err(RowReason::Letters) } else { cell::judge(cell) } {
            Ok(fan) => {
                self.texts.add(fan.as_str());
                self.found.push(RowStatus::default());
            }
            Err(reason) => {
                let name = if cell.number || broken { None } else { name::name_in(cell.text) };
                // A name is kept whole: it is looked up.
                self.texts.add(name.as_deref().unwrap_or(&shorten(cell.text.trim())));
                self.found.push(RowStatus::of(if name.is_some() { RowReason::Name } else { reason }));
            }
        }
        if let Some(labels) = labels {
            let label = row.cell(labels).filter(|_| !broken);
            self.labels.add(&shorten(label.map_or("", |cell| cell.text.trim())));
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a row, as an editor or a spreadsheet shows it.
    pub fn number(&self, row: usize) -> u32 {
        self.numbers[row]
    }

    /// The fan of a row that holds one, the name as it is looked up, else what stands there, shortened.
    pub fn text(&self, row: usize) -> &str {
        self.texts.get(row)
    }

    /// What stands in the column of names.
    pub fn label(&self, row: usize) -> Option<&str> {
        if self.labels.ends.is_empty() {
            None
        } else {
            Some(self.labels.get(row)).filter(|label| !label.is_empty())
        }
    }

    /// What was found of each row at reading.
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
