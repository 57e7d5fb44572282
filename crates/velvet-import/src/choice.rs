//! Which columns are taken from the rows of a list.

use super::{
    column_names,
    row::{Role, Row},
};
use crate::shown::ListExtra;

/// The chosen columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The names of the columns; `None` if no row is a header.
    pub names: Option<Vec<String>>,
    /// Number of rows above the header: titles and the like.
    pub preamble: usize,
    /// Zero-based index of the column of fan IDs; without IDs, of the column of names to look up.
    pub ids: usize,
    /// Zero-based index of the label column, if there is one.
    pub labels: Option<usize>,
    /// Whether the ID column has IDs. If so, a cell alone in its row is a title.
    pub has_ids: bool,
    /// Whether the table is turned: its first column names what each row has, and one row has the fans.
    pub across: bool,
    /// What else is taken.
    pub extras: Vec<ListExtra>,
}

/// What is taken from a row.
pub(crate) struct Picked<'a> {
    pub ids: usize,
    pub labels: Option<usize>,
    pub choice: &'a Choice,
    /// Whether the row can name nobody: it stands above the header, or is a header itself.
    pub nameless: bool,
}

impl Picked<'_> {
    /// Returns the index of the cell with the fan.
    pub fn id_place(&self, row: &Row) -> usize {
        if row.role == Role::Broken { 0 } else { self.ids }
    }

    /// Whether these IDs are taken.
    pub fn takes(&self, extra: ListExtra) -> bool {
        self.choice.extras.contains(&extra)
    }

    /// Whether the name of a cell's column, or of its row in a turned table, says that it has other IDs than those of fans.
    pub fn is_of_others(&self, row: &Row, place: usize) -> bool {
        let named = || self.choice.names.as_ref()?.get(place).map(String::as_str);
        let name = if self.choice.across { row.cell(0).map(|cell| cell.text) } else { named() };
        name.is_some_and(|name| column_names::worth_for_ids(name) < 1.0)
    }

    /// Whether a row is a title within a table and not a fan's name.
    pub fn is_title(&self, row: &Row) -> bool {
        let alone = || row.cells().filter(|cell| !cell.text.trim().is_empty()).nth(1).is_none();
        let table = self.choice.has_ids && self.choice.names.as_ref().is_some_and(|names| names.len() > 1);
        self.nameless || (table && row.role == Role::Cells && alone())
    }
}
