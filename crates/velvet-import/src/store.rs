//! Compact storage for the rows of a list: one million rows take about 40 MB.

use std::cell::OnceCell;

use roaring::RoaringBitmap;
use velvet_model::ids::FanId;

use super::{
    cell,
    choice::Picked,
    exact::{Exactness, KEPT, exactness},
    name,
    row::{Cell, Role, Row},
    shorten::shorten,
};
use crate::shown::{ListExtra, RowReason};

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
    /// The rows that share a row of the source with the one before.
    shared: RoaringBitmap,
    /// The IDs that were left in the source.
    pub left: LeftIds,
}

/// The IDs of a list that were not taken.
#[derive(Default)]
pub(crate) struct LeftIds {
    /// Number of IDs in other columns.
    pub other_columns: u64,
    /// The IDs inside longer text.
    pub inside_text: ManyIds,
    /// The IDs in cells of the ID column with several IDs among other text.
    pub several: ManyIds,
    /// Number of rows that quoted cells swallowed.
    pub swallowed_rows: u64,
}

/// IDs that are counted. The first ones are kept.
#[derive(Default)]
pub(crate) struct ManyIds {
    pub count: u64,
    kept: Texts,
}

impl ManyIds {
    /// Most IDs that are kept.
    const KEPT: usize = 100_000;

    fn add(&mut self, id: &str) {
        self.count += 1;
        if self.kept.ends.len() < Self::KEPT {
            self.kept.add(id);
        }
    }

    /// Returns the IDs that were kept.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.kept.ends.len()).map(|place| self.kept.get(place))
    }
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
    /// A damaged ID that only one known fan fits, who has the row's name or was chosen by the user.
    Matched,
    /// A damaged ID that only one known fan fits, but the row has no name or another one.
    MatchedById,
    /// A damaged ID that several known fans fit.
    Ambiguous,
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
    NotFound,
    CountsUp,
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

impl RowKind {
    /// Whether the row stands for a fan who can be added.
    pub fn is_fan(self) -> bool {
        matches!(self, Self::Fan | Self::Hint | Self::ByName | Self::Matched | Self::AddedBefore | Self::Vip)
    }
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
            RowReason::MatchedById => (RowKind::MatchedById, 0),
            RowReason::Ambiguous => (RowKind::Ambiguous, 0),
            RowReason::Scientific => (RowKind::Scientific, 0),
            RowReason::RoundedByExcel => (RowKind::RoundedByExcel, 0),
            RowReason::RoundedByScript => (RowKind::RoundedByScript, 0),
            RowReason::StoredAsNumber => (RowKind::StoredAsNumber, 0),
            RowReason::DigitTooMany => (RowKind::DigitTooMany, 0),
            RowReason::FromTheFuture => (RowKind::FromTheFuture, 0),
            RowReason::OlderThanFansly => (RowKind::OlderThanFansly, 0),
            RowReason::NotAnAccount => (RowKind::NotAnAccount, 0),
            RowReason::NotFound => (RowKind::NotFound, 0),
            RowReason::CountsUp => (RowKind::CountsUp, 0),
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

    /// Turns this into the status of a fan who was found. `place` is the fan's index among those found.
    pub fn found_as(self, kind: RowKind, place: usize) -> Self {
        let what = if matches!(self.what, RowKind::AddedBefore | RowKind::Vip) { self.what } else { kind };
        Self { what, value: u32::try_from(place + 1).unwrap_or(u32::MAX) }
    }

    /// Returns the fan's index among those found, if the fan was looked up or matched.
    pub fn person(self) -> Option<usize> {
        use RowKind as Kind;
        let found = [Kind::ByName, Kind::Matched, Kind::MatchedById, Kind::AddedBefore, Kind::Vip]
            .contains(&self.what);
        (self.value as usize).checked_sub(1).filter(|_| found)
    }

    /// Returns why the row is not ready, if it is not.
    pub fn reason(self) -> Option<RowReason> {
        let value = u64::from(self.value);
        Some(match self.what {
            RowKind::Fan | RowKind::Hint | RowKind::ByName | RowKind::Matched => return None,
            RowKind::MatchedById => RowReason::MatchedById,
            RowKind::Ambiguous => RowReason::Ambiguous,
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
            RowKind::NotFound => RowReason::NotFound,
            RowKind::CountsUp => RowReason::CountsUp,
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
    /// Adds a row of the source: the cell in the ID column, and what else is taken. Counts the IDs in its other cells.
    pub fn add(&mut self, row: &Row, picked: &Picked<'_>) {
        let begin = self.len();
        self.left.swallowed_rows += u64::from(row.swallowed);
        let fan = OnceCell::new();
        let fan = || {
            let cell = || row.cell(picked.id_place(row)).and_then(|cell| cell::judge(cell).ok());
            fan.get_or_init(cell).as_ref().map_or("", FanId::as_str)
        };
        for (place, cell) in row.cells().enumerate() {
            if place == picked.id_place(row) {
                self.add_cell(row, picked, begin, cell);
            } else if cell.text.len() >= cell::SHORTEST && !cell.number && cell.text != fan() {
                self.add_other_cell(row, picked, begin, place, fan());
            }
        }
        if self.len() == begin {
            self.add_entry(row, picked, begin, "", Err(RowReason::Empty));
        }
    }

    /// Adds the cell in the ID column, unless it is blank.
    fn add_cell(&mut self, row: &Row, picked: &Picked<'_>, begin: usize, cell: Cell<'_>) {
        let broken = row.role == Role::Broken;
        let reason = match if broken { Err(RowReason::Letters) } else { cell::judge(cell) } {
            Ok(fan) => {
                if cell.number && fan.as_str().len() > KEPT {
                    self.long_numbers += 1;
                    self.exact_numbers += 1;
                }
                return self.add_entry(row, picked, begin, fan.as_str(), Ok(()));
            }
            Err(RowReason::Empty) => return,
            Err(reason) => reason,
        };
        self.long_numbers += usize::from(reason == RowReason::StoredAsNumber);
        let within = if cell.number { Vec::new() } else { cell::ids_within(cell.text) };
        let several = within.len() > 1;
        let whole = !broken && several && cell::only_ids(cell.text).is_some();
        let extra = if several { ListExtra::Several } else { ListExtra::InsideText };
        if !within.is_empty() && (whole || picked.takes(extra)) {
            for id in &within {
                self.add_entry(row, picked, begin, id, Ok(()));
            }
            return;
        }
        let left = if several { &mut self.left.several } else { &mut self.left.inside_text };
        for id in &within {
            left.add(id);
        }
        let nameless = broken || cell.number || !within.is_empty() || picked.is_title(row);
        let name = if nameless { None } else { name::name_in(cell.text) };
        let reason = if name.is_some() { RowReason::Name } else { reason };
        // A name is kept in full, because it is looked up.
        let text = name.unwrap_or_else(|| shorten(cell.text.trim()));
        self.add_entry(row, picked, begin, &text, Err(reason));
    }

    /// Takes or counts the IDs in a cell of another column, but for the `fan` in the ID column.
    fn add_other_cell(&mut self, row: &Row, picked: &Picked<'_>, begin: usize, place: usize, fan: &str) {
        let text = row.cell(place).map_or("", |cell| cell.text);
        if !cell::may_hold_ids(text) {
            return;
        }
        let whole = cell::whole_ids(text);
        let extra = if whole.is_some() { ListExtra::OtherColumns } else { ListExtra::InsideText };
        for id in whole.unwrap_or_else(|| cell::ids_within(text)).iter().filter(|id| *id != fan) {
            if picked.takes(extra) && !picked.is_of_others(row, place) {
                self.add_entry(row, picked, begin, id, Ok(()));
            } else if extra == ListExtra::OtherColumns {
                self.left.other_columns += 1;
            } else {
                self.left.inside_text.add(id);
            }
        }
    }

    /// Adds one row of the list. `begin` is the index of the first one from the same row of the source.
    fn add_entry(
        &mut self,
        row: &Row,
        picked: &Picked<'_>,
        begin: usize,
        text: &str,
        judged: Result<(), RowReason>,
    ) {
        if self.len() > begin {
            self.shared.insert(u32::try_from(self.len()).unwrap_or(u32::MAX));
        }
        self.numbers.push(row.number);
        self.texts.add(text);
        self.found.push(judged.err().map_or_else(RowStatus::default, RowStatus::of));
        if let Some(labels) = picked.labels {
            let label = row.cell(labels).filter(|_| row.role != Role::Broken);
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

    /// Whether a row of the list comes from the same row of the source as the one before.
    pub fn is_shared(&self, row: usize) -> bool {
        u32::try_from(row).is_ok_and(|row| self.shared.contains(row))
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
