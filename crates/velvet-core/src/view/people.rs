//! Fans as the service lists them: who is VIP now, and who might become so.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, Failure, Offer, PeopleKnown, PeopleSource, Person};

/// How a list of people stands: what was read of it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleView {
    /// Rises with every view that is made: of two, the one with the higher number is newer.
    #[ts(type = "number")]
    pub revision: u64,
    /// Whose list.
    pub account: String,
    /// Which list.
    pub source: PeopleSource,
    /// How far a reading has come, while one goes on.
    pub reading: Option<PeopleProgress>,
    /// When it was read to its end, milliseconds since 1970; nothing: not yet.
    #[ts(type = "number | null")]
    pub read: Option<i64>,
    /// How much is known by that.
    pub known: PeopleKnown,
    /// How many people are on it.
    #[ts(type = "number")]
    pub people: u64,
    /// How many of them are not VIP yet; nothing when the VIP list was never read.
    #[ts(type = "number | null")]
    pub not_vip: Option<u64>,
    /// Came on the VIP list outside this app since the reading before the last; zero for other lists.
    #[ts(type = "number")]
    pub came_outside: u64,
    /// Left it likewise.
    #[ts(type = "number")]
    pub left_outside: u64,
    /// Were on the VIP list and not seen in the last reading, without proof that they left.
    #[ts(type = "number")]
    pub missed: u64,
    /// Rows of the service that named nobody who can be shown.
    #[ts(type = "number")]
    pub nameless: u64,
    /// Tiers that were seen, in the order of their names; empty for other lists.
    pub tiers: Vec<String>,
    /// How many credits the next reading uses, at least, as far as the last one tells; nothing when it was never read.
    #[ts(type = "number | null")]
    pub credits: Option<u64>,
    /// Why the last reading stopped in the middle. What was read is kept, and the next reading goes on from there.
    pub stopped: Option<Failure>,
    /// When the VIP list was read that says who is VIP already, milliseconds since 1970; nothing: never.
    #[ts(type = "number | null")]
    pub vips_read: Option<i64>,
}

/// How far a reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PeopleProgress {
    /// What is read.
    pub step: PeopleStep,
    /// Pages read so far: at least as many credits.
    #[ts(type = "number")]
    pub pages: u64,
    /// People found so far.
    #[ts(type = "number")]
    pub people: u64,
}

/// What a reading is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleStep {
    /// The list itself.
    List,
    /// The list once more, because somebody is missing or it ended oddly.
    Again,
    /// The VIP list, beside the list itself.
    Vips,
}

/// Which people of a list are shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PeopleQuery {
    /// Whose list.
    pub account: String,
    /// Which list.
    pub source: PeopleSource,
    /// Words as they are typed. Each must be found in the username, the name, the note or the id; accents and capital
    /// letters make no difference. Empty: everybody.
    pub text: String,
    /// Which of them.
    pub show: PeopleShow,
    /// By what.
    pub sort: PeopleColumn,
    /// From the last to the first.
    pub descending: bool,
}

/// Which people of a list are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleShow {
    /// All of them.
    All,
    /// Those who are not VIP yet.
    NotVip,
    /// Of the VIP list: came or left outside this app, or were not seen in the last reading.
    Changed,
}

/// By what people are ordered. Who is alike stays in the service's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleColumn {
    /// As the service lists them; supporters by rank.
    Listed,
    /// The name that is shown, or the username; those without either come last either way.
    Name,
    /// The fan's id, as a number is ordered.
    Fan,
    /// When they were first seen on the VIP list; those of whom it is not known come last either way.
    Since,
}

/// People who were found: a list that stays as it is, whatever is read or done meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PeopleFound {
    /// Its number; only the last few are kept.
    #[ts(type = "number")]
    pub found: u64,
    /// How many people.
    #[ts(type = "number")]
    pub total: u64,
    /// How many the list has altogether.
    #[ts(type = "number")]
    pub all: u64,
}

/// A part of the people who were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleRows {
    /// What it is a part of.
    #[ts(type = "number")]
    pub found: u64,
    /// How many come before the first one here.
    #[ts(type = "number")]
    pub offset: u64,
    /// The people.
    pub rows: Vec<Person>,
}

/// What can be done with the people who were chosen, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PeopleOffer {
    /// The account it is for.
    pub account: String,
    /// Its name.
    pub account_name: String,
    /// What would be done.
    pub action: Action,
    /// How many people were chosen.
    #[ts(type = "number")]
    pub chosen: u64,
    /// For how many of them something would be sent: as many credits. The others are VIP already, or no longer.
    #[ts(type = "number")]
    pub count: u64,
    /// What either pace would take.
    pub offers: Vec<Offer>,
}

/// What is to be done with the people who were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct StartPeople {
    /// Who.
    pub selection: super::Selection,
    /// What.
    pub action: Action,
    /// How fast.
    pub speed: super::Speed,
    /// The name that the batch carries.
    pub name: String,
}

/// What a text in the fan field means, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Understood {
    /// Nothing was typed.
    Nothing,
    /// A fan ID: it can be added at once.
    Fan,
    /// A name: it is looked up first, which uses about so many credits; 0: it was looked up lately.
    Name {
        /// Credits, about.
        credits: u32,
    },
    /// Nobody.
    Invalid {
        /// Why.
        failure: Failure,
    },
}

/// Who is called so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LookUp {
    /// What was looked up, fit for the screen.
    pub text: String,
    /// The account whose chats were searched.
    pub account: String,
    /// Who was found: the exact username first, then as the service lists them. At most 50.
    pub people: Vec<Person>,
    /// There may be more than these.
    pub more: bool,
    /// Credits it has used, at least; 0: it was known from before.
    pub credits: u32,
    /// When the service said so, milliseconds since 1970.
    #[ts(type = "number")]
    pub read: i64,
}
