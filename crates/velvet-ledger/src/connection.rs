use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

/// How long to wait for another program that uses the file.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// How long to wait for the other connection if reading and writing exclude each other.
pub(super) const LONG_PATIENCE: Duration = Duration::from_secs(10);

/// Size of the cache of prepared statements: about as many as there are.
const STATEMENTS: usize = 128;

/// Opens a connection to a ledger's file. SQLite keeps temporary data in memory; otherwise it would write fans into the
/// system's folder of temporary files.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    connect_with(path, OpenFlags::default())
}

/// Opens a connection like [`connect`], with flags.
pub(super) fn connect_with(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    distrust(&connection)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// Applies what SQLite advises for files from others: <https://www.sqlite.org/security.html>.
fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)
}

/// Opens a second, read-only connection to a ledger that is open.
pub(super) fn to_read(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(if is_shared(&connection)? { PATIENCE } else { LONG_PATIENCE })?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Returns whether readers and the writer can use the file at the same time, because it has a WAL.
pub(super) fn is_shared(connection: &Connection) -> rusqlite::Result<bool> {
    connection.pragma_query_value(None, "journal_mode", |row| Ok(row.get_ref(0)?.as_str()? == "wal"))
}

/// Makes query plans independent of the bound values. Otherwise SQLite prepares many statements anew each time they are
/// used, which took a quarter of a batch's time.
pub(super) fn keep_statements(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}
