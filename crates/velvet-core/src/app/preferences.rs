use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::view::{Mode, Preferences};
use velvet_updates::Notice as ReleaseNotice;

/// Everything that is stored besides the ledger. The app works without it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredPreferences {
    #[serde(flatten)]
    pub(super) preferences: Preferences,
    pub(super) mode: Mode,
    /// The slots of keys that were given to the keychain. They may be there even if the keychain cannot be read.
    pub(super) keys: BTreeSet<u32>,
    /// Slots of removed keys that the keychain did not delete. They are not read again, and are deleted as soon as possible.
    pub(super) removed: BTreeSet<u32>,
    /// Written by an earlier version: the first key was given to the keychain.
    #[serde(skip_serializing)]
    key_saved: bool,
    /// The wait that the server asked for, by slot.
    pub(super) waits: BTreeMap<u32, StoredWait>,
    /// What is known of new versions.
    pub(super) releases: KnownReleases,
    /// The chosen account of live mode.
    pub(super) chosen_live: Option<String>,
    /// The chosen account of practice mode.
    pub(super) chosen_practice: Option<String>,
}

/// What is known of new versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct KnownReleases {
    /// When the app last asked, in milliseconds since 1970.
    pub(super) asked: Option<i64>,
    /// When it last had an answer that could be trusted.
    pub(super) answered: Option<i64>,
    /// The newest notice. An older one is refused.
    #[serde(deserialize_with = "if_readable")]
    pub(super) newest: Option<ReleaseNotice>,
}

/// Drops a notice that this version cannot read, such as one that a later version stored. The rest of the preferences, with
/// the slots of the keys, is worth more.
fn if_readable<'de, D: Deserializer<'de>>(stored: D) -> Result<Option<ReleaseNotice>, D::Error> {
    let notice = Option::<Value>::deserialize(stored)?;
    Ok(notice.and_then(|notice| serde_json::from_value(notice).ok()))
}

impl KnownReleases {
    /// The time between two automatic checks, in milliseconds.
    const INTERVAL: i64 = 24 * 3_600_000;

    /// Returns how long the next automatic check has to wait at `now`. A check in the future means that the clock was set
    /// back, and does not count.
    pub(super) fn rest(&self, now: i64) -> Duration {
        let last = self.asked.filter(|asked| *asked <= now);
        let rest = last.map_or(0, |asked| asked.saturating_add(Self::INTERVAL).saturating_sub(now));
        Duration::from_millis(u64::try_from(rest).unwrap_or(0))
    }
}

/// A wait that the server asked one key for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredWait {
    /// The server's host and port.
    pub(super) service: String,
    /// When it asked, and until when to wait, in milliseconds since 1970.
    pub(super) told: i64,
    pub(super) until: i64,
}

impl StoredWait {
    /// The longest wait, in milliseconds. `velvet_api` obeys no longer one, so a later date means that the file is wrong.
    const LONGEST: i64 = 24 * 3_600_000;

    /// Returns the rest of the wait at `now`, never longer than the server asked for, even if the clock was set back.
    pub(super) fn left(&self, now: i64) -> Option<Duration> {
        let said = self.until.saturating_sub(self.told).clamp(0, Self::LONGEST);
        let left = self.until.saturating_sub(now).min(said);
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_millis)
    }
}

impl StoredPreferences {
    pub(super) fn brought_up_to_date(mut self) -> Self {
        if std::mem::take(&mut self.key_saved) {
            self.keys.insert(1);
        }
        self
    }

    pub(super) fn chosen(&mut self, mode: Mode) -> &mut Option<String> {
        match mode {
            Mode::Live => &mut self.chosen_live,
            Mode::Practice => &mut self.chosen_practice,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_notice_that_cannot_be_read_costs_no_other_preference() {
        let stored = |severity: &str| {
            serde_json::json!({ "keys": [1, 2], "releases": { "asked": 5, "newest": {
                "version": "1.2.0", "date": "2026-12-01", "severity": severity, "changes": { "en": "Faster." },
            } } })
        };
        let read = |severity| serde_json::from_value::<StoredPreferences>(stored(severity)).unwrap();
        assert!(read("normal").releases.newest.is_some());
        let later = read("a word of a later version");
        assert_eq!((later.keys.len(), later.releases.asked, later.releases.newest), (2, Some(5), None));
    }

    #[test]
    fn an_automatic_check_follows_a_day_after_the_last_one() {
        let rest = |asked: Option<i64>, now: i64| {
            let known = KnownReleases { asked: asked.map(|hour| hour * HOUR), ..KnownReleases::default() };
            known.rest(now * HOUR).as_secs() / 3600
        };
        assert_eq!(rest(None, 100), 0, "never");
        assert_eq!(rest(Some(100), 100), 24);
        assert_eq!(rest(Some(100), 123), 1);
        assert_eq!(rest(Some(100), 124), 0);
        assert_eq!(rest(Some(100), 99), 0, "the clock was set back");
        assert_eq!(rest(Some(i64::MAX / HOUR), 99), 0);
    }

    #[test]
    fn what_is_left_of_a_wait_trusts_no_clock_too_far() {
        let left = |told: i64, until: i64, now: i64| {
            let wait = StoredWait { service: String::new(), told: told * HOUR, until: until * HOUR };
            wait.left(now * HOUR).map(|left| i64::try_from(left.as_millis()).unwrap() / HOUR)
        };
        assert_eq!(left(100, 124, 101), Some(23));
        assert_eq!(left(100, 124, 124), None, "over");
        assert_eq!(left(100, 124, 90), Some(24), "the clock was set back");
        assert_eq!(left(100, 9_000, 101), Some(24), "a date far away");
        assert_eq!(left(i64::MIN / HOUR, i64::MAX / HOUR, 101), Some(24));
        assert_eq!(left(124, 100, 101), None, "nonsense");
    }
}
