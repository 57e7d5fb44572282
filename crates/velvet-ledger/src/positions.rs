use rusqlite::Connection;

use super::{Ledger, LedgerError, lock};

/// Places in the log, the first one being 1, as they were when it had been trimmed so many times: each time its rows get
/// other places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPositions {
    /// How often the log had been trimmed in this run.
    pub trims: u64,
    /// The places.
    pub at: Vec<i64>,
}

impl Ledger {
    /// How often the log was trimmed in this run.
    pub fn trims(&self) -> u64 {
        *lock(&self.trims)
    }

    /// Looks at what stands at these places.
    ///
    /// # Errors
    /// `log_outdated` when it stands elsewhere now, a `ledger_…` code.
    pub(super) fn read_at<T>(
        &self,
        places: &LogPositions,
        work: impl FnOnce(&Connection, &[i64]) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        let mut reader = lock(&self.reader);
        // Nothing moves while this is held: a trim is committed with it.
        let trims = lock(&self.trims);
        if places.trims != *trims {
            return Err(LedgerError::Outdated);
        }
        let looked = reader.transaction().and_then(|whole| work(&whole, &places.at));
        looked.map_err(|error| LedgerError::sqlite(error, &self.path))
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, sync::mpsc, thread, time::Duration};

    use super::*;
    use crate::LogSlice;

    fn begun(folder: &std::path::Path) -> Arc<Ledger> {
        Arc::new(Ledger::open(&folder.join("ledger.sqlite3"), 1, 0).unwrap().ledger)
    }

    #[test]
    fn nobody_who_looks_waits_for_what_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = begun(folder.path());
        let (tell, told) = mpsc::channel::<Result<LogSlice, LedgerError>>();
        let mut writer = lock(&ledger.writer);
        let change = writer.transaction().unwrap();
        change.execute("INSERT INTO account (id, name) VALUES ('fansly_1', 'Mira Rose')", []).unwrap();
        let its = ledger.clone();
        thread::spawn(move || tell.send(its.slice(0, 10)));
        let slice = told.recv_timeout(Duration::from_secs(20)).expect("it waits for the writer");
        assert_eq!(slice.unwrap().rows, []);
        assert_eq!(ledger.account_names().unwrap(), [], "half of a change is not seen");
        change.commit().unwrap();
        drop(writer);
        assert_eq!(ledger.account_names().unwrap().len(), 1);
    }

    #[test]
    fn places_are_worth_nothing_once_the_log_is_trimmed() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = begun(folder.path());
        let places = LogPositions { trims: ledger.trims(), at: vec![1] };
        ledger.rows_at(&places).unwrap();
        ledger.trim(0).unwrap();
        assert!(matches!(ledger.rows_at(&places), Err(LedgerError::Outdated)));
        assert!(matches!(ledger.export_rows(&places), Err(LedgerError::Outdated)));
        assert!(matches!(ledger.chosen(&places), Err(LedgerError::Outdated)));
        assert!(matches!(ledger.fans_at(&places), Err(LedgerError::Outdated)));
    }
}
