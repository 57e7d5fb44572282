//! Rows of the log and of a batch, as they are shown.

use serde::{Deserialize, Serialize};
use velvet_model::{Action, Cause, Outcome, Phase, WaitReason};

/// Most rows handed out at once.
pub const LARGEST_SLICE: u32 = 200;

/// One line of the log.
#[allow(clippy::struct_excessive_bools)] // Each answers a question of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogRow {
    /// Number of the item, rising with time. Small enough for a number in the window.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub item: i64,
    /// The account it was for.
    pub account: String,
    /// The account's name when it was last seen.
    pub account_name: String,
    /// The fan's id: text, always.
    pub fan: String,
    /// The name that stood beside the id in the list.
    pub label: Option<String>,
    /// The list it came with; nothing for a single one.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub batch: Option<i64>,
    /// The name of that list, if it has one.
    pub batch_name: Option<String>,
    /// What the user noted about the fan.
    pub note: Option<String>,
    /// Its row in that list.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub row: Option<i64>,
    /// What was to be done.
    pub action: Action,
    /// Where it stands.
    pub phase: Phase,
    /// How it ended, once it has.
    pub outcome: Option<Outcome>,
    /// Why, when it did not go well.
    pub cause: Option<Cause>,
    /// What the server said about it, as one safe line.
    pub words: Option<String>,
    /// The service reported other marks on this fan besides VIP (blocked, muted …).
    pub other_marks: bool,
    /// The service reported other marks before, and some of them are gone since this: they cannot be restored.
    pub lost_marks: bool,
    /// When it began, milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub began: i64,
    /// When it ended, milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub ended: Option<i64>,
    /// Whether *Undo* belongs on this row.
    pub can_undo: bool,
    /// Whether it was taken back already.
    pub undone: bool,
    /// Whether *Check* belongs on this row.
    pub can_check: bool,
    /// When *Check* last looked without finding an answer, milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub checked: Option<i64>,
}

/// How long the log is, and a number that changes whenever anything in it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogMark {
    /// Rows in the log.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: i64,
    /// Rises with every change.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub revision: i64,
}

/// A part of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogSlice {
    /// The log this is a part of.
    pub mark: LogMark,
    /// How many rows are newer than the first one here.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub offset: i64,
    /// The rows.
    pub rows: Vec<LogRow>,
}

/// Which items of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum BatchFilter {
    /// Everything that has begun or ended, the latest first.
    Latest,
    /// Added or removed.
    Done,
    /// Known to be VIP.
    Already,
    /// Not sure.
    Unconfirmed,
    /// Nothing was changed.
    Failed,
    /// Never sent.
    Stopped,
    /// Not sent yet, the next one first.
    Waiting,
}

/// Items of a batch, a part of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct BatchRows {
    /// The batch.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub(crate) batch: i64,
    /// Which items.
    pub filter: BatchFilter,
    /// How many there are.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// How many stand before the first one here.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub offset: u64,
    /// The items.
    pub rows: Vec<LogRow>,
}

/// A while in which nothing left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct CourseWait {
    /// From when on, milliseconds since 1970.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub from: i64,
    /// Until when.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub until: i64,
    /// Why.
    pub why: WaitReason,
}

/// What would go when the log is trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct TrimOffer {
    /// Rows of the log.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub rows: u64,
    /// Rows that would stay.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub left: u64,
}
