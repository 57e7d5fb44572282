//! An item as it is written down, and how it ends.

use velvet_model::{Cause, Outcome, ids::FanId};

/// An item that is to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The fan.
    pub fan: FanId,
    /// The name that stood beside the id.
    pub label: Option<String>,
    /// The row of the list.
    pub row: Option<u64>,
}

/// How an item ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The outcome.
    pub outcome: Outcome,
    /// Why, when it did not go well.
    pub cause: Option<Cause>,
    /// All marks the service reported.
    pub marks: Option<i64>,
    /// What the server said about it, as one safe line.
    pub words: Option<String>,
}

impl Completion {
    /// An ending that needs no cause.
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome, cause: None, marks: None, words: None }
    }

    /// An ending with a cause.
    pub fn because(outcome: Outcome, cause: Cause) -> Self {
        Self { cause: Some(cause), ..Self::of(outcome) }
    }
}

/// An ending that waits for room on the disk.
pub(super) struct PendingWrite {
    pub(super) ending: Completion,
    pub(super) now: i64,
}
