use std::{
    fs::{File, TryLockError},
    path::Path,
};

use super::{LedgerError, paths::sidecar};
use velvet_model::LedgerProblem;
use velvet_platform::files;

/// The lock of a ledger, which only one process may use at a time. SQLite's own locks would let another process write
/// between our changes. This lock is on a separate file, and the system releases it if the process dies.
pub(super) struct LockFile(#[expect(dead_code, reason = "it is locked as long as it is open")] File);

/// Suffix of the lock file's name.
pub(super) const LOCK: &str = "-lock";

impl LockFile {
    /// # Errors
    /// In use if another process has the lock, full or read-only if the lock file cannot be made.
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
