//! What the UI shows of a list.

use super::List;
use crate::{
    format::FileFormat,
    shorten::shorten,
    shown::{Called, Candidate, ListColumn, ListGroup, ListGroupKind, ListQuestion, ListRow, ReasonCount},
    store::{RowKind, RowStatus},
};
use velvet_model::{Fan, ids::created_ms};

/// Example rows shown for each group.
const EXAMPLES: u32 = 3;

/// What a list contributes to its view in the UI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListParts {
    /// The file's name; `None` for pasted text.
    pub file: Option<String>,
    /// The name for its batch: the file's name without the extension.
    pub name: String,
    /// Number of non-blank rows, not counting the header.
    pub rows: u64,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The columns, from left to right.
    pub columns: Vec<ListColumn>,
    /// Zero-based index of the column of fan IDs; without IDs, of the column of names to look up.
    pub id_column: u32,
    /// Zero-based index of the label column, if there is one.
    pub label_column: Option<u32>,
    /// The sheet that was read, if several sheets have content.
    pub sheet: Option<String>,
    /// All sheets of a workbook; empty for text.
    pub sheets: Vec<String>,
    /// The rows by group; empty groups are omitted.
    pub groups: Vec<ListGroup>,
    /// Number of fans that would be added now, without duplicates.
    pub ready: u64,
    /// Number of ready rows whose ID looks slightly rounded.
    pub hints: u64,
    /// Number of IDs in other columns.
    pub other_columns: u64,
    /// Number of IDs inside longer text.
    pub inside_text: u64,
    /// Number of IDs in cells of the ID column with several IDs among other text.
    pub several: u64,
    /// Number of rows that quoted cells swallowed, because their quotes were closed much later.
    pub swallowed_rows: u64,
    /// Whether this is a long list and all of its IDs end like rounded ones: it probably went through a program that
    /// changed some of them.
    pub rounded_everywhere: bool,
    /// Number of hidden rows that were skipped.
    pub hidden_rows: u64,
    /// Whether hidden rows are included.
    pub hidden_included: bool,
    /// What the user must choose before any row is judged and anything is ready.
    pub asks: Option<ListQuestion>,
}

impl List {
    /// Returns what the UI shows of the list.
    pub fn view(&self) -> ListParts {
        let choice = &self.gathered.choice;
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let (sheet, sheets) = match &self.form {
            FileFormat::Text(_) => (None, Vec::new()),
            FileFormat::Book(book) => (book.sheet(), book.sheets()),
        };
        let count =
            |what: fn(&RowStatus) -> bool| self.judged().iter().filter(|found| what(found)).count() as u64;
        let left = &self.gathered.store.left;
        ListParts {
            file: self.file.clone(),
            name: self.name.clone(),
            rows: self.gathered.store.len() as u64,
            header: choice.names.is_some(),
            columns: self.gathered.columns.view(choice.names.as_deref().unwrap_or_default()),
            id_column: place(choice.ids),
            label_column: choice.labels.map(place),
            sheet,
            sheets,
            groups: self.groups(),
            ready: count(|found| {
                found.what.is_fan() && !matches!(found.what, RowKind::AddedBefore | RowKind::Vip)
            }),
            hints: count(|found| found.what == RowKind::Hint),
            other_columns: left.other_columns,
            inside_text: left.inside_text.count,
            several: left.several.count,
            swallowed_rows: left.swallowed_rows,
            rounded_everywhere: self.rounded_everywhere,
            hidden_rows: self.gathered.hidden_rows,
            hidden_included: self.form.includes_hidden(),
            asks: self.asks,
        }
    }

    /// Returns the number of rows in a group, and up to `limit` of them from `offset` on, in list order.
    pub fn rows(&self, group: ListGroupKind, offset: u64, limit: u32) -> (u64, Vec<ListRow>) {
        let mut total = 0;
        let mut rows = Vec::new();
        for (row, found) in self.judged().iter().enumerate() {
            if found.what.group() == group {
                if total >= offset && rows.len() < limit as usize {
                    rows.push(self.row(row, *found));
                }
                total += 1;
            }
        }
        (total, rows)
    }

    fn row(&self, row: usize, found: RowStatus) -> ListRow {
        let store = &self.gathered.store;
        let person = self.person(found);
        let text = store.text(row);
        let fan = person.map_or_else(|| text, |person| person.id.as_str());
        let is_fan = found.what.group() != ListGroupKind::NotAFan && fan.bytes().all(|b| b.is_ascii_digit());
        let called = |person: &Fan| Called { username: person.username.clone(), name: person.name.clone() };
        ListRow {
            row: u64::from(store.number(row)),
            fan: is_fan.then(|| fan.to_owned()),
            created: if is_fan { created_ms(fan) } else { None },
            text: shorten(text),
            called: person.map(called),
            candidates: self.candidates(row, found),
            chosen: self.matching.as_ref().is_some_and(|matching| matching.chosen(row).is_some()),
            label: store.label(row).map(str::to_owned),
            reason: found.reason(),
            hint: found.what == RowKind::Hint,
        }
    }

    fn candidates(&self, row: usize, found: RowStatus) -> Vec<Candidate> {
        let open = matches!(found.what, RowKind::MatchedById | RowKind::Ambiguous);
        let Some(matching) = self.matching.as_ref().filter(|_| open) else { return Vec::new() };
        let candidate = |fan: &Fan| Candidate {
            fan: fan.id.to_string(),
            called: Called { username: fan.username.clone(), name: fan.name.clone() },
        };
        matching.candidates(&self.gathered.store, row).into_iter().map(candidate).collect()
    }

    fn groups(&self) -> Vec<ListGroup> {
        use ListGroupKind as Kind;
        let kinds = [
            Kind::Ready,
            Kind::ByName,
            Kind::Matched,
            Kind::MatchedById,
            Kind::Ambiguous,
            Kind::Name,
            Kind::Vip,
            Kind::AddedBefore,
            Kind::Duplicate,
            Kind::Damaged,
            Kind::Unlikely,
            Kind::NotAFan,
        ];
        let group = |kind| {
            let (count, examples) = self.rows(kind, 0, EXAMPLES);
            ListGroup { kind, count, examples, reasons: self.reasons(kind) }
        };
        kinds.into_iter().map(group).filter(|group| group.count > 0).collect()
    }

    fn reasons(&self, kind: ListGroupKind) -> Vec<ReasonCount> {
        let mut reasons: Vec<(RowKind, ReasonCount)> = Vec::new();
        for found in self.judged().iter().filter(|found| found.what.group() == kind) {
            let Some(reason) = found.reason() else { continue };
            match reasons.iter_mut().find(|(what, _)| *what == found.what) {
                Some((_, counted)) => counted.count += 1,
                None => reasons.push((found.what, ReasonCount { reason, count: 1 })),
            }
        }
        reasons.sort_by_key(|(_, counted)| std::cmp::Reverse(counted.count));
        reasons.into_iter().map(|(_, counted)| counted).collect()
    }
}
