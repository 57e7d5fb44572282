//! Entries of the log and rows of a batch, as the window shows them.

use serde::{Deserialize, Serialize};
use velvet_model::{Action, Cause, Outcome, Phase, WaitReason};

/// Most rows returned at once.
pub const LARGEST_SLICE: u32 = 200;

/// An entry of the log.
#[allow(clippy::struct_excessive_bools)] // Each answers a question of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogRow {
    /// Number of the item. Numbers rise with time, and fit in a JavaScript number.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub item: i64,
    /// The account ID.
    pub account: String,
    /// The account's name when it was last listed.
    pub account_name: String,
    /// The fan ID, always as text.
    pub fan: String,
    /// When the fan's account was created, as its ID tells, in milliseconds since 1970. `None` if the ID doesn't look
    /// like an account's.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub created: Option<i64>,
    /// What the app calls the fan: as the list had it, or else as the server said last. `None` if it knows no name.
    pub label: Option<String>,
    /// The batch it is from; `None` for a single item.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub batch: Option<i64>,
    /// The name of that batch, if it has one.
    pub batch_name: Option<String>,
    /// The note about the fan.
    pub note: Option<String>,
    /// Its row in the list.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub row: Option<i64>,
    /// The action.
    pub action: Action,
    /// The phase.
    pub phase: Phase,
    /// The outcome; `None` while it has not ended.
    pub outcome: Option<Outcome>,
    /// The cause, if it did not succeed.
    pub cause: Option<Cause>,
    /// The message of the server, sanitized to a single line.
    pub words: Option<String>,
    /// Whether the server reported other marks on this fan besides VIP, such as blocked or muted.
    pub other_marks: bool,
    /// Whether some of the marks reported before are gone since this item. They cannot be restored.
    pub lost_marks: bool,
    /// When it began, in milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub began: i64,
    /// When it ended, in milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub ended: Option<i64>,
    /// Whether it can be undone.
    pub can_undo: bool,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether it can be checked.
    pub can_check: bool,
    /// When it was last checked without a result, in milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub checked: Option<i64>,
}

/// The length of the log, and a number that rises with every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogMark {
    /// Number of entries.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: i64,
    /// Rises with every change.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub revision: i64,
}

/// A slice of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct LogSlice {
    /// The log that this is a slice of.
    pub mark: LogMark,
    /// Number of entries newer than the first one here.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub offset: i64,
    /// The entries.
    pub rows: Vec<LogRow>,
}

/// A filter for the items of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum BatchFilter {
    /// Everything that has started or ended, latest first.
    Latest,
    /// Added or removed.
    Done,
    /// Already VIP.
    Already,
    /// Unconfirmed.
    Unconfirmed,
    /// Failed: nothing was changed.
    Failed,
    /// Stopped: never sent.
    Stopped,
    /// Not ended as it should: failed, then unconfirmed, then stopped.
    Left,
    /// Not sent yet, next first.
    Waiting,
}

/// A slice of the items of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct BatchRows {
    /// The batch.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub(crate) batch: i64,
    /// The filter.
    pub filter: BatchFilter,
    /// Number of items that pass the filter.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// Number of items before the first one here.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub offset: u64,
    /// The items.
    pub rows: Vec<LogRow>,
}

/// A period in which nothing of a batch was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct CourseWait {
    /// Its start, in milliseconds since 1970.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub from: i64,
    /// Its end, in milliseconds since 1970.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub until: i64,
    /// The reason.
    pub why: WaitReason,
}

/// What trimming the log would remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct TrimOffer {
    /// Number of entries.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub rows: u64,
    /// Number of entries that would stay.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub left: u64,
}
