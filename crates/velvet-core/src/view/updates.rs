use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the app looks for new versions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UpdateChoice {
    /// The user was not asked yet. It doesn't.
    #[default]
    NotAsked,
    /// Once a day at most.
    On,
    /// Only when the user asks it to.
    Off,
}

/// What is known of new versions, in a build that can look for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UpdateState {
    /// The host that is asked.
    pub host: String,
    /// The host of the page with new versions.
    pub page_host: String,
    /// Whether it is time to ask the user whether the app may look for new versions.
    pub ask: bool,
    /// When the app last had an answer that it trusts, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub checked: Option<i64>,
    /// The newest version, if it is newer than this one.
    pub available: Option<NewVersion>,
    /// Whether to tell the user about it now: not while batches run, and not after the user put it off.
    pub tell: bool,
}

/// A version that is newer than this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NewVersion {
    /// Its number.
    pub version: String,
    /// The day of its release, as `YYYY-MM-DD`.
    pub date: String,
    /// Whether it fixes a security problem.
    pub security: bool,
    /// What changed: a sentence for each language, by its tag. There is always an English one.
    pub changes: BTreeMap<String, String>,
}
