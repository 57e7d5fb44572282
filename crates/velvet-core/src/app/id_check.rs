use std::collections::HashSet;

use velvet_import::List;
use velvet_ledger::{Ledger, LedgerError};
use velvet_model::ids::{FanId, IdDoubt, IdLimits};

/// Tells probable typos from IDs of fans, with what the server has returned so far.
pub struct IdCheck {
    limits: IdLimits,
    /// The fans whom the server has returned. Their IDs are right, whatever they look like.
    known: HashSet<Box<str>>,
    now_ms: u64,
}

impl IdCheck {
    /// Loads the fans whom the server has returned. `now` is in milliseconds since 1970.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn load(ledger: &Ledger, now: i64) -> Result<Self, LedgerError> {
        let known = ledger.fans_from_the_server()?;
        let ids = known.iter().filter_map(|fan| FanId::from_digits(fan.to_string()).ok()?.parts());
        let limits = IdLimits::MEASURED.widened(ids);
        Ok(Self { limits, known, now_ms: u64::try_from(now).unwrap_or(0) })
    }

    /// Returns why an ID is probably not a fan's, if it looks like that.
    pub fn doubt(&self, fan: &FanId) -> Option<IdDoubt> {
        if self.known.contains(fan.as_str()) { None } else { self.limits.doubt(fan, self.now_ms) }
    }

    /// Returns the account IDs that the damaged IDs of a list may have been.
    pub(super) fn possible_ids(&self, list: &List) -> Vec<FanId> {
        list.possible_ids(&self.limits, self.now_ms)
    }
}

#[cfg(test)]
mod tests {
    use velvet_model::Fan;

    use super::*;

    /// 2026-12-01.
    const NOW: i64 = 1_796_083_200_000;

    fn fan(id: &str) -> Fan {
        let id = FanId::from_digits(id.to_owned()).unwrap();
        Fan { id, username: Some("jamie".to_owned()), name: None }
    }

    #[test]
    fn fans_from_the_server_are_never_doubted_and_widen_the_limits() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, NOW).unwrap().ledger;
        // Worker 20.
        let (one, other) = (fan("967131174633816064"), fan("967131174638010368"));
        let doubt = |fan: &Fan| IdCheck::load(&ledger, NOW).unwrap().doubt(&fan.id);
        assert!(doubt(&one).is_some());
        ledger.name_people([&one].into_iter()).unwrap();
        assert_eq!((doubt(&one), doubt(&other).is_some()), (None, true));
        let more = [fan("967131174642204672"), fan("967131174646398976")];
        ledger.name_people(more.iter()).unwrap();
        assert_eq!(doubt(&other), None);
    }
}
