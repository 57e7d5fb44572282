use serde::Serialize;
use ts_rs::TS;

/// An item that the service told to wait. Sent again whenever that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Resting {
    /// The item that waits.
    #[ts(type = "number")]
    pub item: i64,
    /// The account it is for.
    pub account: String,
    /// The fan it is about.
    pub fan: String,
    /// Until when, milliseconds since 1970, UTC; nothing once it goes on.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
}
