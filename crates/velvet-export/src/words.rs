//! What an export is asked for, and how far it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The format of an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ExportFormat {
    /// CSV, which every spreadsheet opens.
    Csv,
    /// An XLSX workbook.
    Xlsx,
    /// A line of JSON for each row, for programs.
    JsonLines,
}

/// The texts of an exported table, in the language of the UI.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ExportWords {
    /// The file's name, without the extension.
    pub name: String,
    /// The headings, by the name of the column. Those of the log are `when`, `fan`, `name`, `account`, `account_id`,
    /// `action`, `outcome`, `cause`, `list`, and `note`.
    pub headings: BTreeMap<String, String>,
    /// The texts of values, such as actions, outcomes, and causes, by their names in the log.
    pub words: BTreeMap<String, String>,
}

/// Progress of writing a file. It is sent repeatedly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ExportProgress {
    /// Rows written.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub done: u64,
    /// Rows in total.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
}
