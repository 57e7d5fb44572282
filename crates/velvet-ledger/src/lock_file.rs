use std::{
    fs::{File, TryLockError},
    path::Path,
};

use super::{LedgerError, paths::sidecar};
use velvet_model::LedgerProblem;
use velvet_platform::files;

/// A ledger's file is used by one process at a time. SQLite's own locks would let another one write between our changes;
/// this one is on a file beside it, and the system lets go of it if we die.
pub(super) struct LockFile(#[expect(dead_code, reason = "it is locked as long as it is open")] File);

/// What stands behind the name of the file whose lock it is.
pub(super) const LOCK: &str = "-lock";

impl LockFile {
    /// # Errors
    /// `ledger_in_use` when another process has it, `ledger_full` or `ledger_read_only` when there is no place for it.
    pub(super) fn take(path: &Path) -> Result<Self, LedgerError> {
        let file =
            files::open_to_lock(&sidecar(path, LOCK)).map_err(|error| LedgerError::not_made(error, path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(LedgerError::new(LedgerProblem::InUse, path)),
            Err(TryLockError::Error(error)) => Err(LedgerError::not_made(error, path)),
        }
    }
}
