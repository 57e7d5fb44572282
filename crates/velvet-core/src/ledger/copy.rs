use std::{io, path::Path};

use rusqlite::{Connection, backup::Backup};

use crate::{
    files,
    moments::{Moment, pass},
};

/// Why a copy could not be made.
#[derive(Debug)]
pub(super) enum NotCopied {
    Ledger(rusqlite::Error),
    File(io::Error),
}

impl From<rusqlite::Error> for NotCopied {
    fn from(error: rusqlite::Error) -> Self {
        Self::Ledger(error)
    }
}

impl From<io::Error> for NotCopied {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// Writes the whole ledger, with what stands in the log beside its file, to one file at `path`, whole or not at all.
///
/// Pages are copied as they are: `VACUUM INTO` would build every index anew, while everybody else waits.
pub(super) fn write(connection: &Connection, path: &Path) -> Result<(), NotCopied> {
    files::replace_by(path, |beside| {
        let mut copy = Connection::open(beside)?;
        alone(&copy)?;
        // Whether it is on the disk is asked once, at the end; half of it is nothing either way.
        copy.pragma_update(None, "synchronous", "OFF")?;
        Backup::new(connection, &mut copy)?.step(-1)?;
        one_file(&copy)?;
        copy.close().map_err(|(_, error)| error)?;
        pass(Moment::BeforeCopyMove);
        Ok(())
    })
}

/// Nobody else opens the file, so nothing is kept beside it to share it.
pub(super) fn alone(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")
}

/// Brings what stands in the log beside the file into it, and the log goes: the file is all there is.
pub(super) fn one_file(connection: &Connection) -> rusqlite::Result<()> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode == "delete" { Ok(()) } else { Err(rusqlite::Error::ExecuteReturnedResults) }
}
