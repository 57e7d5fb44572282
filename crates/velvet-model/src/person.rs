use crate::Actor;
use serde::Serialize;

/// A fan on a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Person {
    /// The fan's ID, always as text.
    pub fan: String,
    /// When the fan's account was created, as its ID tells, in milliseconds since 1970. `None` if the ID doesn't look
    /// like an account's.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub created: Option<i64>,
    /// The Fansly username, without the @.
    pub username: Option<String>,
    /// The display name.
    pub name: Option<String>,
    /// The user's note about them.
    pub note: Option<String>,
    /// Whether they are VIP, as far as known.
    pub vip: VipState,
    /// When they were first seen on the VIP list or added by this app, in milliseconds since 1970.
    #[cfg_attr(feature = "window", ts(type = "number | null"))]
    pub since: Option<i64>,
    /// Who added them to the VIP list.
    pub came: Option<Actor>,
    /// Who removed them from it, if they have left.
    pub left: Option<Actor>,
    /// Rank among the supporters, starting at 1.
    pub rank: Option<u32>,
    /// State of their subscription.
    pub subscription: Option<Subscription>,
    /// Names of their subscription tiers.
    pub tiers: Vec<String>,
    /// Whether the last refresh of the VIP list found them to be new, gone, or missing.
    pub changed: bool,
}

/// Whether a fan is VIP, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum VipState {
    /// VIP: seen on the list, or added by this app since.
    Vip,
    /// They were VIP but did not appear in the last read, which alone proves nothing.
    Missed,
    /// No longer VIP: removed by this app, or absent from two reads.
    Left,
    /// Never seen on the list. VIPs without a chat don't appear on it.
    NotSeen,
    /// The VIP list was never loaded.
    Unknown,
}

/// State of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Subscription {
    /// Active.
    Active,
    /// Expired.
    Expired,
    /// The API returned a state that this version does not know.
    Unclear,
}
