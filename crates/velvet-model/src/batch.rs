//! Batch types that all layers share.

use crate::Cause;
use serde::{Deserialize, Serialize};

/// How fast the items of a batch are sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Speed {
    /// At most two items per second, to go easy on the account.
    #[default]
    Steady,
    /// As fast as the plan allows.
    Fast,
}

/// Why a batch is paused until the user acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PauseReason {
    /// The user paused it.
    User,
    /// The app closed while the batch was open.
    Interrupted,
    /// The server refuses the key or the account, or the credits are spent.
    Service {
        /// The meaning of the refusal.
        cause: Cause,
        /// The server's message, sanitized to a single line.
        words: Option<String>,
    },
    /// The server refused several fans in the same way, with no add or removal in between.
    Refused {
        /// The meaning of the refusals.
        cause: Cause,
        /// The server's message, sanitized to a single line.
        words: Option<String>,
        /// Number of refusals.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        times: u64,
    },
    /// The server reports success in a form this version does not know, and the VIP list does not confirm it.
    Unproven {
        /// Number of fans that the VIP list confirms.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        proven: u64,
        /// Number of fans for whom the server reported success.
        #[cfg_attr(feature = "window", ts(type = "number"))]
        of: u64,
    },
    /// The ledger could not be written.
    Ledger {
        /// What is wrong with it.
        code: LedgerProblem,
        /// Path of the ledger file. `None` after the app has restarted.
        path: Option<String>,
    },
    /// There is no key at the moment.
    NoKey,
}

/// What is wrong with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum LedgerProblem {
    /// Its folder or file cannot be written.
    #[serde(rename = "ledger_read_only")]
    ReadOnly,
    /// The disk is full.
    #[serde(rename = "ledger_full")]
    Full,
    /// It cannot be read.
    #[serde(rename = "ledger_unreadable")]
    Unreadable,
    /// A newer version of the app wrote it.
    #[serde(rename = "ledger_newer")]
    Newer,
    /// Another program has it open.
    #[serde(rename = "ledger_in_use")]
    InUse,
    /// Nothing: only a bug in the app can cause this error.
    #[serde(rename = "internal")]
    Internal,
}

/// Why nothing is being sent at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum WaitReason {
    /// The server asked to wait.
    Told,
    /// The plan's requests for this minute are used up, by this app or by another program with the same key.
    PlanFull,
    /// There is no connection. Sending resumes on its own.
    NoConnection,
    /// The server is having problems. The app will retry.
    Trouble,
}

/// Number of items in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Counts {
    /// All items.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub total: u64,
    /// Items that have neither been sent nor ended.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub waiting: u64,
    /// Items in flight.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub sending: u64,
    /// Items whose fan is confirmed to be VIP now.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub added: u64,
    /// Items whose fan is confirmed to be no longer VIP.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub removed: u64,
    /// Items whose fan was already in the requested state.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub already: u64,
    /// Items that changed nothing.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub failed: u64,
    /// Items that were sent without getting a trustworthy reply.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub unconfirmed: u64,
    /// Items that were never sent.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub stopped: u64,
}
