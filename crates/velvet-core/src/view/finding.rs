//! The log as it is searched, sorted, chosen from and taken along.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CourseWait, LogRow, Standing};

/// What is looked for in the log, and in which order it is shown. Everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
pub struct LogQuery {
    /// Words and digits as they are typed. Each must be found somewhere: in the fan's id, the name, the note or the name of
    /// the list; accents and capital letters make no difference. Empty: everything.
    pub text: String,
    /// Of one account.
    pub account: Option<String>,
    /// Of one list.
    #[ts(type = "number | null")]
    pub batch: Option<i64>,
    /// Of one fan: all that was ever done to them.
    pub fan: Option<String>,
    /// Ended in one of these ways; empty: in any.
    pub standings: Vec<Standing>,
    /// Adds or removals only.
    pub action: Option<Action>,
    /// At or after this moment, milliseconds since 1970.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Before this moment, milliseconds since 1970.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// The order.
    pub sort: LogSort,
}

/// An order of the log. Where two rows are alike, the later one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogSort {
    /// By what.
    pub by: LogColumn,
    /// From the last to the first.
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
    /// The name beside the fan's id; those without one come last either way.
    Name,
    /// The fan's id, as a number is ordered.
    Fan,
    /// The account's name.
    Account,
    /// Adds, then removals.
    Action,
    /// How it stands.
    Outcome,
    /// Why; those without a cause come last either way.
    Cause,
    /// The name of the list; single ones come last either way.
    Batch,
}

/// What was found: a list of rows that stays as it is, however the log goes on. Its rows are read by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LogFound {
    /// Its number; only the last few are kept.
    #[ts(type = "number")]
    pub found: u64,
    /// How many rows.
    #[ts(type = "number")]
    pub total: u64,
    /// How many rows the log has altogether.
    #[ts(type = "number")]
    pub all: u64,
    /// The log's revision it was found at.
    #[ts(type = "number")]
    pub revision: i64,
}

/// A part of what was found. The rows are as they stand now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FoundRows {
    /// What it is a part of.
    #[ts(type = "number")]
    pub found: u64,
    /// How many rows come before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The log's revision they were read at.
    #[ts(type = "number")]
    pub revision: i64,
    /// The rows.
    pub rows: Vec<LogRow>,
}

/// Rows that were chosen among what was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct Selection {
    /// In what was found.
    #[ts(type = "number")]
    pub found: u64,
    /// Places in it, from the first to the one after the last, rising and apart.
    #[ts(type = "Array<[number, number]>")]
    pub ranges: Vec<(u64, u64)>,
}

impl Selection {
    /// Most rows that are taken along or noted at once.
    pub(crate) const MOST: u64 = 10_000;

    /// The ranges that were chosen, as far as there are rows. Where they meet, a row is chosen once.
    pub(crate) fn within(&self, total: u64) -> impl Iterator<Item = (u64, u64)> + use<> {
        let mut end = 0;
        self.ranges.clone().into_iter().filter_map(move |(from, until)| {
            let range = (from.max(end), until.min(total));
            end = end.max(range.1);
            (range.0 < range.1).then_some(range)
        })
    }
}

/// What can be done about the rows that were chosen, and what it would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogOffer {
    /// How many rows were chosen.
    #[ts(type = "number")]
    pub rows: u64,
    /// Batches that would take back what they did.
    pub undo: Vec<OfferPart>,
    /// Batches that would try again what did not work.
    pub retry: Vec<OfferPart>,
}

/// One batch of an offer: one action on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OfferPart {
    /// The account.
    pub account: String,
    /// The account's name when it was last seen.
    pub account_name: String,
    /// What would be done.
    pub action: Action,
    /// For how many fans: as many credits.
    #[ts(type = "number")]
    pub count: u64,
    /// About how long, in seconds, at the steady pace; nothing without a key.
    #[ts(type = "number | null")]
    pub seconds: Option<u64>,
    /// How many of these fans may have been VIP before, since the VIP list was not read first: taking back would take
    /// them off too.
    #[ts(type = "number")]
    pub unconfirmed_before: u64,
}

/// What was done in a stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct SpanCount {
    /// Fans added.
    #[ts(type = "number")]
    pub added: u64,
    /// Fans removed.
    #[ts(type = "number")]
    pub removed: u64,
}

/// How a batch went: what ended when, and when nothing left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BatchCourse {
    /// When it began, milliseconds since 1970.
    #[ts(type = "number")]
    pub began: i64,
    /// The end of what is told: when it ended, or now.
    #[ts(type = "number")]
    pub until: i64,
    /// Equal stretches of the time between, the first one first.
    pub steps: Vec<CourseStep>,
    /// When nothing left, and why.
    pub waits: Vec<CourseWait>,
}

/// What ended in one stretch of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct CourseStep {
    /// Added or removed.
    #[ts(type = "number")]
    pub done: u64,
    /// Known to be VIP before.
    #[ts(type = "number")]
    pub already: u64,
    /// Not sure.
    #[ts(type = "number")]
    pub unconfirmed: u64,
    /// Nothing was changed.
    #[ts(type = "number")]
    pub failed: u64,
    /// Never sent.
    #[ts(type = "number")]
    pub stopped: u64,
}
