//! What is left after the app ended, however it ended. Also files that are damaged, foreign, or not writable.

use std::fs;

use crate::common::Stage;
use crate::common::claims::begin_sending;
use velvet_core::{
    ids::{AccountId, FanId},
    ledger::{Intent, Ledger},
    view::{Action, Appearance, Cause, ErrorCode, LedgerState, Notice, Outcome, Preferences},
};

#[tokio::test(flavor = "multi_thread")]
async fn log_key_account_and_preferences_survive() {
    let stage = Stage::ready().await;
    let other = stage.service.accounts()[1].account_id.clone();
    stage.add().await;
    stage.app.accounts().await.choose(other.clone()).await.unwrap();
    let dark = Preferences { appearance: Appearance::Dark, ..Preferences::default() };
    stage.app.settings().await.save(dark).await;
    assert_eq!(*stage.events.appearances.lock().unwrap(), [Appearance::Dark], "the window's frame follows");
    let log = stage.log().await;
    let requests = stage.service.request_count();
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.chosen, state.preferences, state.accounts.len()), (Some(other), dark, 3));
    assert_eq!(stage.log().await, log);
    assert_eq!(stage.service.request_count(), requests, "a start costs no credit");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_stay_hidden_until_the_app_closes_and_are_from_the_start_if_wished() {
    let stage = Stage::ready().await;
    assert!(!stage.app.state().await.names_hidden);
    assert!(stage.app.settings().await.hide_names(true).await.names_hidden);
    assert!(stage.app.state().await.names_hidden, "for a page that is loaded again");
    let stage = stage.restarted();
    assert!(!stage.app.state().await.names_hidden);
    let wished = Preferences { hide_names_at_start: true, ..Preferences::default() };
    assert!(!stage.app.settings().await.save(wished).await.names_hidden, "this run stays as it is");
    let stage = stage.restarted();
    assert!(stage.app.state().await.names_hidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_is_unconfirmed_after_the_next_start() {
    let stage = Stage::ready().await;
    let intended = FanId::parse(&stage.fan()).unwrap();
    let account = AccountId::new(stage.account()).unwrap();
    let Stage { service, fan, folder, clock, keychain, events, practice, app } = stage;
    drop(app);
    let path = folder.path().join("ledger.sqlite3");
    let opened = Ledger::open(&path, 1, 1).unwrap();
    let intent = Intent { account, fan: intended, action: Action::Add, undoes: None, label: None };
    let on_its_way = begin_sending(&opened.ledger, &intent, 2);
    let never_sent = opened.ledger.begin(&intent, 3).unwrap().item;
    drop(opened);
    let app = crate::common::open(&service.url(), folder.path(), &clock, &keychain, &events, &practice);
    let stage = Stage { service, fan, folder, clock, keychain, events, practice, app };
    assert_eq!(stage.app.state().await.notices, [Notice::Interrupted { count: 1 }]);
    let ended: Vec<_> = stage.log().await.into_iter().map(|row| (row.item, row.outcome, row.cause)).collect();
    assert_eq!(
        ended,
        [
            (never_sent, Some(Outcome::Stopped), None),
            (on_its_way, Some(Outcome::Unconfirmed), Some(Cause::Interrupted)),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_ledger_is_set_aside_byte_for_byte() {
    for rubbish in [b"this is no ledger at all, but somebody's text".to_vec(), vec![0; 8192], torn().await] {
        let stage = Stage::bare().await;
        let Stage { service, fan: _, folder, clock, keychain, events, practice, app } = stage;
        app.started().await;
        drop(app);
        let path = folder.path().join("ledger.sqlite3");
        fs::remove_file(&path).unwrap();
        #[allow(clippy::disallowed_methods)] // A damaged file, made on purpose.
        fs::write(&path, &rubbish).unwrap();
        let earlier = folder.path().join("ledger.damaged-1.sqlite3");
        #[allow(clippy::disallowed_methods)] // A file that was set aside before.
        fs::write(&earlier, "earlier").unwrap();
        let app = crate::common::open(&service.url(), folder.path(), &clock, &keychain, &events, &practice);
        let state = app.state().await;
        assert_eq!(state.ledger, LedgerState::Ready);
        let [Notice::LedgerSetAside { path }] = &state.notices[..] else { panic!("{:?}", state.notices) };
        assert_eq!(fs::read(path).unwrap(), rubbish);
        assert_eq!(fs::read(earlier).unwrap(), b"earlier");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_another_ledger_is_skipped_and_said_so() {
    let stage = Stage::ready().await;
    stage.add().await;
    let log = stage.log().await;
    let Stage { service, fan: _, folder, clock, keychain, events, practice, app } = stage;
    drop(app);
    let other = tempfile::tempdir().unwrap();
    let other = Ledger::open(&other.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
    other.remember_account(&AccountId::new("fansly_1").unwrap()).unwrap();
    let wal = other.path().with_file_name("ledger.sqlite3-wal");
    fs::copy(wal, folder.path().join("ledger.sqlite3-wal")).unwrap();
    let app = crate::common::open(&service.url(), folder.path(), &clock, &keychain, &events, &practice);
    let state = app.state().await;
    let [Notice::LedgerLogLeftOut { path }] = &state.notices[..] else { panic!("{:?}", state.notices) };
    assert!(path.ends_with("ledger.foreign-1.sqlite3-wal") && fs::exists(path).unwrap());
    assert_eq!(app.entries().await.slice(0, 200).await.unwrap().rows, log);
}

/// Returns a real ledger that is overwritten after its first third.
async fn torn() -> Vec<u8> {
    let stage = Stage::ready().await;
    stage.add().await;
    let path = stage.folder.path().join("ledger.sqlite3");
    let Stage { folder: _folder, app, .. } = stage;
    drop(app);
    let mut bytes = fs::read(path).unwrap();
    let length = bytes.len();
    bytes[length / 3..].fill(0xa5);
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_of_a_newer_app_is_left_alone() {
    let stage = Stage::bare().await;
    let Stage { service, fan: _, folder, clock, keychain, events, practice, app } = stage;
    app.started().await;
    drop(app);
    let path = folder.path().join("ledger.sqlite3");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = fs::read(&path).unwrap();
    let app = crate::common::open(&service.url(), folder.path(), &clock, &keychain, &events, &practice);
    let state = app.state().await;
    let LedgerState::Unavailable { failure } = state.ledger else { panic!("opened") };
    assert_eq!(
        (failure.code, &failure.params["path"]),
        (ErrorCode::LedgerNewer, &path.display().to_string())
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_in_use_is_not_opened_twice() {
    let stage = Stage::ready().await;
    let second = crate::common::open(
        &stage.service.url(),
        stage.folder.path(),
        &stage.clock,
        &stage.keychain,
        &stage.events,
        &stage.practice,
    );
    let LedgerState::Unavailable { failure } = second.state().await.ledger else { panic!("opened") };
    assert_eq!(failure.code, ErrorCode::LedgerInUse);
    assert_eq!(stage.add().await.outcome, Some(Outcome::Added));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_said_and_can_be_tried_again() {
    let stage = Stage::bare().await;
    let place = stage.folder.path().join("in-the-way");
    #[allow(clippy::disallowed_methods)] // A file in place of the folder.
    fs::write(&place, "").unwrap();
    let app = crate::common::open(
        &stage.service.url(),
        &place,
        &stage.clock,
        &stage.keychain,
        &stage.events,
        &stage.practice,
    );
    let LedgerState::Unavailable { failure } = app.state().await.ledger else { panic!("opened") };
    assert_eq!(failure.code, ErrorCode::LedgerReadOnly);
    assert!(failure.params["path"].ends_with("ledger.sqlite3"));
    fs::remove_file(&place).unwrap();
    assert_eq!(app.backups().await.reopen().await.unwrap().ledger, LedgerState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_preferences_are_set_aside_with_one_notice() {
    let stage = Stage::ready().await;
    stage
        .app
        .settings()
        .await
        .save(Preferences { appearance: Appearance::Dark, ..Preferences::default() })
        .await;
    for name in ["preferences.json", "preferences.good.json"] {
        #[allow(clippy::disallowed_methods)] // An incomplete file, made on purpose.
        fs::write(stage.folder.path().join(name), "{\"appearance\":\"da").unwrap();
    }
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert_eq!((state.preferences, state.notices), (Preferences::default(), vec![Notice::PreferencesReset]));
    assert!(stage.app.settings().await.dismiss_notices().await.notices.is_empty());
    let aside = fs::read_to_string(stage.folder.path().join("preferences.damaged-1.json")).unwrap();
    assert_eq!(aside, "{\"appearance\":\"da");
    assert!(stage.folder.path().join("preferences.good.damaged-1.json").exists());
    assert!(stage.restarted().app.state().await.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_everything_leaves_nothing_of_ours_and_only_that() {
    let stage = Stage::ready().await;
    stage.add().await;
    let (folder, logs) = (stage.folder.path(), stage.folder.path().join("logs"));
    let foreign = [folder.join("holiday.jpg"), logs.join("diary.txt")];
    let logged = logs.join("velvet-rope.2026-11-24.log");
    fs::create_dir(&logs).unwrap();
    #[allow(clippy::disallowed_methods)] // Not written by the app.
    for path in foreign.iter().chain([&logged]) {
        fs::write(path, "x").unwrap();
    }
    let state = stage.app.erase_everything().await.unwrap();
    assert_eq!(state.notices, [Notice::Erased], "it says that it has worked");
    assert_eq!((state.log.total, state.accounts.len(), state.preferences), (0, 0, Preferences::default()));
    assert!(foreign.iter().all(|path| path.exists()) && !logged.exists());
    assert_eq!(*stage.keychain.kept.lock().unwrap(), None);
    let fan = stage.fan();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = fs::read(path).unwrap();
        assert!(!bytes.windows(fan.len()).any(|window| window == fan.as_bytes()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_database_is_set_aside_unchanged() {
    let stage = Stage::bare().await;
    let path = stage.folder.path().join("other").join("ledger.sqlite3");
    fs::create_dir(path.parent().unwrap()).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    let opened = Ledger::open(&path, 1, 0).unwrap();
    assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), before);
}
