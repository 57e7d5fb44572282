use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, Cause, ErrorCode, Failure, LogRow};

/// How fast the items of a batch leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Two a second at most: kind to the account.
    #[default]
    Steady,
    /// As the plan allows.
    Fast,
}

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
    pub pace: Pace,
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

/// What a running batch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// Reads the VIP list before anything is sent.
    Looking {
        /// Pages so far.
        #[ts(type = "number")]
        pages: u64,
    },
    /// Sends.
    Sending,
    /// Reads the VIP list to settle what is not sure.
    Checking {
        /// Pages so far.
        #[ts(type = "number")]
        pages: u64,
    },
}

/// Why a batch waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
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
        #[ts(type = "number")]
        times: u64,
    },
    /// The server claims success in a way that this version does not know, and the VIP list does not show it.
    Unproven {
        /// Of how many fans the list shows it.
        #[ts(type = "number")]
        proven: u64,
        /// Of how many the server claims it.
        #[ts(type = "number")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct BatchWait {
    /// Until when, milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub until: i64,
    /// Why.
    pub why: WaitReason,
}

/// Why nothing leaves for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct Counts {
    /// All of them.
    #[ts(type = "number")]
    pub total: u64,
    /// Neither sent nor ended.
    #[ts(type = "number")]
    pub waiting: u64,
    /// On their way.
    #[ts(type = "number")]
    pub sending: u64,
    /// Proven to be VIP now.
    #[ts(type = "number")]
    pub added: u64,
    /// Proven not to be VIP any more.
    #[ts(type = "number")]
    pub removed: u64,
    /// Known to be VIP; nothing was sent.
    #[ts(type = "number")]
    pub already: u64,
    /// Nothing was changed.
    #[ts(type = "number")]
    pub failed: u64,
    /// No answer that can be trusted.
    #[ts(type = "number")]
    pub unsure: u64,
    /// Never sent.
    #[ts(type = "number")]
    pub stopped: u64,
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

/// Which items of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchFilter {
    /// Everything that has begun or ended, the latest first.
    Latest,
    /// Added or removed.
    Done,
    /// Known to be VIP.
    Already,
    /// Not sure.
    Unsure,
    /// Nothing was changed.
    Failed,
    /// Never sent.
    Stopped,
    /// Not sent yet, the next one first.
    Waiting,
}

/// Items of a batch, a part of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BatchRows {
    /// The batch.
    #[ts(type = "number")]
    pub batch: i64,
    /// Which items.
    pub filter: BatchFilter,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
    /// How many stand before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The items.
    pub rows: Vec<LogRow>,
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
