use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, config::DbConfig, ffi};

use super::{
    Ledger, LedgerError,
    connection::{LONG_PATIENCE, PATIENCE, connect, keep_statements},
    copy::{self, NotCopied},
    integrity::{OpenError, judge},
    lock_file::LockFile,
    paths::{WAL_SUFFIXES, sidecar},
    schema, wal_tag,
};
use velvet_model::LedgerProblem;
use velvet_platform::{
    failpoint::{self, FailPoint},
    files,
};

/// Larger files, in bytes, are not checked completely at every start. Damage in them shows when it is read.
const CHECKED_AT_START: u64 = 32 << 20;

/// An opened ledger, and what was done to open it.
pub struct Opened {
    /// The ledger, ready for writes.
    pub ledger: Ledger,
    /// The new path of a damaged file that was in its place.
    pub set_aside: Option<PathBuf>,
    /// The new path of a WAL (`-wal`) that belonged to another file.
    pub left_out: Option<PathBuf>,
    /// Number of items that were in flight when the last run ended and are `unconfirmed` now. Items of batches that can
    /// resume are not counted, because these reconcile their own.
    pub interrupted: u32,
}

impl Ledger {
    /// Opens the ledger at `path`, or creates one. Its items and batches are numbered from `first`, so that no two
    /// ledgers share a number. A damaged file is set aside, never overwritten.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`] if the file cannot be written, is in use, or is from a newer version of the app.
    pub fn open(path: &Path, first: i64, now: i64) -> Result<Opened, LedgerError> {
        make_private(path)?;
        let hold = LockFile::take(path)?;
        let left_out =
            wal_tag::leave_out_foreign(path).map_err(|error| LedgerError::not_made(error, path))?;
        let (connection, set_aside) = match ready(path) {
            Err(OpenError::Damaged | OpenError::Foreign) => {
                let aside = set_aside(path).map_err(|error| LedgerError::Ledger {
                    problem: LedgerProblem::Unreadable,
                    path: path.to_owned(),
                    source: Some(error.into()),
                })?;
                make_private(path)?;
                (ready(path).map_err(|trouble| trouble.at(path))?, Some(aside))
            }
            other => (other.map_err(|trouble| trouble.at(path))?, None),
        };
        let ledger = Self::new(path.to_owned(), first, connection, hold)
            .map_err(|error| LedgerError::sqlite(error, path))?;
        let interrupted = ledger.end_what_was_left(now)?;
        Ok(Opened { ledger, set_aside, left_out, interrupted })
    }
}

/// Creates the folder and the file, for this user only.
fn make_private(path: &Path) -> Result<(), LedgerError> {
    files::create_folder_of(path)
        .and_then(|()| files::create_private_file(path))
        .map_err(|error| LedgerError::not_made(error, path))
}

impl From<NotCopied> for OpenError {
    fn from(error: NotCopied) -> Self {
        match error {
            NotCopied::Ledger(error) => error.into(),
            NotCopied::File(error) => Self::NotCopied(error),
        }
    }
}

/// Checks the file before anything in it is changed, and prepares the connection that writes.
fn ready(path: &Path) -> Result<Connection, OpenError> {
    let mut connection = connect(path)?;
    connection.busy_timeout(PATIENCE)?;
    // If the file turns out to be damaged, foreign, or newer, closing it must not bring its WAL into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let small = fs::metadata(path).is_ok_and(|file| file.len() <= CHECKED_AT_START);
    let version = judge(&connection, small)?;
    make_durable(&connection)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    keep_statements(&connection)?;
    // Keeps in memory what a running batch uses, and makes checkpoints less often than by default.
    connection.pragma_update(None, "cache_size", -8192)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    upgrade(&mut connection, version, path)?;
    wal_tag::begin(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

/// Makes commits durable, past every cache of the system and the drive.
pub(super) fn make_durable(connection: &Connection) -> rusqlite::Result<()> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    match mode.as_str() {
        "wal" => (),
        // Some file systems have no shared memory. SQLite's older journal is as safe, but readers and writers wait for
        // each other.
        "delete" | "truncate" | "persist" => {
            tracing::warn!(mode, "this file system does not allow a write-ahead log");
            connection.busy_timeout(LONG_PATIENCE)?;
        }
        _ => return Err(not_durable(&mode)),
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if synchronous != FULL {
        return Err(not_durable("synchronous"));
    }
    // Without these two, macOS leaves writes in the cache of the drive, which loses power. Other systems ignore them.
    // <https://www.sqlite.org/pragma.html#pragma_fullfsync>
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)
}

fn not_durable(what: &str) -> rusqlite::Error {
    let why = format!("what is written would not be on the disk: {what}");
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_READONLY), Some(why))
}

/// SQLite's number for `FULL`.
const FULL: i64 = 2;

/// Upgrades the file to the version this app writes. The old file is copied under another name first; without that
/// copy, there is no upgrade.
fn upgrade(connection: &mut Connection, from: usize, path: &Path) -> Result<(), OpenError> {
    let old = (1..schema::VERSION).contains(&from).then(|| name_before_upgrade(path, from));
    if let Some(old) = &old {
        copy::write(connection, old)?;
        failpoint::hit(FailPoint::BeforeUpgrade);
    }
    schema::upgrade(connection, from).inspect_err(|_| {
        // The file is unchanged, so the copy is not needed. The next start tries again.
        if let Some(Err(error)) = old.map(fs::remove_file) {
            tracing::warn!(%error, "the copy of a ledger that was not upgraded is left");
        }
    })?;
    Ok(())
}

/// Returns a name such as `ledger.before-upgrade-1.sqlite3`, with the version of the file.
fn name_before_upgrade(path: &Path, from: usize) -> PathBuf {
    let why = format!("before-upgrade-{from}");
    Some(files::named(path, &why))
        .filter(|name| !name.exists())
        .unwrap_or_else(|| files::unused_name(path, &why))
}

/// Moves the file, and the files that SQLite keeps beside it, to the first unused name.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let aside = files::unused_name(path, "damaged");
    fs::rename(path, &aside)?;
    for suffix in WAL_SUFFIXES {
        if sidecar(path, suffix).exists() {
            fs::rename(sidecar(path, suffix), sidecar(&aside, suffix))?;
        }
    }
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::OpenFlags;

    use crate::lock;

    /// Asks SQLite for the setting, because it uses files only when its memory is full.
    #[test]
    fn nothing_of_the_ledger_goes_into_temporary_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let store = |connection: &Connection| -> i64 {
            connection.pragma_query_value(None, "temp_store", |row| row.get(0)).unwrap()
        };
        let ledger = Ledger::open(&path, 1, 0).unwrap().ledger;
        assert_eq!(store(&lock(&ledger.writer)), 2, "memory");
        assert_eq!(store(&lock(&ledger.reader)), 2, "where it is only looked at as well");
        drop(ledger);
        assert_eq!(store(&connect(&path).unwrap()), 2, "also where a back-up is judged");
    }

    #[test]
    fn what_is_written_is_on_the_disk_or_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let value = |name: &str| -> i64 {
            lock(&ledger.writer).pragma_query_value(None, name, |row| row.get(0)).unwrap()
        };
        let asked = ["synchronous", "fullfsync", "checkpoint_fullfsync"].map(value);
        assert_eq!(asked, [FULL, 1, 1]);
        // A database in memory cannot be durable.
        let refused = make_durable(&Connection::open_in_memory().unwrap()).unwrap_err();
        let refused = LedgerError::sqlite(refused, ledger.path());
        assert!(matches!(refused, LedgerError::Ledger { problem: LedgerProblem::ReadOnly, .. }));
    }

    /// This kind of lock has no shared memory, as on some file systems.
    #[cfg(unix)]
    #[test]
    fn where_there_is_no_write_ahead_log_the_older_way_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let flags = OpenFlags::default();
        let connection = Connection::open_with_flags_and_vfs(&path, flags, c"unix-dotfile").unwrap();
        make_durable(&connection).unwrap();
        connection.execute_batch("CREATE TABLE account (id)").unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
    }

    #[test]
    fn every_connection_distrusts_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let ledger = Ledger::open(&path, 1, 0).unwrap().ledger;
        for connection in [&*lock(&ledger.writer), &*lock(&ledger.reader), &connect(&path).unwrap()] {
            let set = |config| connection.db_config(config).unwrap();
            assert!(set(DbConfig::SQLITE_DBCONFIG_DEFENSIVE));
            assert!(!set(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA));
            let checked = connection.pragma_query_value(None, "cell_size_check", |row| row.get(0));
            assert_eq!(checked, Ok(true));
        }
    }

    /// A version number alone does not make a ledger, and no upgrade starts from a version that does not exist.
    #[test]
    fn a_file_without_tables_is_new_whatever_version_it_claims() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let empty = Connection::open(&path).unwrap();
        empty.execute_batch("PRAGMA user_version = 9999").unwrap();
        drop(empty);
        let opened = Ledger::open(&path, 1, 0).unwrap();
        assert_eq!((opened.set_aside, opened.ledger.account_names().unwrap()), (None, vec![]));
    }
}
