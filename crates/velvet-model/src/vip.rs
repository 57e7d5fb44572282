//! Lists of people, and who is on them.

use serde::{Deserialize, Serialize};

/// Which of the service's lists is looked at, and which of its people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PeopleSource {
    /// Who is VIP now.
    Vips,
    /// Who supports most, the most generous first.
    Supporters {
        /// Of the last so many days; nothing: ever.
        days: Option<u32>,
        /// The first so many; nothing: all that the service names.
        most: Option<u32>,
    },
    /// Who subscribes, or did.
    Subscribers {
        /// Which of them.
        status: SubscribersOf,
        /// Of this tier only.
        tier: Option<String>,
    },
    /// Who follows.
    Followers,
    /// VIPs whose subscription no longer runs.
    Lapsed,
}

/// Which subscribers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum SubscribersOf {
    /// Those whose subscription runs.
    Active,
    /// Those whose subscription has run out.
    Expired,
}

/// How much is known of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum PeopleKnown {
    /// It was never read to its end.
    Unread,
    /// It ended oddly: there may be more, and nothing follows from who is not on it.
    Part,
    /// The service named an end, once.
    Once,
    /// Two readings, one after the other, named the same people.
    Sure,
}

/// Who changed the VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Actor {
    /// This app.
    App,
    /// Somebody else: the site, another program.
    Outside,
    /// It is not known: they were on it when the list was first read.
    Before,
}

/// Which people are proposed, under a name: kept by the user. Nothing is done by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Rule {
    /// Its number.
    #[cfg_attr(feature = "window", ts(type = "number"))]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Who.
    pub source: PeopleSource,
}

/// Where a fan stands on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VipStanding {
    /// On it.
    On,
    /// Not seen in the last reading, which alone proves nothing.
    Missed,
    /// They have left.
    Left,
}

/// What a reading says about those whom it did not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// They have left.
    Left,
    /// Nothing that would be a proof.
    Missed,
}
