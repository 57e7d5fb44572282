//! Collects the rows of a source: chooses the columns and keeps what is in them.

use super::{columns::Columns, header, row::Row, store::Store};
use crate::ListProblem;

/// Most rows of a list.
pub(crate) const MOST_ROWS: usize = 2_000_000;

/// Number of rows, and bytes in them, that are sampled before the columns are chosen.
const SAMPLE_ROWS: usize = 1_000;
const SAMPLE_BYTES: usize = 4 << 20;

/// The chosen columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The names of the columns; `None` if the first row is not a header.
    pub names: Option<Vec<String>>,
    /// Zero-based index of the column of fan IDs; without IDs, of the column of names to look up.
    pub ids: usize,
    /// Zero-based index of the label column, if there is one.
    pub labels: Option<usize>,
}

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
    header_passed: bool,
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
        let names = self.choice.names.clone();
        let listed = names.as_deref().unwrap_or_default();
        let ids = match of {
            Of::Ids => self.columns.ids(listed),
            Of::IdsOrNames => self.columns.fans(listed),
        };
        let ids = ids.ok_or(ListProblem::NoIds)?;
        let labels = self.columns.labels(listed, ids);
        Ok(Choice { names, ids, labels })
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
        let mut columns = Columns::default();
        rows.iter().skip(1).for_each(|row| columns.see(row));
        let names = rows.first().and_then(|first| header::names(first, columns.ids(&[]).is_some()));
        if names.is_none() {
            rows.iter().take(1).for_each(|row| columns.see(row));
        }
        let listed = names.as_deref().unwrap_or_default();
        let ids = columns.fans(listed).unwrap_or(0);
        let labels = columns.labels(listed, ids);
        self.choice = Some(Choice { names, ids, labels });
        rows.iter().try_for_each(|row| self.take(row))
    }

    fn take(&mut self, row: &Row) -> Result<(), ListProblem> {
        let Some(choice) = &self.choice else { return Ok(()) };
        if choice.names.is_some() && !std::mem::replace(&mut self.header_passed, true) {
            return Ok(());
        }
        if self.store.len() >= MOST_ROWS {
            return Err(ListProblem::TooManyRows { limit: MOST_ROWS });
        }
        self.columns.see(row);
        self.store.add(row, choice.ids, choice.labels);
        Ok(())
    }
}
