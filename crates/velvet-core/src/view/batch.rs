use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, BatchWait, Counts, PauseReason, Speed, Step};

/// A batch: one action on one account for many fans.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BatchView {
    /// Increases with every view. Of two views of the same batch, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// ID of the batch.
    #[ts(type = "number")]
    pub id: i64,
    /// Name of the batch: the file's name, or empty.
    pub name: String,
    /// ID of the account, which never changes.
    pub account: String,
    /// Name of the account when it was last listed.
    pub account_name: String,
    /// What the batch does.
    pub action: Action,
    /// How fast it sends.
    pub speed: Speed,
    /// State of the batch.
    pub state: BatchState,
    /// Number of items in each state.
    pub counts: Counts,
    /// Recent number of items per minute. `None` if the batch is not running or has just started.
    pub per_minute: Option<f64>,
    /// Estimated remaining time, in seconds.
    #[ts(type = "number | null")]
    pub seconds_left: Option<u64>,
    /// Why nothing is sent at the moment, although the batch is running.
    pub wait: Option<BatchWait>,
    /// Whether the server replies in a form that this version does not know, and the VIP list shows that it means
    /// success.
    pub unknown_replies: bool,
    /// Minimum number of credits that its requests used.
    #[ts(type = "number")]
    pub requests: u64,
    /// When it was started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub began: i64,
    /// When it ended, in milliseconds since 1970, UTC.
    #[ts(type = "number | null")]
    pub ended: Option<i64>,
    /// ID of the batch that this one undoes.
    #[ts(type = "number | null")]
    pub undoes: Option<i64>,
    /// ID of the batch whose failures this one retries.
    #[ts(type = "number | null")]
    pub retries: Option<i64>,
    /// Whether the VIP list was read whole before anything was sent. Otherwise some of the added fans may have been VIP
    /// before, and undo would remove them too.
    pub looked: bool,
    /// Number of items that can be undone now.
    #[ts(type = "number")]
    pub can_undo: u64,
    /// Estimated time to undo them, in seconds. `None` without a key.
    #[ts(type = "number | null")]
    pub undo_seconds: Option<u64>,
    /// Number of items that can be retried now: failed, unconfirmed, or never sent. Zero while the batch is open.
    #[ts(type = "number")]
    pub can_retry: u64,
    /// Estimated time to retry them, in seconds. `None` without a key.
    #[ts(type = "number | null")]
    pub retry_seconds: Option<u64>,
}

/// State of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BatchState {
    /// It runs once the batches ahead of it have ended.
    Queued {
        /// Number of batches ahead of it.
        #[ts(type = "number")]
        ahead: u64,
    },
    /// It is running.
    Running {
        /// What it is doing.
        step: Step,
    },
    /// Nothing more is sent. Requests in flight complete.
    Pausing,
    /// It is paused until the user acts.
    Paused {
        /// Why it is paused.
        why: PauseReason,
    },
    /// Nothing more is sent, for good.
    Stopping,
    /// Every item has its outcome.
    Ended,
}

/// A page of the batches, newest first. Single items are not included.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BatchSlice {
    /// Total number of batches.
    #[ts(type = "number")]
    pub total: u64,
    /// Number of batches newer than the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The batches.
    pub batches: Vec<BatchView>,
}

/// What happens to running batches when the window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CloseChoice {
    /// They continue without a window, and the app ends when they are done.
    KeepRunning,
    /// They are paused, and the next start offers to resume them.
    Pause,
    /// They are stopped.
    Stop,
    /// The window stays open.
    Stay,
}
