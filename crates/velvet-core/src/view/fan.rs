use serde::Serialize;
use ts_rs::TS;

use super::{Actor, LogRow, VipState};

/// What the app knows of one fan, on all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FanRecord {
    /// ID of the fan.
    pub fan: String,
    /// When the fan's account was created, as its ID tells, in milliseconds since 1970. `None` if the ID doesn't look
    /// like an account's.
    #[ts(type = "number | null")]
    pub created: Option<i64>,
    /// The username, without the @.
    pub username: Option<String>,
    /// The display name.
    pub name: Option<String>,
    /// The note about them.
    pub note: Option<String>,
    /// How they stand on each account: the connected ones first, then others on which something was done to them.
    pub standings: Vec<FanStanding>,
    /// The latest entries about them, newest first.
    pub entries: Vec<LogRow>,
    /// Number of entries about them.
    #[ts(type = "number")]
    pub total: u64,
}

/// How a fan stands on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FanStanding {
    /// ID of the account.
    pub account: String,
    /// Name of the account when it was last listed.
    pub account_name: String,
    /// Whether they are VIP, as far as known.
    pub vip: VipState,
    /// Who added them to the VIP list.
    pub came: Option<Actor>,
    /// Who removed them from it, if they have left.
    pub left: Option<Actor>,
    /// When they were first seen on the VIP list or added by this app, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub since: Option<i64>,
    /// Whether the server last reported other marks on them besides VIP, such as blocked or muted.
    pub other_marks: bool,
}
