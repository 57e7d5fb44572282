//! Search, sorting, selection, and export of the log.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CourseWait, LogRow, Standing};

/// A query of the log. Entries must match all fields that are set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
pub struct LogQuery {
    /// Search text as typed. Each word must occur in the fan's ID, the name, the note, or the name of the list. Accents
    /// and case are ignored. An empty text matches everything.
    pub text: String,
    /// Only this account.
    pub account: Option<String>,
    /// Only the list with this batch ID.
    #[ts(type = "number | null")]
    pub batch: Option<i64>,
    /// Only this fan.
    pub fan: Option<String>,
    /// Only these standings. Empty means any.
    pub standings: Vec<Standing>,
    /// Only adds, or only removals.
    pub action: Option<Action>,
    /// Only at or after this time, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Only before this time, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// The order of the entries.
    pub sort: LogSort,
}

/// An order of the log. Equal entries are sorted newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogSort {
    /// The column to sort by.
    pub by: LogColumn,
    /// Whether the last comes first.
    pub descending: bool,
}

impl Default for LogSort {
    fn default() -> Self {
        Self { by: LogColumn::When, descending: true }
    }
}

/// A column of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogColumn {
    /// When it happened.
    When,
    /// The name next to the fan's ID. Entries without one come last in either direction.
    Name,
    /// The fan's ID, sorted by its numeric value.
    Fan,
    /// The account's name.
    Account,
    /// Adds, then removals.
    Action,
    /// The standing.
    Outcome,
    /// The cause. Entries without one come last in either direction.
    Cause,
    /// The list's name. Single items come last in either direction.
    Batch,
}

/// A result set. It stays as it is, whatever happens to the log. Its entries are read by their index in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LogFound {
    /// Number of the result set. Only the last few are kept.
    #[ts(type = "number")]
    pub found: u64,
    /// Number of entries found.
    #[ts(type = "number")]
    pub total: u64,
    /// Number of entries in the whole log.
    #[ts(type = "number")]
    pub all: u64,
    /// Revision of the log at the time of the search.
    #[ts(type = "number")]
    pub revision: i64,
    /// Whether entries in it may belong to different accounts, or to one that is no longer connected.
    pub accounts: bool,
    /// Whether any of its entries may come from a list.
    pub lists: bool,
}

/// A page of a result set. The entries are as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FoundRows {
    /// Number of the result set.
    #[ts(type = "number")]
    pub found: u64,
    /// Number of entries before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// Revision of the log at which they were read.
    #[ts(type = "number")]
    pub revision: i64,
    /// The entries.
    pub rows: Vec<LogRow>,
}

/// Entries or people selected in a result set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct Selection {
    /// Number of the result set.
    #[ts(type = "number")]
    pub found: u64,
    /// Ranges of indexes in it, each from the first to one past the last. They are ascending and do not overlap.
    #[ts(type = "Array<[number, number]>")]
    pub ranges: Vec<(u64, u64)>,
}

impl Selection {
    /// Most rows whose notes can be set at once.
    pub(crate) const MOST: u64 = 10_000;

    /// Returns the selected ranges, as far as there are rows. Where ranges overlap, a row is selected once.
    pub(crate) fn within(&self, total: u64) -> impl Iterator<Item = (u64, u64)> + use<> {
        let mut end = 0;
        self.ranges.clone().into_iter().filter_map(move |(from, until)| {
            let range = (from.max(end), until.min(total));
            end = end.max(range.1);
            (range.0 < range.1).then_some(range)
        })
    }
}

/// What can be done about the selected entries, and what it uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogOffer {
    /// Number of selected entries.
    #[ts(type = "number")]
    pub rows: u64,
    /// Batches that would undo what succeeded.
    pub undo: Vec<OfferPart>,
    /// Batches that would retry what did not succeed.
    pub retry: Vec<OfferPart>,
}

/// One batch of an offer: one action on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OfferPart {
    /// ID of the account.
    pub account: String,
    /// Name of the account when it was last listed.
    pub account_name: String,
    /// What the batch would do.
    pub action: Action,
    /// Number of fans, and so of credits.
    #[ts(type = "number")]
    pub count: u64,
    /// Estimated time at steady speed, in seconds. `None` without a key.
    #[ts(type = "number | null")]
    pub seconds: Option<u64>,
    /// Number of these fans who may have been VIP before, because the VIP list was not read first. Undo would remove
    /// them too.
    #[ts(type = "number")]
    pub unconfirmed_before: u64,
}

/// What was done in a span of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct SpanCount {
    /// Number of fans added.
    #[ts(type = "number")]
    pub added: u64,
    /// Number of fans removed.
    #[ts(type = "number")]
    pub removed: u64,
}

/// The course of a batch over time: when items ended, and when nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BatchCourse {
    /// When it began, in milliseconds since 1970.
    #[ts(type = "number")]
    pub began: i64,
    /// When it ended, or now, in milliseconds since 1970.
    #[ts(type = "number")]
    pub until: i64,
    /// Equal intervals of the time in between, in order.
    pub steps: Vec<CourseStep>,
    /// When nothing was sent, and why.
    pub waits: Vec<CourseWait>,
}

/// What ended in one interval of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct CourseStep {
    /// Number of fans added or removed.
    #[ts(type = "number")]
    pub done: u64,
    /// Number of fans already in the requested state.
    #[ts(type = "number")]
    pub already: u64,
    /// Number of unconfirmed items.
    #[ts(type = "number")]
    pub unconfirmed: u64,
    /// Number of items that changed nothing.
    #[ts(type = "number")]
    pub failed: u64,
    /// Number of items that were never sent.
    #[ts(type = "number")]
    pub stopped: u64,
}
