//! Restores a backup. The chosen file never becomes the ledger: it is checked, and its rows are copied into a new file.

use std::{
    fs::{self, File},
    io::{self, Read, Seek},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, OpenFlags,
    config::DbConfig,
    limits::Limit,
    types::{ToSqlOutput, ValueRef},
};
use tempfile::TempPath;

use super::{
    BackupProblem, LedgerError,
    connection::connect_with,
    copy,
    integrity::{OpenError, STEPS_OF_TABLES, judge},
    paths::{WAL_SUFFIXES, sidecar},
    private_file::PrivateFile,
    schema, wal_tag,
};
use velvet_platform::{
    failpoint::{self, FailPoint},
    files,
};

/// Largest accepted file, in bytes. A million entries take a quarter of a gigabyte.
const LARGEST: u64 = 8 << 30;

/// Bytes that stay free on the disk while a backup is read.
const RESERVE: u64 = 256 << 20;

/// Longest time that SQLite may work on a backup. A million entries take less than a minute.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Steps of SQLite between two checks of the time.
const STEPS: i32 = 10_000;

/// Longest value, in bytes. No ledger has a longer one. SQLite refuses to read it.
const LONGEST_VALUE: i32 = 16 << 20;

/// Longest statement, in bytes. This includes the statements that define the tables of a file.
const LONGEST_STATEMENT: i32 = 64 << 10;

/// Cache of SQLite in KiB, while rows are inserted in an order that is not the order of the indexes.
const CACHE: i32 = 128 << 10;

/// Another ledger, checked and upgraded, ready to replace the current one. Its file is deleted on drop.
pub struct Restorable {
    file: TempPath,
}

impl Restorable {
    /// Copies the backup at `source` into a new file beside the ledger at `path`. `source` stays unchanged. Its items
    /// must be numbered within `numbers`, so that practice is never taken for live.
    ///
    /// # Errors
    /// A [`LedgerError::Backup`] if the backup is refused, or a [`LedgerError::Ledger`] if the new file cannot be
    /// written.
    pub fn read(source: &Path, path: &Path, numbers: &RangeInclusive<i64>) -> Result<Self, LedgerError> {
        read_within(source, path, numbers, LONGEST).map_err(|refusal| {
            let refused = |problem| LedgerError::backup(problem, source, None);
            match refusal {
                Refusal::Backup(problem) => refused(problem),
                Refusal::NoPlace(error) => LedgerError::not_made(error, path),
                Refusal::OpenError(OpenError::Newer) => refused(BackupProblem::Newer),
                Refusal::OpenError(OpenError::Foreign) => refused(BackupProblem::NotOurs),
                Refusal::OpenError(OpenError::Damaged) => refused(BackupProblem::Unreadable),
                Refusal::OpenError(OpenError::Other(error)) if is_about_the_backup(&error) => {
                    LedgerError::backup(BackupProblem::Unreadable, source, Some(error.into()))
                }
                Refusal::OpenError(other) => other.at(path),
            }
        })
    }

    /// Replaces the ledger at `path`, which must be closed. Returns the new path of the old ledger.
    ///
    /// There is a whole ledger at `path` at all times: the old one gets a second name first, and loses its name when
    /// the new one takes it.
    ///
    /// # Errors
    /// A [`LedgerError::Ledger`] if a file cannot be made or moved. The old ledger is then in its place.
    pub fn take_place(self, path: &Path) -> Result<PathBuf, LedgerError> {
        self.move_to(path).map_err(|error| LedgerError::not_made(error, path))
    }

    fn move_to(self, path: &Path) -> io::Result<PathBuf> {
        failpoint::hit(FailPoint::BeforeRestoreAside);
        // What belongs to another file would be taken for a part of this one.
        if let Some(left) =
            WAL_SUFFIXES.map(|suffix| sidecar(path, suffix)).into_iter().find(|left| left.exists())
        {
            return Err(io::Error::other(format!("{} is still there", left.display())));
        }
        let aside = files::unused_name(path, "before-restore");
        // Not every file system supports hard links.
        if fs::hard_link(path, &aside).is_err() {
            files::replace_with(&aside, |file| io::copy(&mut fs::File::open(path)?, file).map(drop))?;
        }
        files::sync_folder_of(path)?;
        failpoint::hit(FailPoint::BeforeRestoreMove);
        if let Err(error) = self.file.persist(path) {
            let _ = fs::remove_file(&aside);
            return Err(error.error);
        }
        failpoint::hit(FailPoint::AfterRestoreMove);
        files::sync_folder_of(path)?;
        Ok(aside)
    }
}

/// Why a backup is refused.
enum Refusal {
    Backup(BackupProblem),
    /// The new file cannot be written.
    NoPlace(io::Error),
    OpenError(OpenError),
}

impl<E: Into<OpenError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::OpenError(error.into())
    }
}

/// Returns whether an error concerns the backup and not the disk: values that the app never writes, or too much work.
fn is_about_the_backup(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{ConstraintViolation, OperationInterrupted, TooBig, TypeMismatch};
    matches!(error, rusqlite::Error::Utf8Error(..))
        || matches!(
            error.sqlite_error_code(),
            Some(ConstraintViolation | OperationInterrupted | TooBig | TypeMismatch)
        )
}

fn read_within(
    source: &Path,
    path: &Path,
    numbers: &RangeInclusive<i64>,
    longest: Duration,
) -> Result<Restorable, Refusal> {
    if is_same(source, path) {
        return Err(Refusal::Backup(BackupProblem::Unreadable));
    }
    let deadline = Instant::now() + longest;
    let chosen = Chosen::open(source)?;
    chosen.judge_header()?;
    let copied = chosen.copy_beside(path)?;
    copied.take_its_log()?;
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let backup = copied.open(read_only, STEPS, move || Instant::now() > deadline)?;
    let version = judge(&backup, true)?;
    if version == 0 {
        return Err(Refusal::Backup(BackupProblem::NotOurs));
    }
    judge_numbers(&backup, numbers)?;
    let fresh = Draft::new(path)?;
    fresh.fill_from(&backup, version, deadline)?;
    fresh.finish()
}

/// The chosen file, and the WAL beside it if it is a ledger that was not closed.
struct Chosen {
    file: Regular,
    log: Option<Regular>,
}

/// A regular file: not a pipe, a device, or a folder.
struct Regular {
    file: File,
    length: u64,
}

impl Regular {
    fn open(path: &Path) -> Result<Self, Refusal> {
        let unreadable = |_| Refusal::Backup(BackupProblem::Unreadable);
        // Checked before opening, because opening a pipe waits for a writer. Checked again after opening.
        let likely = |about: &fs::Metadata| about.is_file() && about.len() <= LARGEST;
        let before = fs::metadata(path).map_err(unreadable)?;
        if !likely(&before) {
            return Err(Refusal::Backup(BackupProblem::NotOurs));
        }
        let file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if !likely(&about) {
            return Err(Refusal::Backup(BackupProblem::NotOurs));
        }
        Ok(Self { file, length: about.len() })
    }

    /// Copies as many bytes as the file had when it was opened.
    fn copy_to(&self, path: &Path) -> Result<(), Refusal> {
        files::create_private_file(path).map_err(Refusal::NoPlace)?;
        let mut to = fs::OpenOptions::new().write(true).open(path).map_err(Refusal::NoPlace)?;
        let mut from = &self.file;
        match from.rewind().and_then(|()| io::copy(&mut from.take(self.length), &mut to)) {
            Ok(copied) if copied == self.length => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(Refusal::NoPlace(error)),
            _ => Err(Refusal::Backup(BackupProblem::Unreadable)),
        }
    }
}

impl Chosen {
    fn open(source: &Path) -> Result<Self, Refusal> {
        let file = Regular::open(source)?;
        let [log, _, half] = WAL_SUFFIXES.map(|suffix| sidecar(source, suffix));
        // The rollback journal of an unfinished transaction. It can name other files that SQLite would then delete.
        if fs::metadata(half).is_ok_and(|about| about.len() > 0) {
            return Err(Refusal::Backup(BackupProblem::Unreadable));
        }
        let log = if log.exists() { Some(Regular::open(&log)?) } else { None };
        Ok(Self { file, log })
    }

    /// Checks the header, before SQLite reads any of the file.
    /// <https://www.sqlite.org/fileformat2.html#the_database_header>
    fn judge_header(&self) -> Result<(), Refusal> {
        let mut header = [0; 100];
        let read = (&self.file.file).read_exact(&mut header);
        let number =
            |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        // The page size. 1 stands for 65,536.
        let page = u16::from_be_bytes([header[16], header[17]]);
        let paged = page == 1 || (page >= 512 && page.is_power_of_two());
        if read.is_err() || !header.starts_with(b"SQLite format 3\0") || !paged {
            return Err(Refusal::Backup(BackupProblem::NotOurs));
        }
        let (version, application) = (number(60), number(68));
        // In the first run of the app, everything may still be in the WAL.
        let not_yet = self.log.is_some() && (version, application) == (0, 0);
        if i64::from(application) != i64::from(schema::APPLICATION) && !not_yet {
            return Err(Refusal::Backup(BackupProblem::NotOurs));
        }
        match usize::try_from(version).unwrap_or(usize::MAX) {
            newer if newer > schema::VERSION => Err(Refusal::OpenError(OpenError::Newer)),
            0 if !not_yet => Err(Refusal::Backup(BackupProblem::NotOurs)),
            _ => Ok(()),
        }
    }

    /// Copies the file to the ledger's folder, where nobody changes it while it is checked.
    fn copy_beside(&self, path: &Path) -> Result<Draft, Refusal> {
        let draft = Draft::new(path)?;
        let length = self.file.length + self.log.as_ref().map_or(0, |log| log.length);
        // If the free space is unknown, a full disk shows later.
        if fs4::available_space(draft.0.path()).is_ok_and(|free| !has_room(length, free)) {
            return Err(Refusal::NoPlace(io::ErrorKind::StorageFull.into()));
        }
        self.file.copy_to(draft.0.path())?;
        if let Some(log) = &self.log {
            log.copy_to(draft.0.log())?;
        }
        Ok(draft)
    }
}

/// Returns whether there is room for the copy that is checked, and for the ledger made from it, with new indexes.
fn has_room(length: u64, free: u64) -> bool {
    length.saturating_mul(2).saturating_add(RESERVE) <= free
}

fn judge_numbers(backup: &Connection, numbers: &RangeInclusive<i64>) -> Result<(), Refusal> {
    for table in ["batch", "item"] {
        let (least, most): (i64, i64) = backup.query_row(
            &format!("SELECT coalesce(min(id), ?1), coalesce(max(id), ?1) FROM {table}"),
            [numbers.start()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if !(numbers.contains(&least) && numbers.contains(&most)) {
            return Err(Refusal::Backup(BackupProblem::OtherMode));
        }
    }
    Ok(())
}

/// The copy of a backup that is checked, or the ledger that is made from it.
struct Draft(PrivateFile);

impl Draft {
    fn new(path: &Path) -> Result<Self, Refusal> {
        PrivateFile::beside(path).map(Self).map_err(Refusal::NoPlace)
    }

    /// Opens a connection that runs no code from the file. SQLite calls `stop` after every `steps` steps.
    fn open(
        &self,
        flags: OpenFlags,
        steps: i32,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> rusqlite::Result<Connection> {
        let mut connection = connect_with(self.0.path(), flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
        connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)?;
        connection.progress_handler(steps, Some(stop))?;
        copy::alone(&connection)?;
        Ok(connection)
    }

    /// Brings the WAL into the file, unless it belongs to another file.
    fn take_its_log(&self) -> Result<(), Refusal> {
        if wal_tag::is_foreign(self.0.path()) {
            tracing::warn!("the log beside a backup belongs to another file");
            fs::remove_file(self.0.log()).map_err(Refusal::NoPlace)?;
        }
        // SQLite reads the schema here for the first time, and keeps it in memory.
        let connection = self.open(OpenFlags::default(), STEPS_OF_TABLES, || true)?;
        copy::one_file(&connection)?;
        connection.close().map_err(|(_, error)| error.into())
    }

    /// Creates the tables of that version, copies the rows of the backup into them one by one, and upgrades them.
    fn fill_from(&self, backup: &Connection, version: usize, deadline: Instant) -> Result<(), Refusal> {
        let mut fresh = self.open(OpenFlags::default(), STEPS, move || Instant::now() > deadline)?;
        // Synced once at the end. A partial file is useless anyway.
        fresh.pragma_update(None, "journal_mode", "MEMORY")?;
        fresh.pragma_update(None, "synchronous", "OFF")?;
        fresh.pragma_update(None, "cache_size", -CACHE)?;
        // Rows refer to rows that are inserted later. References are checked at the end.
        fresh.pragma_update(None, "foreign_keys", false)?;
        schema::create(&mut fresh, version)?;
        let rows = fresh.transaction()?;
        for table in tables(&rows)? {
            copy_rows(backup, &rows, &table)?;
        }
        rows.commit()?;
        if fresh.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(Refusal::OpenError(OpenError::Damaged));
        }
        // Now it is a ledger like any other, with its own triggers.
        fresh.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
        fresh.pragma_update(None, "foreign_keys", true)?;
        if version < schema::VERSION {
            schema::upgrade(&mut fresh, version)?;
        }
        copy::one_file(&fresh)?;
        fresh.close().map_err(|(_, error)| error.into())
    }

    fn finish(self) -> Result<Restorable, Refusal> {
        files::sync(self.0.path()).map_err(Refusal::NoPlace)?;
        Ok(Restorable { file: self.0.finish() })
    }
}

/// Returns the names of the tables. The WAL tag belongs to the file and is not copied.
fn tables(fresh: &Connection) -> rusqlite::Result<Vec<String>> {
    fresh
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'wal_tag'")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// The column with all marks that the server reported.
const MARKS: &str = "\"marks\"";

/// Copies every row of a table. Each row is checked by the constraints of the new table.
fn copy_rows(backup: &Connection, fresh: &Connection, table: &str) -> Result<(), Refusal> {
    let columns = columns(fresh, table)?;
    if columns != self::columns(backup, table)? {
        return Err(Refusal::Backup(BackupProblem::NotOurs));
    }
    let (names, places) = (columns.join(", "), vec!["?"; columns.len()].join(", "));
    let mut insert = fresh.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({places})"))?;
    let mut select = backup.prepare(&format!("SELECT {names} FROM {table}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for (place, column) in columns.iter().enumerate() {
            let value = row.get_ref(place)?;
            match value {
                ValueRef::Text(text) => {
                    str::from_utf8(text).map_err(|error| rusqlite::Error::Utf8Error(place, error))?;
                }
                // The app writes no negative number, count, or time, and could not read one. Only marks may be
                // negative.
                ValueRef::Integer(..0) if column != MARKS => {
                    return Err(Refusal::OpenError(OpenError::Damaged));
                }
                _ => (),
            }
            insert.raw_bind_parameter(place + 1, ToSqlOutput::Borrowed(value))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("SELECT '\"' || name || '\"' FROM pragma_table_info(?) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    whole(one).is_some_and(|one| Some(one) == whole(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ledger;

    #[test]
    fn a_backup_is_not_worked_on_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let place = folder.path().join("taken.sqlite3");
        let ledger = Ledger::open(&path, 1, 0).unwrap().ledger;
        ledger
            .write(|writer| {
                writer.execute_batch(
                    "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 20000)
                     INSERT INTO account (id, name) SELECT 'fansly_' || n, n FROM more",
                )
            })
            .unwrap();
        ledger.save_backup(&place).unwrap();
        let refused = read_within(&place, &path, &(1..=9), Duration::ZERO).err();
        let Some(Refusal::OpenError(OpenError::Other(error))) = refused else {
            panic!("it was read to its end")
        };
        assert!(is_about_the_backup(&error));
        read_within(&place, &path, &(1..=9), LONGEST).ok().unwrap();
    }

    #[test]
    fn a_backup_leaves_room_on_the_disk() {
        assert!(has_room(1 << 20, RESERVE + (2 << 20)));
        assert!(!has_room(1 << 20, RESERVE + (2 << 20) - 1));
        assert!(!has_room(u64::MAX, 1 << 40));
    }
}
