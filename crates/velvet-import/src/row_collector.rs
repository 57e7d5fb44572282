//! Takes in the rows of a source: finds the columns that are meant, and keeps what stands in them.

use super::{columns::Columns, header, row::Row, store::Store};
use velvet_model::ErrorCode;

/// Rows one list can have.
pub(crate) const MOST_ROWS: usize = 2_000_000;

/// Rows, and bytes in them, that are looked at before a column is chosen.
const SAMPLE_ROWS: usize = 1_000;
const SAMPLE_BYTES: usize = 4 << 20;

/// Which columns are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The names of the columns; nothing: the first row is a row.
    pub names: Option<Vec<String>>,
    /// The column of ids.
    pub ids: usize,
    /// The column of names, if there is one.
    pub labels: Option<usize>,
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Only of ids.
    Ids,
    /// Of ids, else of names.
    IdsOrNames,
}

/// Takes in rows.
#[derive(Default)]
pub(crate) struct RowCollector {
    choice: Option<Choice>,
    header_passed: bool,
    sample: Vec<Row>,
    sample_bytes: usize,
    columns: Columns,
    store: Store,
}

/// What was taken in.
pub(crate) struct CollectedRows {
    pub choice: Choice,
    pub columns: Columns,
    pub store: Store,
}

impl CollectedRows {
    /// Which columns all rows together speak for; the first ones may have spoken for others.
    pub fn best(&self, of: Of) -> Result<Choice, ErrorCode> {
        let names = self.choice.names.clone();
        let listed = names.as_deref().unwrap_or_default();
        let ids = match of {
            Of::Ids => self.columns.ids(listed),
            Of::IdsOrNames => self.columns.fans(listed),
        };
        let ids = ids.ok_or(ErrorCode::ListNoIds)?;
        let labels = self.columns.labels(listed, ids);
        Ok(Choice { names, ids, labels })
    }
}

impl RowCollector {
    /// Takes in rows whose columns are already chosen.
    pub fn with(choice: Choice) -> Self {
        Self { choice: Some(choice), ..Self::default() }
    }

    /// Takes in a row.
    pub fn row(&mut self, row: &Row) -> Result<(), ErrorCode> {
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

    /// There are no more rows.
    pub fn end(mut self) -> Result<CollectedRows, ErrorCode> {
        if self.choice.is_none() {
            self.choose()?;
        }
        match self.choice {
            Some(choice) if self.store.len() > 0 => {
                Ok(CollectedRows { choice, columns: self.columns, store: self.store })
            }
            Some(choice) if choice.names.is_some() => Err(ErrorCode::ListNoIds),
            _ => Err(ErrorCode::ListEmpty),
        }
    }

    fn choose(&mut self) -> Result<(), ErrorCode> {
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

    fn take(&mut self, row: &Row) -> Result<(), ErrorCode> {
        let Some(choice) = &self.choice else { return Ok(()) };
        if choice.names.is_some() && !std::mem::replace(&mut self.header_passed, true) {
            return Ok(());
        }
        if self.store.len() >= MOST_ROWS {
            return Err(ErrorCode::ListTooManyRows);
        }
        self.columns.see(row);
        self.store.add(row, choice.ids, choice.labels);
        Ok(())
    }
}
