use std::{io, path::Path};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
    ffi,
};

use super::{connection::connect, wal_tag};
use velvet_platform::{
    failpoint::{self, FailPoint},
    files,
};

/// Why a copy could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotCopied {
    #[error(transparent)]
    Ledger(#[from] rusqlite::Error),
    #[error(transparent)]
    File(#[from] io::Error),
}

/// Writes the whole ledger, including its WAL, to one file at `path`, atomically.
///
/// The pages are copied as they are. `VACUUM INTO` would build every index again, which takes longer.
pub(super) fn write(connection: &Connection, path: &Path) -> Result<(), NotCopied> {
    files::replace_by(path, |beside| {
        let mut copy = connect(beside)?;
        alone(&copy)?;
        // Synced once at the end. A partial copy is useless anyway.
        copy.pragma_update(None, "synchronous", "OFF")?;
        let step = Backup::new(connection, &mut copy)?.step(-1)?;
        if step != StepResult::Done {
            // Another program has locked the file, and nothing, or only a part, was copied.
            return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None).into());
        }
        // The copy gets its own tag. If somebody puts it in the place of the ledger, the WAL there is not its own.
        if copy.table_exists(None, "wal_tag")? {
            wal_tag::renew(&copy)?;
        }
        one_file(&copy)?;
        copy.close().map_err(|(_, error)| error)?;
        failpoint::hit(FailPoint::BeforeCopyMove);
        Ok(())
    })
}

/// Claims the file for this connection alone, so that no shared memory file is created.
pub(super) fn alone(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")
}

/// Brings the WAL into the file and removes it, so that the file is complete.
pub(super) fn one_file(connection: &Connection) -> rusqlite::Result<()> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode == "delete" { Ok(()) } else { Err(rusqlite::Error::ExecuteReturnedResults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_saved_of_a_ledger_that_another_program_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (path, place) = (folder.path().join("ledger.sqlite3"), folder.path().join("taken.sqlite3"));
        let ledger = connect(&path).unwrap();
        ledger.busy_timeout(std::time::Duration::ZERO).unwrap();
        ledger.execute_batch("CREATE TABLE account (id)").unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let Err(NotCopied::Ledger(error)) = write(&ledger, &place) else { panic!("it was saved") };
        assert_eq!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
        assert!(!place.exists());
        other.execute_batch("ROLLBACK").unwrap();
        write(&ledger, &place).unwrap();
        let saved = Connection::open(&place).unwrap();
        saved.query_row("SELECT count(*) FROM account", [], |_| Ok(())).unwrap();
    }
}
