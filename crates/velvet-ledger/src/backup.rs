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
        let copied = copy::write(&lock(&self.reader), path);
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
