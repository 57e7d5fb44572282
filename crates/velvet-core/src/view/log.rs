use serde::Serialize;
use ts_rs::TS;

/// A single item that waits, for example because the server asked to. Sent again whenever the wait changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Resting {
    /// ID of the item.
    #[ts(type = "number")]
    pub item: i64,
    /// ID of the account.
    pub account: String,
    /// ID of the fan.
    pub fan: String,
    /// When the wait ends, in milliseconds since 1970, UTC. `None` once the item resumes.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
}
