//! Checks whether a file is an intact ledger of this app.

use std::path::Path;

use rusqlite::Connection;

use super::{LedgerError, schema};
use velvet_model::LedgerProblem;

/// More steps than SQLite needs to read the schema of a ledger, including statistics. A crafted file may have a schema
/// that does not fit into memory.
pub(super) const STEPS_OF_TABLES: i32 = 100_000;

/// Why a file cannot be used as a ledger.
pub(super) enum OpenError {
    Damaged,
    /// It belongs to another program, is no database, or has tables or triggers that no version of this app made.
    Foreign,
    Newer,
    /// It could not be copied before its upgrade.
    NotCopied(std::io::Error),
    Other(rusqlite::Error),
}

impl OpenError {
    /// Converts to an error about the ledger at `path`.
    pub(super) fn at(self, path: &Path) -> LedgerError {
        match self {
            Self::NotCopied(error) => LedgerError::not_made(error, path),
            Self::Damaged | Self::Foreign => LedgerError::new(LedgerProblem::Unreadable, path),
            Self::Newer => LedgerError::new(LedgerProblem::Newer, path),
            Self::Other(error) => LedgerError::sqlite(error, path),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Other(error),
        }
    }
}

/// Returns the version of an intact ledger; 0 for a new file. The schema is compared before any other query, so that no
/// trigger of a crafted file runs. With `through`, the whole file is checked.
pub(super) fn judge(connection: &Connection, through: bool) -> Result<usize, OpenError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = schema::version(connection)?;
    let empty =
        connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get::<_, bool>(0))?;
    if application == schema::APPLICATION && version > schema::VERSION {
        return Err(OpenError::Newer);
    }
    if empty && (application != schema::APPLICATION || version == 0) {
        return Ok(0);
    }
    if application != schema::APPLICATION || !schema::is_ours(connection, version)? {
        return Err(OpenError::Foreign);
    }
    if through {
        let found: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if found != "ok" {
            return Err(OpenError::Damaged);
        }
    }
    Ok(version)
}
