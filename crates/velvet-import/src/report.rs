//! A list in full, as one value: for checks from outside the app.

use serde::Serialize;

use super::{list::List, store::RowKind};
use crate::shown::{ListGroupKind, ListQuestion};

/// What a list holds, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListReport {
    /// The sheet that was read, if several sheets have content.
    pub sheet: Option<String>,
    /// The IDs of the fans that would be added now, in list order.
    pub ready: Vec<String>,
    /// The names that would be offered for look-up, in list order.
    pub names: Vec<String>,
    /// The rows whose IDs lost digits.
    pub damaged: Vec<ReportedRow>,
    /// The rows whose IDs don't look like Fansly account IDs.
    pub unlikely: Vec<ReportedRow>,
    /// The rows that repeat a fan or a name.
    pub duplicates: Vec<ReportedRow>,
    /// The rows that stand for no fan.
    pub not_ids: Vec<ReportedRow>,
    /// The IDs inside longer text.
    pub inside_text: Vec<String>,
    /// Number of IDs in other columns.
    pub other_columns: u64,
    /// Number of hidden rows that were skipped.
    pub hidden_rows: u64,
    /// What the user must choose before anything is ready.
    pub asks: Option<ListQuestion>,
}

/// A row that is not ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportedRow {
    /// Its number, as an editor or a spreadsheet shows it.
    pub row: u64,
    /// Its text, shortened.
    pub text: String,
}

impl List {
    /// Reports everything about the list.
    pub fn report(&self) -> ListReport {
        let view = self.view();
        let rows = |kind| {
            let rows = self.rows(kind, 0, u32::MAX).1;
            rows.into_iter().map(|row| ReportedRow { row: row.row, text: row.text }).collect()
        };
        let ready = self
            .ids_of(|kind| matches!(kind, RowKind::Fan | RowKind::Hint | RowKind::ByName | RowKind::Matched));
        ListReport {
            sheet: view.sheet,
            ready,
            names: self.names().map(str::to_owned).collect(),
            damaged: rows(ListGroupKind::Damaged),
            unlikely: rows(ListGroupKind::Unlikely),
            duplicates: rows(ListGroupKind::Duplicate),
            not_ids: rows(ListGroupKind::NotAFan),
            inside_text: self.inside_text().map(str::to_owned).collect(),
            other_columns: view.other_columns,
            hidden_rows: view.hidden_rows,
            asks: view.asks,
        }
    }
}
