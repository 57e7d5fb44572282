//! Checks whether the WAL beside the ledger (`-wal`) belongs to the ledger's file.
//!
//! SQLite only verifies checksums inside the WAL. It would apply the WAL of another run, or a newer WAL to an older
//! file that was copied back, and the entries would be wrong. So the file and the WAL each hold a tag. The first thing
//! written into a WAL is a new random tag, together with the tag in the file at that time. A WAL belongs to the file if
//! the file has either of the two: the older one until the first checkpoint, the newer one afterward.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use url::Url;

use super::{
    connection::{connect, connect_with},
    integrity::{STEPS_OF_TABLES, judge},
    paths::{WAL_SUFFIXES, sidecar},
};
use velvet_platform::files;

/// The first version of the ledger with tags.
const SINCE: usize = 5;

/// Size of the WAL header in bytes. Bytes 16 to 23 are its salts, which change each time SQLite restarts the WAL.
/// <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>
const HEADER: usize = 32;

/// The row of the table `wal_tag`.
struct Tag {
    tag: [u8; 16],
    previous: [u8; 16],
}

/// Keeps the current WAL tagged.
pub(super) struct WalTag {
    log: PathBuf,
    /// The salts of the WAL when it was tagged last.
    tagged: Mutex<Option<[u8; 8]>>,
}

impl WalTag {
    /// Creates it for the ledger at `path`, whose WAL was tagged by [`begin`].
    pub(super) fn of(path: &Path) -> Self {
        let log = sidecar(path, WAL_SUFFIXES[0]);
        let tagged = Mutex::new(salts(&log));
        Self { log, tagged }
    }

    /// Tags the WAL if SQLite has restarted it. The old WAL is then in the file, including its tag.
    pub(super) fn keep(&self, writer: &Connection) {
        let Some(now) = salts(&self.log) else { return };
        let mut tagged = self.tagged.lock().unwrap_or_else(PoisonError::into_inner);
        if *tagged == Some(now) {
            return;
        }
        match renew(writer) {
            Ok(()) => *tagged = Some(now),
            // Without a tag, the WAL counts as the file's own, as in older versions.
            Err(error) => tracing::warn!(%error, "the log beside the ledger could not be tagged"),
        }
    }
}

/// Brings the WAL into the file, and starts a new one with a tag.
pub(super) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    let busy: bool = connection.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    // Somebody else reads the file, so the WAL stays as it is, with its tag.
    if busy { Ok(()) } else { renew(connection) }
}

/// Writes a new tag, and keeps the current one as the previous.
pub(super) fn renew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE wal_tag SET previous = tag, tag = randomblob(16)", []).map(drop)
}

/// Returns whether the WAL beside the file at `path` belongs to another file. If this is unknown, it counts as the
/// file's own: older ledgers have no tags, and damaged files are handled elsewhere.
pub(super) fn is_foreign(path: &Path) -> bool {
    let long = |log: fs::Metadata| log.len() > HEADER as u64;
    if !fs::metadata(sidecar(path, WAL_SUFFIXES[0])).is_ok_and(long) {
        return false;
    }
    // A WAL is read together with its file: first the file alone, then both.
    let tags = in_file(path).zip(with_log(path));
    tags.is_some_and(|(file, both)| file.tag != both.tag && file.tag != both.previous)
}

/// Renames the WAL beside the file at `path` if it belongs to another file. Returns its new path.
pub(super) fn leave_out_foreign(path: &Path) -> std::io::Result<Option<PathBuf>> {
    if !is_foreign(path) {
        return Ok(None);
    }
    let name = |number: u32| sidecar(&files::named(path, &format!("foreign-{number}")), WAL_SUFFIXES[0]);
    let aside = (1..u32::MAX).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0));
    tracing::warn!("the log beside the ledger belongs to another file");
    fs::rename(sidecar(path, WAL_SUFFIXES[0]), &aside)?;
    // SQLite's index of that WAL. SQLite creates a new one.
    let _ = fs::remove_file(sidecar(path, WAL_SUFFIXES[1]));
    Ok(Some(aside))
}

/// Reads the tag in the file without its WAL: SQLite ignores the WAL of an immutable file.
fn in_file(path: &Path) -> Option<Tag> {
    let mut uri = Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    uri.set_query(Some("immutable=1"));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    read(connect_with(Path::new(uri.as_str()), flags).ok()?)
}

fn with_log(path: &Path) -> Option<Tag> {
    let connection = connect(path).ok()?;
    // The WAL must not be brought into the file before it is known to belong there.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    read(connection)
}

fn read(mut connection: Connection) -> Option<Tag> {
    connection.progress_handler(STEPS_OF_TABLES, Some(|| true)).ok()?;
    // No trigger of the file runs, because its schema is compared first.
    if judge(&connection, false).ok()? < SINCE {
        return None;
    }
    let row = "SELECT tag, previous FROM wal_tag";
    connection.query_row(row, [], |row| Ok(Tag { tag: row.get(0)?, previous: row.get(1)? })).ok()
}

fn salts(log: &Path) -> Option<[u8; 8]> {
    let mut header = [0; HEADER];
    File::open(log).and_then(|mut file| file.read_exact(&mut header)).ok()?;
    header[16..24].try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ledger, lock};

    /// Copies a ledger in the middle of a run, as it would be left if the app were killed now.
    fn killed(ledger: &Ledger, name: &str) -> PathBuf {
        let path = ledger.path().with_file_name(name);
        fs::copy(ledger.path(), &path).unwrap();
        fs::copy(sidecar(ledger.path(), "-wal"), sidecar(&path, "-wal")).unwrap();
        path
    }

    fn write(ledger: &Ledger, name: &str) {
        ledger
            .write(|writer| {
                writer.execute("INSERT INTO rule (name, source) VALUES (?, '')", [name]).map(drop)
            })
            .unwrap();
    }

    /// In a long run, SQLite restarts the WAL again and again. Each one must be tagged.
    #[test]
    fn a_log_that_is_begun_anew_is_tagged_anew() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| Ledger::open(&folder.path().join(name), 1, 0).unwrap().ledger;
        let (ledger, other) = (open("ledger.sqlite3"), open("other.sqlite3"));
        for name in ["a", "b", "c"] {
            for ledger in [&ledger, &other] {
                let whole = "PRAGMA wal_checkpoint(RESTART)";
                let busy = lock(&ledger.writer).query_row(whole, [], |row| row.get::<_, bool>(0));
                assert_eq!(busy, Ok(false));
                write(ledger, name);
            }
            let (mine, others) = (killed(&ledger, "mine.sqlite3"), killed(&other, "others.sqlite3"));
            assert!(!is_foreign(&mine) && !is_foreign(&others));
            fs::copy(sidecar(&others, "-wal"), sidecar(&mine, "-wal")).unwrap();
            assert!(is_foreign(&mine), "after {name}");
        }
    }

    /// When the app is killed, the file may contain a part of the WAL, or all of it.
    #[test]
    fn a_log_that_is_in_the_file_already_is_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        write(&ledger, "a");
        lock(&ledger.writer).query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
        assert!(!is_foreign(&killed(&ledger, "all.sqlite3")));
        write(&ledger, "b");
        assert!(!is_foreign(&killed(&ledger, "one-more.sqlite3")));
    }

    /// Characters with a meaning in a URL have none in a path.
    #[test]
    fn the_file_is_found_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["ledger.sqlite3", "a b#c?d%20e&f.sqlite3", "נועה 🦊.sqlite3"] {
            // Some systems do not allow such a name.
            let Ok(opened) = Ledger::open(&folder.path().join(name), 1, 0) else { continue };
            let path = opened.ledger.path().to_owned();
            drop(opened);
            assert!(in_file(&path).is_some(), "{name}");
        }
    }
}
