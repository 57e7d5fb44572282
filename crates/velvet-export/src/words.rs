//! What is asked of an export, and how far it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a file of the log is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ExportFormat {
    /// A table that every spreadsheet opens.
    Csv,
    /// A workbook.
    Xlsx,
    /// A line of JSON for each row, for programs.
    JsonLines,
}

/// What an exported table says, in the language of the window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ExportWords {
    /// The file's name, without its ending.
    pub name: String,
    /// The headings, by column: `when`, `fan`, `name`, `account`, `account_id`, `action`, `outcome`, `cause`, `list`,
    /// `note`.
    pub headings: BTreeMap<String, String>,
    /// Each action, outcome and cause in words, by the word it has in the log.
    pub words: BTreeMap<String, String>,
}

/// How far the writing of a file has come. Sent again and again while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct ExportProgress {
    /// Rows that were written.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub done: u64,
    /// Rows there are.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
}
