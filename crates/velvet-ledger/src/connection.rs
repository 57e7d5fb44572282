use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

/// How long another program that has the file is waited for.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// How long the other connection is waited for, where reading and writing exclude each other.
pub(super) const LONG_PATIENCE: Duration = Duration::from_secs(10);

/// Statements that are kept ready: about as many as there are.
const STATEMENTS: usize = 128;

/// A connection to a ledger's file. What SQLite needs for a moment is kept in memory: else it writes fans into the
/// system's folder of temporary files.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    connect_with(path, OpenFlags::default())
}

/// The same, with flags.
pub(super) fn connect_with(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    distrust(&connection)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// What SQLite advises for files that somebody else may have made: <https://www.sqlite.org/security.html>.
fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)
}

/// A second connection to a ledger that is open, for what is only looked at.
pub(super) fn to_read(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(if is_shared(&connection)? { PATIENCE } else { LONG_PATIENCE })?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Whether readers and the writer can use the file at the same time: it has a write-ahead log.
pub(super) fn is_shared(connection: &Connection) -> rusqlite::Result<bool> {
    connection.pragma_query_value(None, "journal_mode", |row| Ok(row.get_ref(0)?.as_str()? == "wal"))
}

/// How a question is answered does not depend on what is asked about. Else SQLite reads the words of many a statement
/// anew each time it is used, which took a quarter of a batch's time.
pub(super) fn keep_statements(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}
