use std::fs;

use rusqlite::Connection;
use velvet_core::{
    ids::{AccountId, FanId},
    ledger::{Completion, Intent, Ledger, Restorable},
    view::{Action, Cause, CourseWait, ErrorCode, Failure, Outcome, WaitReason},
};

use super::book::{Book, FAN};
use crate::common::Stage;

const OTHER: &str = "227317562784874496";

/// Returns the tables of a file, without the WAL tag, which describes the file and not the log.
fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'wal_tag' ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Returns the content of a file, table by table.
pub fn dump(path: &std::path::Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for table in tables(&connection) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> =
                (0..columns).map(|place| format!("{:?}", row.get_ref(place).unwrap())).collect();
            lines.push(format!("{table} {}", values.join(" ")));
        }
    }
    lines
}

/// Returns a ledger with rows in each of its tables.
fn filled() -> Book {
    let book = Book::new();
    let first = book.single(FAN, Action::Add, None, 1);
    book.single(FAN, Action::Remove, Some(first), 2);
    let batch = book.list("Friday", &[(FAN.to_owned(), Some("Jamie".to_owned())), (OTHER.to_owned(), None)]);
    book.ledger.set_notes(&[FanId::parse(FAN).unwrap()], "likes \u{1f98a}, 'quotes' and \"more\"").unwrap();
    let wait = CourseWait { from: 3, until: 9, why: WaitReason::Told };
    book.ledger.waited(batch, &wait).unwrap();
    let other = Connection::open(book.path("ledger.sqlite3")).unwrap();
    other
        .execute_batch(&format!(
            "INSERT INTO person (fan, username, name) VALUES ('{FAN}', 'jamie', NULL), ('{OTHER}', NULL, 'Noa \u{5e0}');
             INSERT INTO looked_up (account, text, fans, more, read) VALUES ('fansly_1', 'jamie', '[]', 0, 5);
             INSERT INTO vip_list (account, began, read, known, pages, nameless) VALUES ('fansly_1', 7, 6, 'sure', 2, 0);
             INSERT INTO rule (name, source) VALUES ('Top', '{{}}');"
        ))
        .unwrap();
    for table in tables(&other) {
        let rows = format!("SELECT count(*) FROM {table}");
        assert_ne!(other.query_row(&rows, [], |row| row.get(0)), Ok(0), "nothing would be known of {table}");
    }
    book
}

#[test]
fn a_back_up_is_the_whole_ledger_in_one_file() {
    let book = filled();
    let place = book.path("taken.sqlite3");
    book.ledger.save_backup(&place).unwrap();
    assert!(!book.path("taken.sqlite3-wal").exists());
    let rows = book.rows();
    // A second backup replaces the first.
    book.single(OTHER, Action::Add, None, 2);
    book.ledger.save_backup(&place).unwrap();
    let again = Ledger::open(&place, 1, 9).unwrap().ledger;
    assert_eq!(again.slice(1, 200).unwrap().rows, rows);
    assert_eq!(again.slice(0, 200).unwrap().rows, book.rows());
    drop(again);
    drop(book.ledger);
    assert_eq!(dump(&place), dump(&book.folder.path().join("ledger.sqlite3")));
}

#[test]
fn saved_and_brought_back_it_says_the_same() {
    let book = filled();
    let (place, other) = (book.path("taken.sqlite3"), Book::new());
    book.ledger.save_backup(&place).unwrap();
    let path = other.path("ledger.sqlite3");
    drop(other.ledger);
    drop(Restorable::read(&place, &path, &(1..=999)).unwrap().take_place(&path).unwrap());
    assert_eq!(dump(&path), dump(&place));
    let schema = |path: &std::path::Path| -> String {
        let sql = "SELECT group_concat(type || name || coalesce(sql, '')) FROM sqlite_schema";
        Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(schema(&path), schema(&place));
}

/// A batch's counts change as items end. Restoring must not count items again, and later items must still be counted.
#[test]
fn what_was_counted_is_not_counted_twice() {
    let book = filled();
    let (place, other) = (book.path("taken.sqlite3"), Book::new());
    book.ledger.save_backup(&place).unwrap();
    let path = other.path("ledger.sqlite3");
    drop(other.ledger);
    drop(Restorable::read(&place, &path, &(1..=999)).unwrap().take_place(&path).unwrap());
    let ledger = Ledger::open(&path, 1, 9).unwrap().ledger;
    let intent = Intent {
        account: AccountId::new("fansly_1").unwrap(),
        fan: FanId::parse(OTHER).unwrap(),
        action: Action::Add,
        undoes: None,
        label: None,
    };
    let item = ledger.begin(&intent, 9).unwrap().item;
    ledger.end(item, &Completion::because(Outcome::Unconfirmed, Cause::NoReply), 9).unwrap();
    ledger.end(item, &Completion { marks: Some(4), ..Completion::of(Outcome::Added) }, 9).unwrap();
    drop(ledger);
    let differ: i64 = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT count(*) FROM batch WHERE (total, added, removed, already, failed, unsure, stopped) <>
                (SELECT count(*), total(outcome = 'added'), total(outcome = 'removed'), total(outcome = 'already'),
                        total(outcome = 'failed'), total(outcome = 'unsure'), total(outcome = 'stopped')
                 FROM item WHERE item.batch = batch.id)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(differ, 0);
}

#[test]
fn a_place_that_cannot_be_written_is_told_by_its_name() {
    let book = Book::new();
    let failure = book.ledger.save_backup(&book.path("no such folder").join("x.sqlite3"));
    let failure = Failure::from(failure.unwrap_err());
    assert_eq!((failure.code, failure.params["file"].as_str()), (ErrorCode::BackupNotSaved, "x.sqlite3"));
    let beside = ["", "-lock", "-shm", "-wal"].map(|end| format!("ledger.sqlite3{end}"));
    assert_eq!(book.files(), beside);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_in_no_back_up_and_no_export() {
    let stage = Stage::ready().await;
    stage.add().await;
    let key = stage.service.key().to_owned();
    let place = stage.folder.path().join("taken.db");
    stage.app.backups().await.save(place.clone()).await.unwrap();
    let mut files = vec![place];
    for format in super::book::FORMATS {
        let found =
            stage.app.entries().await.find(velvet_core::view::LogQuery::default()).await.unwrap().found;
        let selection = velvet_core::view::Selection { found, ranges: vec![(0, 1)] };
        let export = stage.app.entries().await.export(&selection, format, super::book::words()).unwrap();
        let path = stage.folder.path().join(export.file_name());
        assert_eq!(export.write(path.clone()).await.unwrap(), path.file_name().unwrap().to_string_lossy());
        files.push(path);
    }
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.len() > 100, "{}", file.display());
        assert!(!bytes.windows(key.len()).any(|part| part == key.as_bytes()), "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_apps_own_files_are_not_written_over() {
    let stage = Stage::ready().await;
    stage.add().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let linked = elsewhere.path().join("my fans.csv");
    fs::hard_link(stage.folder.path().join("ledger.sqlite3"), &linked).unwrap();
    let names = [
        "ledger.sqlite3",
        "ledger.sqlite3-wal",
        "preferences.json",
        "preferences.good.json",
        "Ledger.SQLITE3",
        "ledger.sqlite3-shm",
    ];
    for path in names.map(|name| stage.folder.path().join(name)).into_iter().chain([linked]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let failure = stage.app.backups().await.save(path.clone()).await.unwrap_err();
        assert_eq!(failure.code, ErrorCode::BackupNotSaved, "{name}");
        let found =
            stage.app.entries().await.find(velvet_core::view::LogQuery::default()).await.unwrap().found;
        let selection = velvet_core::view::Selection { found, ranges: vec![(0, 1)] };
        let format = velvet_core::view::ExportFormat::Csv;
        let export = stage.app.entries().await.export(&selection, format, super::book::words()).unwrap();
        assert_eq!(export.write(path).await.unwrap_err().code, ErrorCode::ExportNotSaved, "{name}");
    }
    assert_eq!(stage.restarted().log().await.len(), 1);
}
