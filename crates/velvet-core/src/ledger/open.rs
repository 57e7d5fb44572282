use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, config::DbConfig};

use super::{Ledger, fault, schema};
use crate::{
    files,
    view::{ErrorCode, Failure},
};

/// Larger files are not read through at every start; what is damaged in them shows when it is read.
const CHECKED_AT_START: u64 = 32 << 20;

/// A ledger that was opened, and what had to be done for it.
pub struct Opened {
    /// The ledger, ready to be written.
    pub ledger: Ledger,
    /// Where the damaged file is that was found in its place.
    pub set_aside: Option<PathBuf>,
    /// Items that were on their way when the last run ended. They are `unsure` now.
    pub interrupted: u32,
}

impl Ledger {
    /// Opens the ledger at `path`, or begins a new one, whose items and batches are numbered from `first` on, so that no
    /// number means something in two ledgers. A damaged file is set aside, never overwritten.
    ///
    /// # Errors
    /// A `ledger_…` code with the path, when it cannot be written, is in use, or is from a newer app.
    pub fn open(path: &Path, first: i64, now: i64) -> Result<Opened, Failure> {
        make_private(path)?;
        let (connection, set_aside) = match ready(path) {
            Err(Trouble::Damaged) => {
                let aside = set_aside(path)
                    .map_err(|_| Failure::new(ErrorCode::LedgerUnreadable).with("path", path.display()))?;
                make_private(path)?;
                (ready(path).map_err(|trouble| trouble.failure(path))?, Some(aside))
            }
            other => (other.map_err(|trouble| trouble.failure(path))?, None),
        };
        let ledger =
            Self::new(path.to_owned(), first, connection).map_err(|error| fault::failure(&error, path))?;
        let interrupted = ledger.end_what_was_left(now)?;
        Ok(Opened { ledger, set_aside, interrupted })
    }
}

/// The folder and the file, closed to other users.
fn make_private(path: &Path) -> Result<(), Failure> {
    files::create_folder_of(path).and_then(|()| files::create_private_file(path)).map_err(|error| {
        tracing::warn!(%error, "the ledger's file cannot be made");
        Failure::new(ErrorCode::LedgerReadOnly).with("path", path.display())
    })
}

enum Trouble {
    Damaged,
    Newer,
    Other(rusqlite::Error),
}

impl Trouble {
    fn failure(self, path: &Path) -> Failure {
        match self {
            Self::Damaged => Failure::new(ErrorCode::LedgerUnreadable).with("path", path.display()),
            Self::Newer => Failure::new(ErrorCode::LedgerNewer).with("path", path.display()),
            Self::Other(error) => fault::failure(&error, path),
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        if fault::is_damage(&error) { Self::Damaged } else { Self::Other(error) }
    }
}

/// Judges the file before anything in it is changed.
fn ready(path: &Path) -> Result<Connection, Trouble> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(500))?;
    // Closing a file that turns out to be damaged, foreign or newer must not write what stands in its log into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // One process at a time: the lock is held until the connection closes, and the system lets go of it if we die.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let version = judge(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    schema::upgrade(&mut connection, version)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

/// The version of a file that is ours and whole; 0 when it is new.
fn judge(connection: &Connection, path: &Path) -> Result<usize, Trouble> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = schema::version(connection)?;
    let empty =
        connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get::<_, bool>(0))?;
    if version > schema::VERSION && application == schema::APPLICATION {
        return Err(Trouble::Newer);
    }
    if !empty && (application != schema::APPLICATION || version == 0) {
        return Err(Trouble::Damaged);
    }
    if fs::metadata(path).is_ok_and(|file| file.len() <= CHECKED_AT_START) {
        let found: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if found != "ok" {
            return Err(Trouble::Damaged);
        }
    }
    Ok(version)
}

/// Moves the file, and what SQLite keeps beside it, to the first free name.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let aside = files::free_name(path, "damaged");
    fs::rename(path, &aside)?;
    for suffix in BESIDE {
        if beside(path, suffix).exists() {
            fs::rename(beside(path, suffix), beside(&aside, suffix))?;
        }
    }
    Ok(aside)
}

/// What SQLite keeps beside a file in WAL mode.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
