//! Fans as the server lists them: who is VIP now, and who could be added.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, Failure, Offer, PeopleKnown, PeopleSource, Person};

/// The state of a list of people: what was read of it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleView {
    /// Increases with every view. Of two views, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// ID of the account.
    pub account: String,
    /// Which list it is.
    pub source: PeopleSource,
    /// Progress of the refresh, while one is running.
    pub reading: Option<PeopleProgress>,
    /// When it was last read to its end, in milliseconds since 1970. `None` if never.
    #[ts(type = "number | null")]
    pub read: Option<i64>,
    /// How completely the list is known.
    pub known: PeopleKnown,
    /// Number of people on the list.
    #[ts(type = "number")]
    pub people: u64,
    /// Number of them who are not VIP. `None` for the VIP list, and if the VIP list was never read.
    #[ts(type = "number | null")]
    pub not_vip: Option<u64>,
    /// Number of fans added to the VIP list outside this app between the last two reads. Zero for other lists.
    #[ts(type = "number")]
    pub came_outside: u64,
    /// Number of fans removed from the VIP list outside this app between the last two reads. Zero for other lists.
    #[ts(type = "number")]
    pub left_outside: u64,
    /// Number of VIPs who did not appear in the last read, without proof that they left. Zero for other lists.
    #[ts(type = "number")]
    pub missed: u64,
    /// Number of rows from the server that name nobody who can be shown.
    #[ts(type = "number")]
    pub nameless: u64,
    /// The tiers that were seen, sorted by name. Empty for other lists.
    pub tiers: Vec<String>,
    /// Minimum number of credits for the next refresh, estimated from the last one. `None` if that is unknown.
    #[ts(type = "number | null")]
    pub credits: Option<u64>,
    /// Why the last refresh stopped early. What it read is kept, and the next refresh resumes from there.
    pub stopped: Option<Failure>,
    /// When the VIP list that tells who is VIP already was read, in milliseconds since 1970. `None` if never.
    #[ts(type = "number | null")]
    pub vips_read: Option<i64>,
}

/// Progress of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PeopleProgress {
    /// The current step.
    pub step: PeopleStep,
    /// Number of pages read so far, each at least one credit.
    #[ts(type = "number")]
    pub pages: u64,
    /// Number of people found so far.
    #[ts(type = "number")]
    pub people: u64,
}

/// A step of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleStep {
    /// The list itself is read.
    List,
    /// The list is read again: somebody is missing, it ended unexpectedly, or the user asked to verify it.
    Again,
    /// The VIP list is read in addition to the list itself.
    Vips,
}

/// A query of a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PeopleQuery {
    /// ID of the account.
    pub account: String,
    /// Which list to search.
    pub source: PeopleSource,
    /// Search text as typed. Each word must occur in the username, the name, the note, or the ID. Accents and case are
    /// ignored. An empty text matches everybody.
    pub text: String,
    /// Which people to show.
    pub show: PeopleShow,
    /// The column to sort by.
    pub sort: PeopleColumn,
    /// Whether the last comes first.
    pub descending: bool,
}

/// Which people of a list to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleShow {
    /// Everybody on the list.
    All,
    /// Only people who are not VIP.
    NotVip,
    /// Only VIP changes: fans who were added or removed outside this app, or did not appear in the last read.
    Changed,
}

/// What people are sorted by. Equal ones stay in the server's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleColumn {
    /// The server's order. Supporters are sorted by rank.
    Listed,
    /// The display name, or else the username. People without either come last in either direction.
    Name,
    /// The fan's ID, sorted by its numeric value.
    Fan,
    /// When they were first seen on the VIP list. If that is unknown, they come last in either direction.
    Since,
}

/// A result set of people. It stays as it is, whatever is read or done in the meantime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PeopleFound {
    /// Number of the result set. Only the last few are kept.
    #[ts(type = "number")]
    pub found: u64,
    /// Number of people found.
    #[ts(type = "number")]
    pub total: u64,
    /// Number of people on the whole list.
    #[ts(type = "number")]
    pub all: u64,
    /// Whether anything else is known of anybody on the list: a rank, a subscription, or a note.
    pub about: bool,
    /// Whether it is known of anybody on the list when they were first seen on the VIP list.
    pub since: bool,
}

/// A page of a result set of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleRows {
    /// Number of the result set.
    #[ts(type = "number")]
    pub found: u64,
    /// Number of people before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The people.
    pub rows: Vec<Person>,
}

/// What can be done with the selected people, and what it uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleOffer {
    /// ID of the account.
    pub account: String,
    /// Name of the account.
    pub account_name: String,
    /// What the batch would do.
    pub action: Action,
    /// Number of people selected.
    #[ts(type = "number")]
    pub chosen: u64,
    /// Number of people for whom something would be sent, and so of credits. The others are VIP already, or no longer.
    #[ts(type = "number")]
    pub count: u64,
    /// An offer for each speed.
    pub offers: Vec<Offer>,
}

/// What to do with the selected people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct StartPeople {
    /// The selected people.
    pub selection: super::Selection,
    /// Whether to add or remove them.
    pub action: Action,
    /// The speed.
    pub speed: super::Speed,
    /// Name of the batch.
    pub name: String,
}

/// The meaning of a text in the fan field, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Understood {
    /// The field is empty.
    Nothing,
    /// A fan ID, which can be added at once.
    Fan,
    /// A name, which is looked up first.
    Name {
        /// Estimated number of credits for the look-up. Zero if the name was looked up recently.
        credits: u32,
    },
    /// Several fans, or a table: they are added as a list.
    Several {
        /// Number of rows of the list.
        #[ts(type = "number")]
        count: u64,
    },
    /// Neither an ID nor a name.
    Invalid {
        /// Why the text is neither.
        failure: Failure,
    },
}

/// The result of looking up a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LookUp {
    /// The name, sanitized for the screen.
    pub text: String,
    /// ID of the account whose chats were searched.
    pub account: String,
    /// The people found, at most 50: the exact username first, then in the server's order.
    pub people: Vec<Person>,
    /// Whether there may be more people.
    pub more: bool,
    /// Minimum number of credits that were used. Zero if the result was remembered.
    pub credits: u32,
    /// When the server answered, in milliseconds since 1970.
    #[ts(type = "number")]
    pub read: i64,
}

/// A fan who was found in the log or on the VIP lists of all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FanHit {
    /// The fan's ID, always as text.
    pub fan: String,
    /// The display name, or the name in the log.
    pub name: Option<String>,
    /// The Fansly username, without the @.
    pub username: Option<String>,
    /// The user's note about them.
    pub note: Option<String>,
    /// Whether the log has entries for them.
    pub logged: bool,
    /// IDs of the accounts on whose VIP list they are, as far as known.
    pub vip_of: Vec<String>,
}
