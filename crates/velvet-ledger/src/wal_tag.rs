//! Whether the log that SQLite keeps beside the ledger's file (`-wal`) belongs to that file.
//!
//! SQLite only compares checksums inside the log: the log of another run, or a newer log beside an older file that was
//! copied back, is taken for a part of the file, and the rows shown are somebody else's. So the file and the log each hold
//! a tag. The first thing written into a log is a new random tag, together with the one that was in the file then. The
//! log belongs to the file if the file has either of the two: the older one as long as the log was not brought into the
//! file, the newer one afterwards.

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

/// The first version of the ledger that has tags.
const SINCE: usize = 5;

/// The header of a log: 32 bytes, of which bytes 16 to 23 are its salts. They change each time SQLite begins the log anew.
/// <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>
const HEADER: usize = 32;

/// The row of `wal_tag`.
struct Tag {
    tag: [u8; 16],
    previous: [u8; 16],
}

/// The tag of the log that is written just now.
pub(super) struct WalTag {
    log: PathBuf,
    /// The salts of the log when it was tagged last.
    tagged: Mutex<Option<[u8; 8]>>,
}

impl WalTag {
    /// For the ledger at `path`, whose log [`begin`] has tagged.
    pub(super) fn of(path: &Path) -> Self {
        let log = sidecar(path, WAL_SUFFIXES[0]);
        let tagged = Mutex::new(salts(&log));
        Self { log, tagged }
    }

    /// Tags the log if SQLite has begun it anew: all of the log before is in the file then, its tag too.
    pub(super) fn keep(&self, writer: &Connection) {
        let Some(now) = salts(&self.log) else { return };
        let mut tagged = self.tagged.lock().unwrap_or_else(PoisonError::into_inner);
        if *tagged == Some(now) {
            return;
        }
        match renew(writer) {
            Ok(()) => *tagged = Some(now),
            // Without a tag it is taken for the file's own, as any log was before.
            Err(error) => tracing::warn!(%error, "the log beside the ledger could not be tagged"),
        }
    }
}

/// Brings the whole log into the file, and begins the log anew with a tag.
pub(super) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    let busy: bool = connection.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    // Somebody else reads the file: the log stays as it is, and keeps the tag it has.
    if busy { Ok(()) } else { renew(connection) }
}

/// Writes a new tag, and beside it the one that was there.
pub(super) fn renew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE wal_tag SET previous = tag, tag = randomblob(16)", []).map(drop)
}

/// Whether the log beside the file at `path` belongs to another file. What cannot be told is taken for the file's own:
/// ledgers of older versions have no tags, and a file that is damaged is judged elsewhere.
pub(super) fn is_foreign(path: &Path) -> bool {
    let long = |log: fs::Metadata| log.len() > HEADER as u64;
    if !fs::metadata(sidecar(path, WAL_SUFFIXES[0])).is_ok_and(long) {
        return false;
    }
    // A log never stands alone: first what the file says without it, then both together.
    let tags = in_file(path).zip(with_log(path));
    tags.is_some_and(|(file, both)| file.tag != both.tag && file.tag != both.previous)
}

/// Gives the log beside the file at `path` another name if it belongs to another file. Where it is then.
pub(super) fn leave_out_foreign(path: &Path) -> std::io::Result<Option<PathBuf>> {
    if !is_foreign(path) {
        return Ok(None);
    }
    let name = |number: u32| sidecar(&files::named(path, &format!("foreign-{number}")), WAL_SUFFIXES[0]);
    let aside = (1..u32::MAX).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0));
    tracing::warn!("the log beside the ledger belongs to another file");
    fs::rename(sidecar(path, WAL_SUFFIXES[0]), &aside)?;
    // SQLite's index of that log. It makes a new one.
    let _ = fs::remove_file(sidecar(path, WAL_SUFFIXES[1]));
    Ok(Some(aside))
}

/// What the file says without its log: SQLite looks at no log of a file that cannot change.
fn in_file(path: &Path) -> Option<Tag> {
    let mut uri = Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    uri.set_query(Some("immutable=1"));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    read(connect_with(Path::new(uri.as_str()), flags).ok()?)
}

fn with_log(path: &Path) -> Option<Tag> {
    let connection = connect(path).ok()?;
    // Nothing is brought into the file before it is known whose it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    read(connection)
}

fn read(mut connection: Connection) -> Option<Tag> {
    connection.progress_handler(STEPS_OF_TABLES, Some(|| true)).ok()?;
    // No rule of a file's own is run: its tables are compared first.
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

    /// A ledger in the middle of a run, as it would be left if the app were killed now.
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

    /// In a long run SQLite begins the log anew again and again: each of them is tagged.
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

    /// The file may have had its log brought into it, in part or as a whole, when the app is killed.
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

    /// Signs that have a meaning in an address have none in a path.
    #[test]
    fn the_file_is_found_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["ledger.sqlite3", "a b#c?d%20e&f.sqlite3", "נועה 🦊.sqlite3"] {
            // Some systems know no such name.
            let Ok(opened) = Ledger::open(&folder.path().join(name), 1, 0) else { continue };
            let path = opened.ledger.path().to_owned();
            drop(opened);
            assert!(in_file(&path).is_some(), "{name}");
        }
    }
}
