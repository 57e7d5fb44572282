//! The ledger's `-wal` file, and which ledger file it belongs to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use velvet_core::{
    ledger::{Ledger, Opened, Restorable},
    view::Action,
};

use super::book::Book;

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

/// Copies the ledger and its WAL as a killed app leaves them, into a folder of their own.
fn killed(book: &Book) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (from, path) = (book.path("ledger.sqlite3"), folder.path().join("ledger.sqlite3"));
    fs::copy(&from, &path).unwrap();
    fs::copy(log_of(&from), log_of(&path)).unwrap();
    (folder, path)
}

fn fan(number: i64) -> String {
    (843_584_256_474_116_000_i64 + number).to_string()
}

fn fans(opened: &Opened) -> Vec<String> {
    opened.ledger.slice(0, 200).unwrap().rows.into_iter().rev().map(|row| row.fan).collect()
}

fn reopened(folder: tempfile::TempDir, path: &Path) -> Book {
    let opened = Ledger::open(path, 1, 9).unwrap();
    assert_eq!((opened.set_aside, opened.left_out), (None, None));
    Book { folder, ledger: opened.ledger.into() }
}

#[test]
fn the_log_of_another_run_is_skipped_and_kept() {
    let (mine, other) = (Book::new(), Book::new());
    mine.single(&fan(1), Action::Add, None, 1);
    other.single(&fan(2), Action::Add, None, 1);
    let (_folder, log) = killed(&other);
    let path = mine.path("ledger.sqlite3");
    drop(mine.ledger);
    fs::copy(log_of(&log), log_of(&path)).unwrap();
    let bytes = fs::read(log_of(&path)).unwrap();
    let opened = Ledger::open(&path, 1, 9).unwrap();
    assert_eq!((fans(&opened), opened.set_aside.as_deref()), (vec![fan(1)], None));
    let aside = opened.left_out.unwrap();
    assert_eq!(aside, mine.folder.path().join("ledger.foreign-1.sqlite3-wal"));
    assert!(fs::read(aside).unwrap() == bytes);
}

/// All rows of a first run are in its WAL. The file has only the initial state.
#[test]
fn a_first_run_is_told_from_another_first_run() {
    let (mine, other) = (Book::new(), Book::new());
    mine.single(&fan(1), Action::Add, None, 1);
    other.single(&fan(2), Action::Add, None, 1);
    let ((_mine, path), (_other, log)) = (killed(&mine), killed(&other));
    fs::copy(log_of(&log), log_of(&path)).unwrap();
    let opened = Ledger::open(&path, 1, 9).unwrap();
    assert_eq!((fans(&opened), opened.left_out.is_some()), (vec![], true));
}

#[test]
fn an_older_file_put_back_does_not_get_the_newer_log() {
    let mut book = Book::new();
    book.single(&fan(1), Action::Add, None, 1);
    let old = {
        let (_folder, path) = killed(&book);
        drop(Ledger::open(&path, 1, 9).unwrap());
        fs::read(&path).unwrap()
    };
    for number in 2..5 {
        book.single(&fan(number), Action::Add, None, number);
        let (folder, path) = killed(&book);
        book = reopened(folder, &path);
    }
    let (_folder, path) = killed(&book);
    #[allow(clippy::disallowed_methods)] // Like a user who copies an older file back.
    fs::write(&path, old).unwrap();
    let opened = Ledger::open(&path, 1, 9).unwrap();
    assert_eq!((fans(&opened), opened.left_out.is_some()), (vec![fan(1)], true));
}

#[test]
fn a_backup_copied_over_the_file_does_not_get_its_log() {
    let book = Book::new();
    book.single(&fan(1), Action::Add, None, 1);
    let place = book.path("taken.sqlite3");
    book.ledger.save_backup(&place).unwrap();
    book.single(&fan(2), Action::Add, None, 2);
    let (_folder, path) = killed(&book);
    fs::copy(&place, &path).unwrap();
    let opened = Ledger::open(&path, 1, 9).unwrap();
    assert_eq!((fans(&opened), opened.left_out.is_some()), (vec![fan(1)], true));
}

/// However often the app is killed, its own WAL belongs to its file.
#[test]
fn the_log_of_the_ledger_itself_is_always_taken() {
    let mut book = Book::new();
    let mut all = Vec::new();
    for number in 1..6 {
        all.push(fan(number));
        book.single(&fan(number), Action::Add, None, number);
        let (folder, path) = killed(&book);
        // The app is killed once more before it writes anything.
        let again = reopened(folder, &path);
        let (folder, path) = killed(&again);
        book = reopened(folder, &path);
        let rows: Vec<_> = book.rows().into_iter().rev().map(|row| row.fan).collect();
        assert_eq!(rows, all);
    }
}

/// A backup is restored without a WAL next to it that belongs to another run.
#[test]
fn a_back_up_does_not_get_the_log_of_another_run() {
    let (mine, other, home) = (Book::new(), Book::new(), Book::new());
    mine.single(&fan(1), Action::Add, None, 1);
    other.single(&fan(2), Action::Add, None, 1);
    let place = mine.path("taken.sqlite3");
    mine.ledger.save_backup(&place).unwrap();
    fs::copy(log_of(&killed(&other).1), log_of(&place)).unwrap();
    let path = home.path("ledger.sqlite3");
    drop(home.ledger);
    drop(Restorable::read(&place, &path, &(1..=999)).unwrap().take_place(&path).unwrap());
    assert_eq!(fans(&Ledger::open(&path, 1, 9).unwrap()), [fan(1)]);
    assert!(log_of(&place).exists(), "it stays where it is");
}
