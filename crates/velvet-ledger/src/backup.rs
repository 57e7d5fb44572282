//! The ledger as one file to take along. The key is not in it: the ledger has never seen one.

use std::{mem, path::Path};

use rusqlite::Connection;

use super::{Ledger, copy, error, lock};
use velvet_model::{ErrorCode, Failure};

impl Ledger {
    /// Writes everything to one file at `path`, whole or not at all.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code when it cannot be read. A file that was there before is unchanged.
    pub fn save_backup(&self, path: &Path) -> Result<(), Failure> {
        self.flush_pending()?;
        let copied = copy::write(&lock(&self.reader), path);
        copied.map_err(|error| {
            tracing::warn!(?error, "the back-up could not be written");
            Failure::new(ErrorCode::BackupNotSaved).with("file", name(path))
        })
    }

    /// Closes the file, with everything in it and nothing beside it. Whoever still holds this ledger can do nothing more
    /// with it.
    ///
    /// # Errors
    /// A `ledger_…` code. The file is whole, but something may still stand beside it.
    pub fn close(&self) -> Result<(), Failure> {
        self.flush_pending()?;
        let mut reader = lock(&self.reader);
        let nothing = || Connection::open_in_memory();
        let shut = |connection: &mut Connection| -> rusqlite::Result<()> {
            mem::replace(connection, nothing()?).close().map_err(|(_, error)| error)
        };
        let looked = shut(&mut reader).map_err(|error| error::failure(&error, &self.path));
        looked.and_then(|()| self.write(|writer| copy::one_file(writer).and_then(|()| shut(writer))))?;
        lock(&self.hold).take();
        Ok(())
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
