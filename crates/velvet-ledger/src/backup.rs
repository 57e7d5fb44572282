//! The ledger as one file to take along. The key is not in it: the ledger has never seen one.

use std::{mem, path::Path};

use rusqlite::Connection;

use super::{BackupProblem, Ledger, LedgerError, copy, lock};

impl Ledger {
    /// Writes everything to one file at `path`, whole or not at all.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code when it cannot be read. A file that was there before is unchanged.
    pub fn save_backup(&self, path: &Path) -> Result<(), LedgerError> {
        self.flush_pending()?;
        let copied = copy::write(&self.read_apart()?, path);
        copied.map_err(|error| LedgerError::backup(BackupProblem::NotSaved, path, Some(error.into())))
    }

    /// Closes the file, with everything in it and nothing beside it. Whoever still holds this ledger can do nothing more
    /// with it.
    ///
    /// # Errors
    /// A `ledger_…` code. The file is whole, but something may still stand beside it.
    pub fn close(&self) -> Result<(), LedgerError> {
        self.flush_pending()?;
        let mut reader = lock(&self.reader);
        let nothing = || Connection::open_in_memory();
        let shut = |connection: &mut Connection| -> rusqlite::Result<()> {
            mem::replace(connection, nothing()?).close().map_err(|(_, error)| error)
        };
        let looked = shut(&mut reader).map_err(|error| LedgerError::sqlite(error, &self.path));
        looked.and_then(|()| self.write(|writer| copy::one_file(writer).and_then(|()| shut(writer))))?;
        lock(&self.hold).take();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, sync::mpsc, thread, time::Duration};

    use super::*;

    #[test]
    fn nobody_who_looks_waits_for_a_backup() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Arc::new(Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger);
        let (its, place) = (ledger.clone(), folder.path().join("taken.sqlite3"));
        // The other way around: a backup does not wait for somebody who looks.
        let _reader = lock(&ledger.reader);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(its.save_backup(&place)));
        told.recv_timeout(Duration::from_secs(20)).expect("it needs the reader").unwrap();
    }
}
