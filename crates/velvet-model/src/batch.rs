//! What every layer knows of a batch.

use crate::{Cause, ErrorCode, Failure};
use serde::{Deserialize, Serialize};

/// How fast the items of a batch leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Speed {
    /// Two a second at most: kind to the account.
    #[default]
    Steady,
    /// As the plan allows.
    Fast,
}

/// Why a batch waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PauseReason {
    /// The user paused it.
    User,
    /// The app ended while it was open.
    Interrupted,
    /// The service refuses the key or the account, or the credits are spent.
    Service {
        /// What it means.
        cause: Cause,
        /// What the server said, as one safe line.
        words: Option<String>,
    },
    /// The service refused so many fans in the same way, and none was added or removed in between.
    Refused {
        /// What it means.
        cause: Cause,
        /// What the server said, as one safe line.
        words: Option<String>,
        /// How often.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        times: u64,
    },
    /// The server claims success in a way that this version does not know, and the VIP list does not show it.
    Unproven {
        /// Of how many fans the list shows it.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        proven: u64,
        /// Of how many the server claims it.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        of: u64,
    },
    /// The ledger could not be written.
    Ledger {
        /// A `ledger_…` code.
        code: ErrorCode,
        /// Where its file is; nothing once the app has been started anew.
        path: Option<String>,
    },
    /// There is no key at the moment.
    NoKey,
}

impl From<Failure> for PauseReason {
    /// The ledger did not do as asked.
    fn from(Failure { code, mut params }: Failure) -> Self {
        Self::Ledger { code, path: params.remove("path") }
    }
}

/// Why nothing leaves for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum WaitReason {
    /// The service said so.
    Told,
    /// The plan's minute is used up, by this app or by another program with the same key.
    PlanFull,
    /// There is no connection. It goes on by itself.
    NoConnection,
    /// The service has trouble. It is tried again.
    Trouble,
}

/// Items of a batch by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Counts {
    /// All of them.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// Neither sent nor ended.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub waiting: u64,
    /// On their way.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub sending: u64,
    /// Proven to be VIP now.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub added: u64,
    /// Proven not to be VIP any more.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub removed: u64,
    /// Known to be VIP; nothing was sent.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub already: u64,
    /// Nothing was changed.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub failed: u64,
    /// No answer that can be trusted.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub unconfirmed: u64,
    /// Never sent.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub stopped: u64,
}
