//! Saves the ledger as one file. The file cannot contain the key, because the ledger never has it.

use std::{mem, path::Path};

use rusqlite::Connection;

use super::{BackupProblem, Ledger, LedgerError, connection::to_read, copy, lock, open::make_durable};

impl Ledger {
    /// Writes the whole ledger to one file at `path`, atomically.
    ///
    /// # Errors
    /// A [`LedgerError::Backup`], or a [`LedgerError::Ledger`] if the ledger cannot be read. An existing file is
    /// unchanged.
    pub fn save_backup(&self, path: &Path) -> Result<(), LedgerError> {
        self.flush_pending()?;
        let copied = copy::write(&self.read_apart()?, path);
        copied.map_err(|error| LedgerError::backup(BackupProblem::NotSaved, path, Some(error.into())))
    }

    /// Closes the ledger and leaves a single file with everything in it. The ledger cannot be used afterward.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`]. The ledger then stays open and usable.
    pub fn close(&self) -> Result<(), LedgerError> {
        self.flush_pending()?;
        let (mut reader, mut writer) = (lock(&self.reader), lock(&self.writer));
        let closed =
            shut(&mut reader)
                // The WAL can only be removed if nobody else has the file open.
                .and_then(|()| {
                    copy::one_file(&writer).and_then(|()| shut(&mut writer)).inspect_err(|_| {
                        match make_durable(&writer).and_then(|()| to_read(&self.path)) {
                            Ok(opened) => *reader = opened,
                            Err(error) => tracing::error!(%error, "the ledger could not be opened again"),
                        }
                    })
                });
        closed.map_err(|error| LedgerError::sqlite(error, &self.path))?;
        lock(&self.hold).take();
        Ok(())
    }
}

/// Closes a connection and puts an empty one in its place. If that fails, the connection stays.
fn shut(connection: &mut Connection) -> rusqlite::Result<()> {
    let closed = mem::replace(connection, Connection::open_in_memory()?).close();
    closed.map_err(|(open, error)| {
        *connection = open;
        error
    })
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, sync::mpsc, thread, time::Duration};

    use super::*;
    use velvet_model::{LedgerProblem, ids::AccountId};

    #[test]
    fn nobody_who_looks_waits_for_a_backup() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Arc::new(Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger);
        let (its, place) = (ledger.clone(), folder.path().join("taken.sqlite3"));
        // Checked the other way around: a backup does not wait for a reader.
        let _reader = lock(&ledger.reader);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(its.save_backup(&place)));
        told.recv_timeout(Duration::from_secs(20)).expect("it needs the reader").unwrap();
    }

    #[test]
    fn a_ledger_that_cannot_be_closed_is_still_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let ledger = Ledger::open(&path, 1, 0).unwrap().ledger;
        let other = Connection::open(&path).unwrap();
        let used = || other.query_row("SELECT count(*) FROM item", [], |row| row.get::<_, u64>(0)).unwrap();
        let account = AccountId::new("fansly_1").unwrap();
        assert_eq!(used(), 0);
        assert!(matches!(ledger.close(), Err(LedgerError::Ledger { problem: LedgerProblem::InUse, .. })));
        ledger.remember_account(&account).unwrap();
        assert_eq!(ledger.account_names().unwrap().len(), 1, "it can be written and read");
        assert!(Ledger::open(&path, 1, 0).is_err(), "and belongs to this one alone");
        drop(other);
        ledger.close().unwrap();
        assert!(ledger.remember_account(&account).is_err() && ledger.save_backup(&path).is_err());
        assert_eq!(Ledger::open(&path, 1, 0).unwrap().ledger.account_names().unwrap().len(), 1);
    }
}
