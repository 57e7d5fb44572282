//! The steps and waits of a running batch, for the window.

use serde::Serialize;
use velvet_model::WaitReason;

/// What a running batch is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Step {
    /// Loading the VIP list before anything is sent.
    Looking {
        /// Number of pages loaded so far.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        pages: u64,
    },
    /// Sending.
    Sending,
    /// Loading the VIP list to reconcile unconfirmed items.
    Checking {
        /// Number of pages loaded so far.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        pages: u64,
    },
}

/// Why nothing is being sent at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct BatchWait {
    /// The end of the wait, in milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub until: i64,
    /// The reason.
    pub why: WaitReason,
}
