use crate::Actor;
use serde::Serialize;

/// A fan on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Person {
    /// The fan's id: text, always.
    pub fan: String,
    /// The name by which they are found at Fansly, without the @.
    pub username: Option<String>,
    /// The name that they show.
    pub name: Option<String>,
    /// What the user noted about them.
    pub note: Option<String>,
    /// Whether they are VIP, as far as known.
    pub vip: VipState,
    /// When they were first seen on the VIP list, or added by this app, milliseconds since 1970.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub since: Option<i64>,
    /// Who put them on the VIP list.
    pub came: Option<Actor>,
    /// Who took them off it, when they have left.
    pub left: Option<Actor>,
    /// Their place among the supporters, from 1.
    pub rank: Option<u32>,
    /// How it stands with their subscription.
    pub subscription: Option<Subscription>,
    /// Names of the tiers that they subscribe to.
    pub tiers: Vec<String>,
    /// The last reading of the VIP list found that they came, left or are missed.
    pub changed: bool,
}

/// Whether a fan is VIP, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum VipState {
    /// They are: seen on the list, or added by this app since.
    Vip,
    /// They were, and were not seen in the last reading. That alone proves nothing.
    Missed,
    /// They were: this app removed them, or two readings did not see them.
    Left,
    /// They were never seen on the list. A VIP without a chat is not on it.
    NotSeen,
    /// The VIP list was never read.
    Unknown,
}

/// How it stands with a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Subscription {
    /// It runs.
    Active,
    /// It has run out.
    Expired,
    /// The service says something that is not known here.
    Unclear,
}
