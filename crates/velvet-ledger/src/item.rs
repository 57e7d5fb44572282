//! An item to be written, and how an item ends.

use velvet_model::{Cause, Outcome, ids::FanId};

/// An item to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The fan.
    pub fan: FanId,
    /// The label in the list.
    pub label: Option<String>,
    /// Its row in the list.
    pub row: Option<u64>,
}

/// How an item ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The outcome.
    pub outcome: Outcome,
    /// The cause, if it did not succeed.
    pub cause: Option<Cause>,
    /// All marks that the server reported.
    pub marks: Option<i64>,
    /// The message of the server, sanitized to a single line.
    pub words: Option<String>,
}

impl Completion {
    /// Creates a completion without a cause.
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome, cause: None, marks: None, words: None }
    }

    /// Creates a completion with a cause.
    pub fn because(outcome: Outcome, cause: Cause) -> Self {
        Self { cause: Some(cause), ..Self::of(outcome) }
    }
}

/// A completion that could not be written because the disk is full.
pub(super) struct PendingWrite {
    pub(super) ending: Completion,
    pub(super) now: i64,
}
