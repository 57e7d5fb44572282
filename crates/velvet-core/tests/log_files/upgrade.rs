//! Ledgers of earlier versions, from apps that were killed in the middle of work. The files are real ones, with their
//! WAL files.

use std::{
    fs::{self, File},
    io::copy,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use rusqlite::Connection;
use velvet_core::{
    ledger::{Ledger, Restorable},
    view::{ErrorCode, Failure, LogRow, Outcome},
};

/// The versions before the current one.
const OLD: [usize; 4] = [1, 2, 3, 4];

/// The version that this app writes.
const CURRENT: usize = 5;

pub fn fixture(version: usize, name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ledgers");
    for suffix in ["", "-wal"] {
        let packed = File::open(fixtures.join(format!("{version}.sqlite3{suffix}.gz"))).unwrap();
        let mut file = File::create(format!("{}{suffix}", path.display())).unwrap();
        copy(&mut GzDecoder::new(packed), &mut file).unwrap();
    }
    (folder, path)
}

/// Returns a ledger of the current version, upgraded from the one before.
fn current(name: &str) -> (tempfile::TempDir, PathBuf) {
    let (old, path) = fixture(CURRENT - 1, "ledger.sqlite3");
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(name);
    drop(Ledger::open(&path, 1, 9).unwrap());
    fs::rename(path, &place).unwrap();
    drop(old);
    (folder, place)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Checks the rows that the first version wrote, however they were upgraded.
fn tells_the_story(rows: &[LogRow]) {
    let rows: Vec<_> = rows.iter().filter(|row| row.batch.is_none()).collect();
    let singles: Vec<_> = rows.iter().rev().map(|row| (row.fan.as_str(), row.outcome)).collect();
    assert_eq!(
        singles,
        [
            ("843584256474116096", Some(Outcome::Added)),
            ("843584256474116096", Some(Outcome::Removed)),
            ("227317562784874496", Some(Outcome::Failed)),
            ("18446744073709551615", Some(Outcome::Unconfirmed)),
            ("000001", Some(Outcome::Stopped)),
            ("317226712394092544", Some(Outcome::Unconfirmed)),
        ]
    );
    let first = rows.last().unwrap();
    assert_eq!((first.account.as_str(), first.account_name.as_str()), ("fansly_8412b7d1", "Mira Rose"));
    assert_eq!((first.began, first.ended), (1_780_000_000_001, Some(1_780_000_000_400)));
    assert!(first.undone && !first.can_undo);
    assert_eq!(rows[2].account_name, "Noa & Lev – נועה");
    assert_eq!(rows[2].checked, Some(1_780_000_009_000));
}

#[test]
fn a_ledger_of_every_version_is_opened_and_nothing_of_it_is_lost() {
    for version in OLD {
        let (_folder, path) = fixture(version, "ledger.sqlite3");
        let opened = Ledger::open(&path, 1, 1_790_000_000_000).unwrap();
        assert_eq!((opened.set_aside, opened.interrupted), (None, 1), "version {version}");
        tells_the_story(&opened.ledger.slice(0, 200).unwrap().rows);
        let lists = opened.ledger.batches(0, 200).unwrap().1;
        let names: Vec<_> = lists.iter().map(|list| (list.name.as_str(), list.counts.total)).collect();
        let expected = [("Käufer, März", 2), ("Friday", 4), ("Friday", 4)];
        assert_eq!(names, if version == 1 { &[][..] } else { &expected[..] }, "version {version}");
        drop(opened.ledger);
        let again = Ledger::open(&path, 1, 1_790_000_000_000).unwrap();
        assert_eq!((again.set_aside, again.interrupted), (None, 0), "version {version}");
        tells_the_story(&again.ledger.slice(0, 200).unwrap().rows);
    }
}

#[test]
fn what_was_there_before_an_upgrade_is_kept_whole() {
    for version in OLD {
        let (folder, path) = fixture(version, "ledger.sqlite3");
        let (reference, old) = fixture(version, "ledger.sqlite3");
        drop(Ledger::open(&path, 1, 9).unwrap());
        let name = format!("ledger.before-upgrade-{version}.sqlite3");
        assert_eq!(names(folder.path()), [&name, "ledger.sqlite3", "ledger.sqlite3-lock"]);
        let content = |path: &Path| {
            let connection = Connection::open(path).unwrap();
            let read = |sql| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
            let version =
                connection.pragma_query_value(None, "user_version", |row| row.get::<_, usize>(0)).unwrap();
            let items = "SELECT group_concat(id || fan || phase || coalesce(outcome, '')) FROM item";
            (version, read(items), read("SELECT group_concat(sql) FROM sqlite_schema"))
        };
        assert_eq!(content(&folder.path().join(&name)), content(&old));
        assert_eq!(content(&old).0, version);
        drop(reference);
        // The copy can be put back and is upgraded again. The earlier copy is kept.
        fs::copy(folder.path().join(&name), &path).unwrap();
        tells_the_story(&Ledger::open(&path, 1, 9).unwrap().ledger.slice(0, 200).unwrap().rows);
        assert!(folder.path().join(format!("ledger.before-upgrade-{version}-1.sqlite3")).exists());
    }
}

#[test]
fn without_a_copy_there_is_no_upgrade() {
    for version in OLD {
        // The name of the copy would exceed the longest file name.
        let name = format!("{}.sqlite3", "l".repeat(240));
        let (folder, path) = fixture(version, &name);
        let failure = Failure::from(Ledger::open(&path, 1, 9).err().expect("it was opened"));
        assert_eq!(failure.code, ErrorCode::LedgerReadOnly);
        assert_eq!(failure.params["path"], path.display().to_string());
        let connection = Connection::open(&path).unwrap();
        let now = connection.pragma_query_value(None, "user_version", |row| row.get::<_, usize>(0)).unwrap();
        assert_eq!(now, version, "it is as it was");
        assert!(names(folder.path()).iter().all(|found| found.starts_with(&name)), "nothing is left");
    }
}

#[test]
fn a_ledger_of_this_version_is_not_copied() {
    let (folder, path) = current("ledger.sqlite3");
    drop(Ledger::open(&path, 1, 9).unwrap());
    assert_eq!(names(folder.path()), ["ledger.sqlite3", "ledger.sqlite3-lock"]);
}

#[test]
fn a_ledger_of_a_newer_app_is_refused_and_left_as_it_is() {
    let (folder, path) = current("ledger.sqlite3");
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 900).unwrap();
    drop(connection);
    let bytes = fs::read(&path).unwrap();
    let failure = Failure::from(Ledger::open(&path, 1, 9).err().expect("it was opened"));
    assert_eq!(failure.code, ErrorCode::LedgerNewer);
    assert!(fs::read(&path).unwrap() == bytes);
    assert!(
        names(folder.path()).iter().all(|name| name.starts_with("ledger.sqlite3")),
        "nothing was set aside"
    );
}

#[test]
fn a_back_up_of_every_version_is_brought_up_to_date_and_stays_as_it_is() {
    for version in 1..=CURRENT {
        let (folder, path) = match version {
            CURRENT => current("taken.sqlite3"),
            old => fixture(old, "taken.sqlite3"),
        };
        let before: Vec<_> = names(folder.path());
        let bytes = fs::read(&path).unwrap();
        let home = tempfile::tempdir().unwrap();
        let ledger = home.path().join("ledger.sqlite3");
        drop(Ledger::open(&ledger, 1, 9).unwrap());
        Restorable::read(&path, &ledger, &(1..=999)).unwrap().take_place(&ledger).unwrap();
        tells_the_story(&Ledger::open(&ledger, 1, 9).unwrap().ledger.slice(0, 200).unwrap().rows);
        let left = ["ledger.before-restore-1.sqlite3", "ledger.sqlite3", "ledger.sqlite3-lock"];
        assert_eq!(names(home.path()), left);
        assert_eq!((names(folder.path()), fs::read(&path).unwrap() == bytes), (before, true));
    }
}

#[test]
fn every_older_version_has_its_file() {
    let (_folder, path) = current("ledger.sqlite3");
    let connection = Connection::open(path).unwrap();
    let current = connection.pragma_query_value(None, "user_version", |row| row.get::<_, usize>(0)).unwrap();
    assert_eq!(
        current, CURRENT,
        "a file of the version before belongs among the fixtures, and its number into OLD"
    );
    assert_eq!(OLD.to_vec(), (1..CURRENT).collect::<Vec<_>>());
}
