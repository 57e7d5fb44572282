//! Where a batch is, as it is shown.

use serde::Serialize;
use velvet_model::WaitReason;

/// What a running batch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Step {
    /// Reads the VIP list before anything is sent.
    Looking {
        /// Pages so far.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        pages: u64,
    },
    /// Sends.
    Sending,
    /// Reads the VIP list to settle what is not sure.
    Checking {
        /// Pages so far.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        pages: u64,
    },
}

/// Why nothing leaves for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct BatchWait {
    /// Until when, milliseconds since 1970, UTC.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub until: i64,
    /// Why.
    pub why: WaitReason,
}
