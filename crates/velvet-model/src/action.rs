//! What is done to a fan, and how it ends.

use serde::{Deserialize, Serialize};

/// What is done to a fan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
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
    Unconfirmed,
    /// Never sent.
    Stopped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Removed, Self::Already, Self::Failed, Self::Unconfirmed, Self::Stopped];
}

/// Where an item stands: `waiting → sending → done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Phase {
    /// Not sent, or told to wait.
    Waiting,
    /// On its way.
    Sending,
    /// Ended.
    Done,
}

/// How a row of the log stands, as it is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Standing {
    /// Not ended yet.
    Open,
    /// Proven to be VIP.
    Added,
    /// Proven not to be VIP any more.
    Removed,
    /// Known to be VIP before; nothing was sent.
    Already,
    /// Nothing was changed.
    Failed,
    /// No answer that can be trusted.
    Unconfirmed,
    /// Never sent.
    Stopped,
}
