use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Cause;

/// What is done to a fan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Put on the VIP list.
    Add,
    /// Taken off the VIP list.
    Remove,
}

impl Action {
    /// What takes this back.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Add => Self::Remove,
            Self::Remove => Self::Add,
        }
    }
}

/// How an item ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The service proved that the fan is VIP now.
    Added,
    /// The service proved that the fan is not VIP any more.
    Removed,
    /// Known to be VIP; nothing was sent.
    Already,
    /// Nothing was changed; the cause says why.
    Failed,
    /// Sent, and no answer that can be trusted.
    Unsure,
    /// Never sent.
    Stopped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Removed, Self::Already, Self::Failed, Self::Unsure, Self::Stopped];
}

/// Where an item stands: `waiting → sending → done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Not sent, or told to wait.
    Waiting,
    /// On its way.
    Sending,
    /// Ended.
    Done,
}

/// One line of the log.
#[allow(clippy::struct_excessive_bools)] // Each answers a question of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogRow {
    /// Number of the item, rising with time. Small enough for a number in the window.
    #[ts(type = "number")]
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
    #[ts(type = "number | null")]
    pub batch: Option<i64>,
    /// The name of that list, if it has one.
    pub batch_name: Option<String>,
    /// What the user noted about the fan.
    pub note: Option<String>,
    /// Its row in that list.
    #[ts(type = "number | null")]
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
    #[ts(type = "number")]
    pub began: i64,
    /// When it ended, milliseconds since 1970, UTC.
    #[ts(type = "number | null")]
    pub ended: Option<i64>,
    /// Whether *Undo* belongs on this row.
    pub can_undo: bool,
    /// Whether it was taken back already.
    pub undone: bool,
    /// Whether *Check* belongs on this row.
    pub can_check: bool,
    /// When *Check* last looked without finding an answer, milliseconds since 1970, UTC.
    #[ts(type = "number | null")]
    pub checked: Option<i64>,
}

/// How long the log is, and a number that changes whenever anything in it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LogMark {
    /// Rows in the log.
    #[ts(type = "number")]
    pub total: i64,
    /// Rises with every change.
    #[ts(type = "number")]
    pub revision: i64,
}

/// A part of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogSlice {
    /// The log this is a part of.
    pub mark: LogMark,
    /// How many rows are newer than the first one here.
    #[ts(type = "number")]
    pub offset: i64,
    /// The rows.
    pub rows: Vec<LogRow>,
}

/// An item that the service told to wait. Sent again whenever that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Resting {
    /// The item that waits.
    #[ts(type = "number")]
    pub item: i64,
    /// The account it is for.
    pub account: String,
    /// The fan it is about.
    pub fan: String,
    /// Until when, milliseconds since 1970, UTC; nothing once it goes on.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
}
