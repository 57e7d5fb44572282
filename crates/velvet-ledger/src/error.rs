use std::{
    error, io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode as Sqlite;
use velvet_model::{LedgerProblem, PauseReason};

/// Why the ledger did not do what was asked.
///
/// No message names a path: messages are logged, and a log may be sent to somebody.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The ledger itself cannot be used, or not for this.
    #[error("the ledger cannot be used: {problem:?}")]
    Ledger {
        /// What is wrong with it.
        problem: LedgerProblem,
        /// The ledger's file.
        path: PathBuf,
        /// The error of SQLite or of the file system, if there was one.
        source: Option<Box<dyn error::Error + Send + Sync>>,
    },
    /// The log was trimmed, so its positions have changed.
    #[error("the log was trimmed")]
    Outdated,
    /// A backup cannot be written or taken.
    #[error("the backup cannot be used: {problem:?}")]
    Backup {
        /// What is wrong with it.
        problem: BackupProblem,
        /// The name of the backup's file.
        file: String,
        /// The error of SQLite or of the file system, if there was one.
        source: Option<Box<dyn error::Error + Send + Sync>>,
    },
}

/// What is wrong with a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupProblem {
    /// It could not be written.
    NotSaved,
    /// It is damaged or cannot be read.
    Unreadable,
    /// It is not a backup of this app.
    NotOurs,
    /// A newer version of the app wrote it.
    Newer,
    /// It is from practice mode, and a live one is expected, or the other way around.
    OtherMode,
}

impl LedgerError {
    pub(super) fn new(problem: LedgerProblem, path: &Path) -> Self {
        Self::Ledger { problem, path: path.to_owned(), source: None }
    }

    /// Judges an error of SQLite.
    pub(super) fn sqlite(error: rusqlite::Error, path: &Path) -> Self {
        let problem = match error.sqlite_error_code() {
            Some(Sqlite::DiskFull) => LedgerProblem::Full,
            Some(
                Sqlite::ReadOnly
                | Sqlite::CannotOpen
                | Sqlite::PermissionDenied
                | Sqlite::AuthorizationForStatementDenied,
            ) => LedgerProblem::ReadOnly,
            Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => LedgerProblem::InUse,
            // A violated constraint is a bug in the app, not a problem of the disk.
            Some(Sqlite::ConstraintViolation) | None => LedgerProblem::Internal,
            Some(_) => LedgerProblem::Unreadable,
        };
        Self::Ledger { problem, path: path.to_owned(), source: Some(error.into()) }
    }

    /// Judges why a file of the ledger could not be made.
    pub(super) fn not_made(error: io::Error, path: &Path) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::StorageFull => LedgerProblem::Full,
            _ => LedgerProblem::ReadOnly,
        };
        Self::Ledger { problem, path: path.to_owned(), source: Some(error.into()) }
    }

    pub(super) fn backup(
        problem: BackupProblem,
        file: &Path,
        source: Option<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::Backup { problem, file, source }
    }

    /// Returns whether this is a bug in the app, so that the same would fail again.
    pub(super) fn is_internal(&self) -> bool {
        matches!(self, Self::Ledger { problem: LedgerProblem::Internal, .. })
    }
}

impl From<LedgerError> for PauseReason {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Ledger { problem, path, .. } => {
                Self::Ledger { code: problem, path: Some(path.display().to_string()) }
            }
            // No batch asks for positions or for a backup.
            LedgerError::Outdated | LedgerError::Backup { .. } => {
                Self::Ledger { code: LedgerProblem::Internal, path: None }
            }
        }
    }
}
