use std::fs;

use rusqlite::Connection;
use velvet_core::{
    ledger::{Ledger, Restorable},
    view::{Action, ErrorCode},
};

use super::{
    book::{Book, FAN},
    common::Stage,
};

/// Everything in a file, table by table.
pub fn dump(path: &std::path::Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for table in ["account", "batch", "item"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY rowid")).unwrap();
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

#[test]
fn a_back_up_is_the_whole_ledger_in_one_file() {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1);
    book.list("Friday", &[(FAN.to_owned(), Some("Jamie".to_owned()))]);
    let place = book.path("taken.sqlite3");
    book.ledger.save_backup(&place).unwrap();
    assert!(!book.path("taken.sqlite3-wal").exists());
    let rows = book.rows();
    // Written over, it is the newer one.
    book.single("227317562784874496", Action::Add, None, 2);
    book.ledger.save_backup(&place).unwrap();
    let again = Ledger::open(&place, 1, 9).unwrap().ledger;
    assert_eq!(again.slice(1, 200).unwrap().rows, rows);
    assert_eq!(again.slice(0, 200).unwrap().rows, book.rows());
    drop(again);
    drop(book.ledger);
    assert_eq!(dump(&place), dump(&book.folder.path().join("ledger.sqlite3")));
}

#[test]
fn saved_and_brought_back_it_is_the_same_bit_for_bit() {
    let book = Book::new();
    book.list("Friday", &[(FAN.to_owned(), Some("Jamie".to_owned()))]);
    let (place, other) = (book.path("taken.sqlite3"), Book::new());
    book.ledger.save_backup(&place).unwrap();
    let path = other.path("ledger.sqlite3");
    drop(other.ledger);
    Restorable::read(&place, &path, &(1..=999)).unwrap().take_place(&path).unwrap();
    assert!(fs::read(&path).unwrap() == fs::read(&place).unwrap());
}

#[test]
fn a_place_that_cannot_be_written_is_told_by_its_name() {
    let book = Book::new();
    let failure = book.ledger.save_backup(&book.path("no such folder").join("x.sqlite3")).unwrap_err();
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
    stage.app.save_backup(place.clone()).await.unwrap();
    let mut files = vec![place];
    for format in super::book::FORMATS {
        let found = stage.app.find_log(velvet_core::view::LogQuery::default()).await.unwrap().found;
        let selection = velvet_core::view::Selection { found, ranges: vec![(0, 1)] };
        let export = stage.app.log_export(selection, format, super::book::words()).await.unwrap();
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
    let names =
        ["ledger.sqlite3", "ledger.sqlite3-wal", "preferences.json", "Ledger.SQLITE3", "ledger.sqlite3-shm"];
    for path in names.map(|name| stage.folder.path().join(name)).into_iter().chain([linked]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let failure = stage.app.save_backup(path.clone()).await.unwrap_err();
        assert_eq!(failure.code, ErrorCode::BackupNotSaved, "{name}");
        let found = stage.app.find_log(velvet_core::view::LogQuery::default()).await.unwrap().found;
        let selection = velvet_core::view::Selection { found, ranges: vec![(0, 1)] };
        let format = velvet_core::view::ExportFormat::Csv;
        let export = stage.app.log_export(selection, format, super::book::words()).await.unwrap();
        assert_eq!(export.write(path).await.unwrap_err().code, ErrorCode::ExportNotSaved, "{name}");
    }
    assert_eq!(stage.restarted().log().await.len(), 1);
}
