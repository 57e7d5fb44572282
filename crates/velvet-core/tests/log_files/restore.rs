use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use velvet_core::view::{Action, ErrorCode, LedgerState, Mode};

use super::book::{Book, FAN};
use crate::common::Stage;

/// Saves a backup of a log with one row.
fn taken(stage: &Stage) -> PathBuf {
    let book = Book::new();
    book.single(FAN, Action::Add, None, 1);
    let place = stage.folder.path().join("taken.db");
    book.ledger.save_backup(&place).unwrap();
    place
}

async fn refused(stage: &Stage, place: &Path, code: ErrorCode) {
    let before = names(stage);
    let failure = stage.app.backups().await.restore(place.to_owned()).await.unwrap_err();
    assert_eq!(failure.code, code);
    assert_eq!(failure.params["file"], place.file_name().unwrap().to_string_lossy());
    assert_eq!(stage.log().await[0].fan, stage.fan(), "the log is as it was");
    assert_eq!(names(stage), before, "nothing is left");
}

fn names(stage: &Stage) -> Vec<String> {
    let entries = fs::read_dir(stage.folder.path()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_takes_the_place_of_the_log_which_is_kept() {
    let stage = Stage::ready().await;
    stage.add().await;
    let place = taken(&stage);
    let state = stage.app.backups().await.restore(place.clone()).await.unwrap();
    assert_eq!(state.log.total, 1);
    assert_eq!(stage.log().await[0].fan, FAN);
    assert!(place.exists(), "the back-up stays where it is");
    let listed = stage.service.accounts().len();
    assert_eq!(state.accounts.len(), listed, "the accounts are those of the key that is here");
    stage.add().await;
    let aside = stage.folder.path().join("ledger.before-restore-1.sqlite3");
    let state = stage.app.backups().await.restore(aside).await.unwrap();
    assert_eq!(state.log.total, 1, "and back again");
    assert_eq!(stage.log().await[0].fan, stage.fan());
    assert_eq!(stage.restarted().log().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_back_up_is_refused_and_changes_nothing() {
    let stage = Stage::ready().await;
    stage.add().await;
    let path = stage.folder.path().join("chosen.db");
    refused(&stage, &stage.folder.path().join("gone.db"), ErrorCode::BackupUnreadable).await;
    refused(&stage, &stage.folder.path().join("ledger.sqlite3"), ErrorCode::BackupUnreadable).await;
    for bytes in [&b""[..], b"a letter", &vec![7; 100_000]] {
        File::create(&path).unwrap().write_all(bytes).unwrap();
        refused(&stage, &path, ErrorCode::BackupNotOurs).await;
    }
    fs::remove_file(&path).unwrap();
    let foreign = Connection::open(&path).unwrap();
    foreign
        .execute_batch("CREATE TABLE cookies (id); PRAGMA application_id = 7; PRAGMA user_version = 2")
        .unwrap();
    drop(foreign);
    refused(&stage, &path, ErrorCode::BackupNotOurs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_that_somebody_changed_is_refused() {
    let stage = Stage::ready().await;
    stage.add().await;
    for (change, code) in [
        ("PRAGMA user_version = 999", ErrorCode::BackupNewer),
        ("CREATE TRIGGER x AFTER INSERT ON item BEGIN DELETE FROM account; END", ErrorCode::BackupNotOurs),
        ("DROP TRIGGER item_ends_once", ErrorCode::BackupNotOurs),
        ("CREATE TABLE more (id)", ErrorCode::BackupNotOurs),
        ("PRAGMA foreign_keys = OFF; DELETE FROM batch", ErrorCode::BackupUnreadable),
        ("UPDATE item SET id = 1000000000000", ErrorCode::BackupOtherMode),
    ] {
        let place = taken(&stage);
        Connection::open(&place).unwrap().execute_batch(change).unwrap();
        refused(&stage, &place, code).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_with_damage_anywhere_is_refused_or_is_whole() {
    let stage = Stage::ready().await;
    stage.add().await;
    let place = taken(&stage);
    let whole = fs::read(&place).unwrap();
    let mut refusals = 0;
    for page in 0..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
        File::create(&place).unwrap().write_all(&bytes).unwrap();
        match stage.app.backups().await.restore(place.clone()).await {
            Err(failure) => {
                let damaged = [ErrorCode::BackupUnreadable, ErrorCode::BackupNotOurs].contains(&failure.code);
                assert!(damaged, "page {page}: {failure:?}");
                refusals += 1;
            }
            Ok(state) => panic!("page {page} was taken: {:?}", state.log),
        }
        assert_eq!(stage.log().await[0].fan, stage.fan());
    }
    // A truncated file does not match the length in its header.
    File::create(&place).unwrap().write_all(&whole[..whole.len() / 2]).unwrap();
    stage.app.backups().await.restore(place).await.unwrap_err();
    assert!(refusals > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_exchanged_while_somebody_waits() {
    let stage = Stage::ready().await;
    let place = taken(&stage);
    let meanwhile = Box::pin(async {
        let failure = stage.app.backups().await.restore(place.clone()).await.unwrap_err();
        let item = stage.log().await[0].item;
        stage.app.items().await.stop_waiting(item).await.unwrap();
        failure
    });
    let (row, failure) = Box::pin(stage.add_that_waits(meanwhile)).await;
    assert_eq!(failure.code, ErrorCode::BatchesRunning);
    assert_eq!(stage.log().await[0].item, row.item);
    stage.app.backups().await.restore(place).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_and_the_truth_are_not_taken_for_each_other() {
    let stage = Stage::ready().await;
    stage.add().await;
    let place = taken(&stage);
    let _practice = stage.with_practice().await;
    stage.app.modes().await.set(Mode::Practice).await.unwrap();
    let failure = stage.app.backups().await.restore(place).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::BackupOtherMode);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_another_program_uses_is_not_replaced_and_resumes() {
    let stage = Stage::ready().await;
    stage.add().await;
    let place = taken(&stage);
    let other = Connection::open(stage.folder.path().join("ledger.sqlite3")).unwrap();
    assert_eq!(other.query_row("SELECT count(*) FROM item", [], |row| row.get(0)), Ok(1));
    let failure = stage.app.backups().await.restore(place.clone()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::LedgerInUse);
    assert_eq!(stage.log().await[0].fan, stage.fan());
    assert_eq!(stage.app.state().await.ledger, LedgerState::Ready);
    drop(other);
    assert_eq!(stage.app.backups().await.restore(place).await.unwrap().log.total, 1);
    assert_eq!(stage.log().await[0].fan, FAN);
}
