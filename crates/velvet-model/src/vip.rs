//! Lists of people, and the VIP state of the fans on them.

use serde::{Deserialize, Serialize};

/// A list of people from the API, with its filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PeopleSource {
    /// Fans who are VIP now.
    Vips,
    /// Top supporters, the most generous first.
    Supporters {
        /// Only the last so many days. `None` means all time.
        days: Option<u32>,
        /// Only the first so many. `None` means all that the API returns.
        most: Option<u32>,
    },
    /// Current or former subscribers.
    Subscribers {
        /// Which subscribers.
        status: SubscribersOf,
        /// Only this tier.
        tier: Option<String>,
    },
    /// Followers.
    Followers,
    /// Fans with a chat.
    Chats,
    /// VIPs without an active subscription.
    Lapsed,
}

/// A subscriber filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum SubscribersOf {
    /// Subscribers whose subscription is active.
    Active,
    /// Subscribers whose subscription has expired.
    Expired,
}

/// How completely a list is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PeopleKnown {
    /// It was never read to its end.
    Unread,
    /// It ended unexpectedly. There may be more, so the absence of a fan proves nothing.
    Part,
    /// One read reached the end of the list.
    Once,
    /// A second read in a row returned the same people.
    Sure,
}

/// Who changed the VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Actor {
    /// This app.
    App,
    /// Somebody else: on the site, or with another program.
    Outside,
    /// Unknown: the fan was already on the list when it was first loaded.
    Before,
}

/// A saved view of people. It never acts on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Rule {
    /// ID of the view.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub id: i64,
    /// Name of the view.
    pub name: String,
    /// The people it shows.
    pub source: PeopleSource,
}

/// A fan's state on the VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VipStanding {
    /// On the list.
    On,
    /// Not seen in the last read, which alone proves nothing.
    Missed,
    /// No longer on the list.
    Left,
}

/// What the reads prove about a fan they did not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// The fan has left the list.
    Left,
    /// Nothing certain.
    Missed,
}
