//! Collects the rows of a source: chooses the columns and keeps what is in them.

use super::{
    cell,
    choice::{Choice, Picked},
    column_names,
    columns::Columns,
    header,
    row::{Role, Row},
    store::Store,
};
use crate::{ListProblem, shown::ListExtra};

/// Most rows of a list.
pub(crate) const MOST_ROWS: usize = 2_000_000;

/// Number of rows, and bytes in them, that are sampled before the columns are chosen.
const SAMPLE_ROWS: usize = 1_000;
const SAMPLE_BYTES: usize = 4 << 20;

/// Most rows of a turned table, and most characters of their names.
const TURNED: usize = 50;
const MOST_NAME: usize = 40;

/// Rows among which a header below a title is sought, and rows below it of which one must have an ID.
const PREAMBLE: usize = 50;
const BELOW_HEADER: usize = 3;

/// What may identify the fans of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// IDs only.
    Ids,
    /// IDs, or names if there are no IDs.
    IdsOrNames,
}

/// A collector of rows.
#[derive(Default)]
pub(crate) struct RowCollector {
    choice: Option<Choice>,
    /// The columns of fans and labels where a header further down orders them otherwise.
    moved: Option<(usize, Option<usize>)>,
    passed: usize,
    sample: Vec<Row>,
    sample_bytes: usize,
    columns: Columns,
    store: Store,
}

/// The collected rows and their columns.
pub(crate) struct CollectedRows {
    pub choice: Choice,
    pub columns: Columns,
    pub store: Store,
    /// Number of hidden rows that were skipped.
    pub hidden_rows: u64,
}

impl CollectedRows {
    /// Returns the columns that fit all rows best. The first rows may have suggested others.
    pub fn best(&self, of: Of) -> Result<Choice, ListProblem> {
        if self.choice.across {
            return Ok(self.choice.clone());
        }
        let listed = self.names();
        let ids = match of {
            Of::Ids => self.columns.ids(listed),
            Of::IdsOrNames => self.columns.fans(listed),
        };
        let ids = ids.ok_or(ListProblem::NoIds)?;
        Ok(Choice {
            ids,
            labels: self.columns.labels(listed, ids),
            has_ids: self.columns.has_ids(ids),
            extras: if self.columns.are_all_fans(listed) {
                vec![ListExtra::OtherColumns]
            } else {
                Vec::new()
            },
            ..self.choice.clone()
        })
    }

    /// Whether the user must choose the column of the fans.
    pub fn is_unclear(&self) -> bool {
        self.choice.extras.is_empty() && self.columns.has_rivals(self.names(), self.choice.ids)
    }

    fn names(&self) -> &[String] {
        self.choice.names.as_deref().unwrap_or_default()
    }
}

impl RowCollector {
    /// Returns a collector for columns that are already chosen.
    pub fn with(choice: Choice) -> Self {
        Self { choice: Some(choice), ..Self::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, row: &Row) -> Result<(), ListProblem> {
        if self.choice.is_some() {
            self.take(row)?;
        } else {
            self.sample.push(row.clone());
            self.sample_bytes += row.size();
            if self.sample.len() >= SAMPLE_ROWS || self.sample_bytes >= SAMPLE_BYTES {
                self.choose()?;
            }
        }
        Ok(())
    }

    /// Ends the collection after the last row.
    pub fn end(mut self) -> Result<CollectedRows, ListProblem> {
        if self.choice.is_none() {
            self.choose()?;
        }
        match self.choice {
            Some(choice) if self.store.len() > 0 => {
                self.store.release_exact_numbers();
                Ok(CollectedRows { choice, columns: self.columns, store: self.store, hidden_rows: 0 })
            }
            Some(choice) if choice.names.is_some() => Err(ListProblem::NoIds),
            _ => Err(ListProblem::Empty),
        }
    }

    fn choose(&mut self) -> Result<(), ListProblem> {
        let rows = std::mem::take(&mut self.sample);
        let across = is_turned(&rows);
        let (preamble, names) = if across { (0, None) } else { header_of(&rows) };
        let mut columns = Columns::default();
        rows.iter().skip(preamble + usize::from(names.is_some())).for_each(|row| columns.see(row));
        let listed = names.as_deref().unwrap_or_default();
        let ids = if across { 0 } else { columns.fans(listed).unwrap_or(0) };
        let labels = if across { None } else { columns.labels(listed, ids) };
        let extras =
            if across || columns.are_all_fans(listed) { vec![ListExtra::OtherColumns] } else { Vec::new() };
        self.choice =
            Some(Choice { names, preamble, ids, labels, has_ids: columns.has_ids(ids), across, extras });
        rows.iter().try_for_each(|row| self.take(row))
    }

    fn take(&mut self, row: &Row) -> Result<(), ListProblem> {
        let Some(choice) = &self.choice else { return Ok(()) };
        let passed = self.passed;
        self.passed += 1;
        let above = passed < choice.preamble;
        if passed == choice.preamble && choice.names.is_some() {
            return Ok(());
        }
        if self.store.len() >= MOST_ROWS {
            return Err(ListProblem::TooManyRows { limit: MOST_ROWS });
        }
        let (ids, _) = self.moved.unwrap_or((choice.ids, choice.labels));
        // Cheap for the million rows that have an ID.
        let may_be_header = choice.has_ids
            && !above
            && row.cell(ids).is_none_or(|cell| !cell.text.bytes().any(|b| b.is_ascii_digit()));
        let header = if may_be_header { header::names_below(row) } else { None };
        if let Some(names) = &header {
            self.moved = follow(choice, names);
        } else if !above {
            self.columns.see(row);
        }
        let (ids, labels) = self.moved.unwrap_or((choice.ids, choice.labels));
        // All rows have a label or none has.
        let labels = choice.labels.map(|_| labels.unwrap_or(usize::MAX));
        let nameless = above || header.is_some() || choice.across;
        self.store.add(row, &Picked { ids, labels, choice, nameless });
        Ok(())
    }
}

/// Whether a table is turned: one row is called like a column of fans and has nothing but account IDs, at least two.
fn is_turned(rows: &[Row]) -> bool {
    let name = |row: &Row| row.cell(0).map_or(String::new(), |cell| cell.text.trim().to_owned());
    let ids = |row: &Row| {
        let filled = || row.cells().skip(1).filter(|cell| !cell.text.trim().is_empty());
        let all =
            filled().all(|cell| !cell.number && cell::whole_ids(cell.text).is_some_and(|ids| ids.len() == 1));
        if all { filled().count() } else { 0 }
    };
    let is_fans = |row: &&Row| {
        column_names::is_heading(&name(row)) && column_names::worth_for_ids(&name(row)) > 1.0 && ids(row) > 1
    };
    let may_be_fans = |row: &&Row| ids(row) > 0 && column_names::worth_for_ids(&name(row)) >= 1.0;
    let is_named = |row: &Row| {
        let name = name(row);
        !name.is_empty() && name.chars().count() <= MOST_NAME && !name.contains(char::is_numeric)
    };
    rows.len() <= TURNED
        && rows.iter().any(|row| is_fans(&row))
        && rows.iter().filter(may_be_fans).count() == 1
        && rows.iter().all(is_named)
}

/// Returns the number of rows above the header, and the names in it; 0 and `None` if there is no header.
fn header_of(rows: &[Row]) -> (usize, Option<Vec<String>>) {
    let has_ids = |rows: &[Row]| {
        let mut columns = Columns::default();
        for row in rows {
            columns.see(row);
        }
        columns.ids(&[]).is_some()
    };
    let Some((first, rest)) = rows.split_first() else { return (0, None) };
    if first.role == Role::Header {
        return (0, header::names(first, true));
    }
    let begun = rows.iter().position(header::has_ids).unwrap_or(rows.len()).min(PREAMBLE);
    let below = (1..begun).find_map(|place| {
        let names = header::names_below(rows.get(place)?)?;
        let next = rows.get(place + 1..rows.len().min(place + 1 + BELOW_HEADER))?;
        next.iter().any(header::has_ids).then_some((place, Some(names)))
    });
    let first = || (0, header::names(first, has_ids(rest)));
    below.unwrap_or_else(first)
}

/// Returns the columns of fans and labels below a header further down: those with the same names, or else the best ones.
fn follow(choice: &Choice, names: &[String]) -> Option<(usize, Option<usize>)> {
    let find = |place: usize| {
        let name = choice.names.as_ref()?.get(place)?;
        let same = |other: &String| other.eq_ignore_ascii_case(name);
        if names.get(place).is_some_and(same) { Some(place) } else { names.iter().position(same) }
    };
    let worth = |place: &usize| names.get(*place).map_or(1.0, |name| column_names::worth_for_ids(name));
    let best = || {
        let place = (0..names.len()).rev().max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
        (worth(&place) > 1.0).then_some(place)
    };
    let ids = find(choice.ids).or_else(best)?;
    let named = || {
        (0..names.len())
            .filter_map(|place| Some((column_names::rank_for_labels(&names[place])?, place)))
            .min()
    };
    let labels = choice.labels.and_then(find).or_else(|| named().map(|(_, place)| place));
    Some((ids, labels.filter(|labels| *labels != ids)))
}
