//! Actions on a fan, and their outcomes.

use serde::{Deserialize, Serialize};

/// An action on a fan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Action {
    /// Add to the VIP list.
    Add,
    /// Remove from the VIP list.
    Remove,
}

impl Action {
    /// Returns the action that undoes this one.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Add => Self::Remove,
            Self::Remove => Self::Add,
        }
    }
}

/// The final outcome of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Outcome {
    /// The server confirmed that the fan is VIP now.
    Added,
    /// The server confirmed that the fan is no longer VIP.
    Removed,
    /// The fan was already in the requested state, so nothing was changed.
    Already,
    /// Nothing was changed. The cause says why.
    Failed,
    /// The request was sent, but no trustworthy reply came back.
    Unconfirmed,
    /// The item was never sent.
    Stopped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Removed, Self::Already, Self::Failed, Self::Unconfirmed, Self::Stopped];
}

/// The phase of an item: `waiting → sending → done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Phase {
    /// Not sent yet, or asked by the server to wait.
    Waiting,
    /// The request is in flight.
    Sending,
    /// The item has an outcome.
    Done,
}

/// The status of a log entry, as the log filters by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Standing {
    /// No outcome yet.
    Open,
    /// Confirmed to be VIP.
    Added,
    /// Confirmed to be no longer VIP.
    Removed,
    /// Already in the requested state, so nothing was changed.
    Already,
    /// Nothing was changed.
    Failed,
    /// No trustworthy reply came back.
    Unconfirmed,
    /// Never sent.
    Stopped,
}
