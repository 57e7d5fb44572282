use rusqlite::Connection;

use super::{Ledger, LedgerError, lock};

/// Positions in the log, from 1, with the number of trims when they were taken. Each trim moves the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPositions {
    /// Number of trims in this run when they were taken.
    pub trims: u64,
    /// The positions.
    pub at: Vec<i64>,
}

impl Ledger {
    /// Returns the number of trims in this run.
    pub fn trims(&self) -> u64 {
        *lock(&self.trims)
    }

    /// Reads what is at these positions.
    ///
    /// # Errors
    /// [`LedgerError::Outdated`] if the log was trimmed, or a [`LedgerError::Ledger`].
    pub(super) fn read_at<T>(
        &self,
        places: &LogPositions,
        work: impl FnOnce(&Connection, &[i64]) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        let mut reader = lock(&self.reader);
        // A trim needs this lock to commit, so the positions are stable.
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
