use std::path::Path;

use rusqlite::{Error, ErrorCode as Sqlite};

use velvet_model::{ErrorCode, Failure};

/// What a database error means to the user, with the file it is about.
pub(super) fn failure(error: &Error, path: &Path) -> Failure {
    tracing::warn!(%error, "the ledger did not do as asked");
    Failure::new(code(error)).with("path", path.display())
}

fn code(error: &Error) -> ErrorCode {
    match error.sqlite_error_code() {
        Some(Sqlite::DiskFull) => ErrorCode::LedgerFull,
        Some(
            Sqlite::ReadOnly
            | Sqlite::CannotOpen
            | Sqlite::PermissionDenied
            | Sqlite::AuthorizationForStatementDenied,
        ) => ErrorCode::LedgerReadOnly,
        Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => ErrorCode::LedgerInUse,
        // A rule of the schema was about to be broken: a mistake of ours, not of the disk.
        Some(Sqlite::ConstraintViolation) | None => ErrorCode::Internal,
        Some(_) => ErrorCode::LedgerUnreadable,
    }
}

/// What it means to the user that a file could not be made for the ledger at `path`.
pub fn not_made(error: &std::io::Error, path: &Path) -> Failure {
    tracing::warn!(%error, "a file of the ledger cannot be made");
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => ErrorCode::LedgerFull,
        _ => ErrorCode::LedgerReadOnly,
    };
    Failure::new(code).with("path", path.display())
}
