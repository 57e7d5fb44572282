//! Backups and ledgers that someone crafted or changed on purpose.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

use rusqlite::{Connection, config::DbConfig};
use velvet_core::{
    ledger::{Ledger, Restorable},
    view::{Action, ErrorCode, Failure},
};

use super::book::{Book, FAN};

/// Returns a ledger of one row and the path of its backup.
fn taken() -> (Book, PathBuf) {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1);
    let place = book.path("taken.sqlite3");
    book.ledger.save_backup(&place).unwrap();
    (book, place)
}

fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// Reads a backup in a separate thread, so that an endless wait or loop fails the test.
fn read(place: &Path, book: &Book) -> Result<Restorable, Failure> {
    let (tell, told) = mpsc::channel();
    let (place, path) = (place.to_owned(), book.path("ledger.sqlite3"));
    thread::spawn(move || tell.send(Restorable::read(&place, &path, &(1..=999))));
    Ok(told.recv_timeout(Duration::from_secs(30)).expect("the back-up is still being read")?)
}

fn refusal(place: &Path, book: &Book) -> ErrorCode {
    let before = book.files();
    let Err(failure) = read(place, book) else { panic!("{} was taken", place.display()) };
    assert_eq!(book.files(), before, "nothing is left");
    failure.code
}

/// Returns schema changes that rewrite fan IDs, or hide behind names like those that SQLite reserves.
fn hidden() -> Vec<String> {
    let does = "AFTER INSERT ON item BEGIN UPDATE item SET fan = '666666666666' WHERE id = NEW.id; END";
    let insert = |kind: &str, name: &str, table: &str, sql: &str| {
        format!(
            "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('{kind}', '{name}', '{table}', 0, '{}')",
            sql.replace('\'', "''")
        )
    };
    let mut all = vec![
        format!("CREATE TRIGGER sqliteXstat_evil {does}"),
        format!("CREATE TRIGGER \"sqlite-stat1\" {does}"),
        "CREATE VIEW sqliteXstat_evil AS SELECT 1".to_owned(),
        "CREATE TABLE sqliteXstat_evil (id)".to_owned(),
        "CREATE INDEX sqliteXstat_evil ON item (label)".to_owned(),
        "CREATE TABLE evil (id); UPDATE sqlite_schema SET name = 'sqlite_stat9', tbl_name = 'sqlite_stat9',
             sql = 'CREATE TABLE sqlite_stat9 (id)' WHERE name = 'evil'"
            .to_owned(),
    ];
    for name in ["sqlite_stat1", "sqlite_stat4", "sqlite_stat9"] {
        all.push(insert("trigger", name, "item", &format!("CREATE TRIGGER {name} {does}")));
        all.push(insert("view", name, name, &format!("CREATE VIEW {name} AS SELECT 1")));
    }
    all
}

#[test]
fn nothing_hides_behind_a_name_in_a_back_up() {
    for sql in hidden() {
        let (book, place) = taken();
        change(&place, &sql);
        let code = refusal(&place, &book);
        assert!([ErrorCode::BackupNotOurs, ErrorCode::BackupUnreadable].contains(&code), "{sql}: {code:?}");
    }
}

/// A ledger with foreign triggers, views, or tables is not written to. It is set aside unchanged.
#[test]
fn nothing_hides_behind_a_name_in_the_ledger_itself() {
    for sql in hidden() {
        let Book { folder, ledger } = Book::new();
        drop(ledger);
        let path = folder.path().join("ledger.sqlite3");
        change(&path, &sql);
        let bytes = fs::read(&path).unwrap();
        let opened = Ledger::open(&path, 1, 9).unwrap();
        let aside = opened.set_aside.unwrap_or_else(|| panic!("{sql} went unseen"));
        assert!(fs::read(aside).unwrap() == bytes, "{sql}");
        assert!(opened.ledger.accounts().unwrap().is_empty());
    }
}

#[test]
fn the_statistics_that_sqlite_itself_keeps_are_no_harm() {
    let (book, place) = taken();
    change(&place, "ANALYZE");
    read(&place, &book).unwrap();
    let ledger = Ledger::open(&place, 1, 9).unwrap();
    assert_eq!((ledger.set_aside, ledger.ledger.slice(0, 9).unwrap().rows.len()), (None, 1));
}

/// Code in the file does not run before the file is checked. This trigger would run forever during an upgrade.
#[test]
fn no_rule_of_an_older_back_up_is_run() {
    let (folder, place) = super::upgrade::fixture(1, "taken.sqlite3");
    change(
        &place,
        "CREATE TRIGGER forever AFTER UPDATE ON item BEGIN
             INSERT INTO account (id, name) WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more)
             SELECT n, n FROM more WHERE n < 0;
         END",
    );
    let book = Book::new();
    assert_eq!(refusal(&place, &book), ErrorCode::BackupNotOurs);
    drop(folder);
}

#[test]
fn only_a_regular_file_of_a_likely_size_is_read() {
    let book = Book::new();
    assert_eq!(refusal(book.folder.path(), &book), ErrorCode::BackupNotOurs);
    let (_other, place) = taken();
    let log = PathBuf::from(format!("{}-wal", place.display()));
    // On Unix, a sparse file of a terabyte takes no space. Elsewhere it would.
    if cfg!(unix) {
        let length = fs::metadata(&place).unwrap().len();
        let file = File::options().write(true).open(&place).unwrap();
        file.set_len(1 << 40).unwrap();
        assert_eq!(refusal(&place, &book), ErrorCode::BackupNotOurs);
        file.set_len(length).unwrap();
        File::create(&log).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(refusal(&place, &book), ErrorCode::BackupNotOurs);
        fs::remove_file(&log).unwrap();
    }
    fs::create_dir(&log).unwrap();
    assert_eq!(refusal(&place, &book), ErrorCode::BackupNotOurs);
    fs::remove_dir(&log).unwrap();
    // A leftover journal, as when the file was copied in the middle of a change.
    let half = PathBuf::from(format!("{}-journal", place.display()));
    File::create(&half).unwrap().write_all(&[7; 512]).unwrap();
    assert_eq!(refusal(&place, &book), ErrorCode::BackupUnreadable);
    fs::remove_file(&half).unwrap();
    read(&place, &book).unwrap();
}

#[cfg(unix)]
#[test]
fn no_pipe_and_no_device_is_waited_for() {
    let book = Book::new();
    let pipe = tempfile::tempdir().unwrap();
    let path = pipe.path().join("taken.sqlite3");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert_eq!(refusal(&path, &book), ErrorCode::BackupNotOurs);
    assert_eq!(refusal(Path::new("/dev/zero"), &book), ErrorCode::BackupNotOurs);
    let link = pipe.path().join("link.sqlite3");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    assert_eq!(refusal(&link, &book), ErrorCode::BackupNotOurs);
}

/// SQLite keeps a file's schema in memory, so the app reads no more of it than a ledger has.
#[test]
fn what_is_made_of_too_much_is_refused() {
    let (book, place) = taken();
    change(
        &place,
        "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 50000)
         INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
         SELECT 'view', 'v' || n, 'v' || n, 0, 'CREATE VIEW v' || n || ' AS SELECT 1' FROM more",
    );
    assert_eq!(refusal(&place, &book), ErrorCode::BackupUnreadable);
}

/// Rows that no statement of the app could have written are not restored either.
#[test]
fn rows_that_break_a_rule_are_refused() {
    for sql in [
        "PRAGMA ignore_check_constraints = ON; INSERT INTO item (batch, fan, phase, outcome, began, ended)
             SELECT id, 'nobody', 'done', 'failed', 1, 1 FROM batch",
        "UPDATE account SET name = CAST(x'ff' AS TEXT)",
        "UPDATE batch SET added = -1",
        "UPDATE batch SET name = CAST(zeroblob(20000000) AS TEXT)",
    ] {
        let (book, place) = taken();
        change(&place, sql);
        assert_eq!(refusal(&place, &book), ErrorCode::BackupUnreadable, "{sql}");
    }
}
