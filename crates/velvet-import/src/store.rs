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
    found: Vec<Found>,
}

/// Many short texts in one.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

/// What was found of a row. Eight bytes; [`RowReason`] would be sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Found {
    /// What.
    pub what: What,
    /// What its sentence needs.
    value: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum What {
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

impl Found {
    /// What stands behind a reason.
    pub fn of(reason: RowReason) -> Self {
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let (what, value) = match reason {
            RowReason::Double { first } => (What::Double, small(first)),
            RowReason::AddedBefore => (What::AddedBefore, 0),
            RowReason::Vip => (What::Vip, 0),
            RowReason::Name => (What::Name, 0),
            RowReason::NameUnknown => (What::NameUnknown, 0),
            RowReason::NameUnclear => (What::NameUnclear, 0),
            RowReason::Scientific => (What::Scientific, 0),
            RowReason::RoundedByExcel => (What::RoundedByExcel, 0),
            RowReason::RoundedByScript => (What::RoundedByScript, 0),
            RowReason::StoredAsNumber => (What::StoredAsNumber, 0),
            RowReason::Empty => (What::Empty, 0),
            RowReason::Several { count } => (What::Several, small(count)),
            RowReason::Decimal => (What::Decimal, 0),
            RowReason::Sign => (What::Sign, 0),
            RowReason::Letters => (What::Letters, 0),
            RowReason::TooShort { digits } => (What::TooShort, small(digits)),
            RowReason::TooLong { digits } => (What::TooLong, small(digits)),
            RowReason::Account => (What::Account, 0),
            RowReason::Creator => (What::Creator, 0),
        };
        Self { what, value }
    }

    /// A fan whose id looks a little rounded.
    pub fn hint() -> Self {
        Self { what: What::Hint, value: 0 }
    }

    /// The same of somebody who was looked up by name: the one at this place among them.
    pub fn by_name(self, place: usize) -> Self {
        let what = if matches!(self.what, What::AddedBefore | What::Vip) { self.what } else { What::ByName };
        Self { what, value: u32::try_from(place + 1).unwrap_or(u32::MAX) }
    }

    /// The place of somebody who was looked up by name.
    pub fn person(self) -> Option<usize> {
        let named = matches!(self.what, What::ByName | What::AddedBefore | What::Vip);
        (self.value as usize).checked_sub(1).filter(|_| named)
    }

    /// Why the row is not ready, if it is not.
    pub fn reason(self) -> Option<RowReason> {
        let value = u64::from(self.value);
        Some(match self.what {
            What::Fan | What::Hint | What::ByName => return None,
            What::Double => RowReason::Double { first: value },
            What::AddedBefore => RowReason::AddedBefore,
            What::Vip => RowReason::Vip,
            What::Name => RowReason::Name,
            What::NameUnknown => RowReason::NameUnknown,
            What::NameUnclear => RowReason::NameUnclear,
            What::Scientific => RowReason::Scientific,
            What::RoundedByExcel => RowReason::RoundedByExcel,
            What::RoundedByScript => RowReason::RoundedByScript,
            What::StoredAsNumber => RowReason::StoredAsNumber,
            What::Empty => RowReason::Empty,
            What::Several => RowReason::Several { count: value },
            What::Decimal => RowReason::Decimal,
            What::Sign => RowReason::Sign,
            What::Letters => RowReason::Letters,
            What::TooShort => RowReason::TooShort { digits: value },
            What::TooLong => RowReason::TooLong { digits: value },
            What::Account => RowReason::Account,
            What::Creator => RowReason::Creator,
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
                self.found.push(Found::default());
            }
            Err(reason) => {
                let name = if cell.number || broken { None } else { name::name_in(cell.text) };
                // A name is kept whole: it is looked up.
                self.texts.add(name.as_deref().unwrap_or(&shorten(cell.text.trim())));
                self.found.push(Found::of(if name.is_some() { RowReason::Name } else { reason }));
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
    pub fn found(&self) -> &[Found] {
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
