//! A person on a list of people as a row of a file.

use std::{borrow::Cow, collections::HashMap};

use serde::Serialize;

use super::{
    rows::{Line, word},
    time,
};
use crate::words::ExportWords;
use velvet_model::{Person, Subscription, VipState};

/// Names of a fan's states in the language of the UI.
pub struct Words {
    vip: HashMap<VipState, String>,
    subscription: HashMap<Subscription, String>,
}

const VIP: [(VipState, &str); 5] = [
    (VipState::Vip, "vip"),
    (VipState::Missed, "missed"),
    (VipState::Left, "left"),
    (VipState::NotSeen, "not_seen"),
    (VipState::Unknown, "unknown"),
];

const SUBSCRIPTIONS: [(Subscription, &str); 3] = [
    (Subscription::Active, "active"),
    (Subscription::Expired, "expired"),
    (Subscription::Unclear, "unclear"),
];

impl Line for Person {
    type Words = Words;

    const COLUMNS: &'static [(&'static str, u16)] = &[
        ("since", 20),
        ("fan", 22),
        ("username", 24),
        ("name", 24),
        ("vip", 16),
        ("rank", 8),
        ("subscription", 16),
        ("tiers", 24),
        ("note", 40),
    ];

    fn words(given: &ExportWords) -> Words {
        Words {
            vip: VIP.map(|(one, name)| (one, word(given, name))).into(),
            subscription: SUBSCRIPTIONS.map(|(one, name)| (one, word(given, name))).into(),
        }
    }

    fn moment(&self) -> Option<i64> {
        self.since
    }

    fn cells<'a>(&'a self, words: &'a Words) -> Vec<Cow<'a, str>> {
        fn text(text: Option<&String>) -> Cow<'_, str> {
            Cow::Borrowed(text.map_or("", String::as_str))
        }
        vec![
            Cow::Borrowed(&self.fan),
            text(self.username.as_ref()),
            text(self.name.as_ref()),
            text(words.vip.get(&self.vip)),
            Cow::Owned(self.rank.map(|rank| rank.to_string()).unwrap_or_default()),
            text(self.subscription.as_ref().and_then(|one| words.subscription.get(one))),
            Cow::Owned(self.tiers.join(", ")),
            text(self.note.as_ref()),
        ]
    }

    fn json(&self) -> impl Serialize {
        Json {
            fan: &self.fan,
            username: self.username.as_deref(),
            name: self.name.as_deref(),
            vip: self.vip,
            subscription: self.subscription,
            tiers: self.tiers.join(", "),
            note: self.note.as_deref(),
            since: self.since.map(time::exact),
            since_ms: self.since,
            rank: self.rank,
        }
    }
}

/// A line of JSON. The ID comes first and numbers come last, as in an entry of the log, for this app's import.
#[derive(Serialize)]
struct Json<'a> {
    fan: &'a str,
    username: Option<&'a str>,
    name: Option<&'a str>,
    vip: VipState,
    subscription: Option<Subscription>,
    tiers: String,
    note: Option<&'a str>,
    since: Option<String>,
    since_ms: Option<i64>,
    rank: Option<u32>,
}
