use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, BatchWait, Counts, PauseReason, Speed, Step};

/// One action on one account for a list of fans.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BatchView {
    /// Rises with every view that is made: of two of the same batch, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its name: the file's, or empty.
    pub name: String,
    /// The account it is for, for good.
    pub account: String,
    /// The account's name when it was last seen.
    pub account_name: String,
    /// What is done.
    pub action: Action,
    /// How fast.
    pub speed: Speed,
    /// Where it stands.
    pub state: BatchState,
    /// Its items by how they ended.
    pub counts: Counts,
    /// Items a minute, over the last while; nothing when it does not run or has just begun.
    pub per_minute: Option<f64>,
    /// About how much longer, in seconds.
    #[ts(type = "number | null")]
    pub seconds_left: Option<u64>,
    /// Why nothing leaves for now, though it runs.
    pub wait: Option<BatchWait>,
    /// The server answers in a way that this version does not know, and the VIP list shows that it means success.
    pub unknown_replies: bool,
    /// Credits that its requests used, at least.
    #[ts(type = "number")]
    pub requests: u64,
    /// When it was started, milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub began: i64,
    /// When it ended, milliseconds since 1970, UTC.
    #[ts(type = "number | null")]
    pub ended: Option<i64>,
    /// The batch that this one takes back.
    #[ts(type = "number | null")]
    pub undoes: Option<i64>,
    /// The batch whose failures this one tries again.
    #[ts(type = "number | null")]
    pub retries: Option<i64>,
    /// Whether the VIP list was read whole before anything was sent. Otherwise fans who were VIP before may be among
    /// those who were added, and would be taken off with them.
    pub looked: bool,
    /// How many of its items can be taken back now.
    #[ts(type = "number")]
    pub can_undo: u64,
    /// About how long taking them back takes, in seconds; nothing while there is no key.
    #[ts(type = "number | null")]
    pub undo_seconds: Option<u64>,
    /// How many of its items can be tried again now: failed, not sure, or never sent. Nothing while it is open.
    #[ts(type = "number")]
    pub can_retry: u64,
    /// About how long trying them again takes, in seconds; nothing while there is no key.
    #[ts(type = "number | null")]
    pub retry_seconds: Option<u64>,
}

/// Where a batch stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BatchState {
    /// It runs when those before it have ended.
    Queued {
        /// How many are before it.
        #[ts(type = "number")]
        ahead: u64,
    },
    /// It runs.
    Running {
        /// What it does now.
        step: Step,
    },
    /// No more is sent; what is on its way comes to its end.
    Pausing,
    /// It waits for the user.
    Paused {
        /// Why.
        why: PauseReason,
    },
    /// No more is sent, and it will not go on.
    Stopping,
    /// Every item has its outcome.
    Ended,
}

/// Batches of a list, newest first; a part of them.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BatchSlice {
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
    /// How many are newer than the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The batches.
    pub batches: Vec<BatchView>,
}

/// What happens to what runs when the window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CloseChoice {
    /// It goes on without a window, and the app ends when it is done.
    KeepRunning,
    /// It is paused, and the next start offers to go on.
    Pause,
    /// It is stopped.
    Stop,
    /// The window stays.
    Stay,
}
