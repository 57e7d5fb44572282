//! The open list: opened, viewed, checked for an account, and started.

use std::{fs::File, io::Write, path::PathBuf};

use crate::common::{Stage, lists::start};
use secrecy::SecretString;
use velvet_core::view::{
    Action, BatchFilter, ErrorCode, ListGroupKind, ListProgress, Mode, RejectedRowsWords, RowReason,
    StartList,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_and_what_it_cannot_be_read_for_is_said() {
    let stage = Stage::ready().await;
    let (list, gone) = (stage.folder.path().join("Friday.csv"), stage.folder.path().join("gone.csv"));
    #[allow(clippy::disallowed_methods)] // A test file need not survive a crash.
    std::fs::write(&list, format!("Name,User ID\nZoë,{}\nJamie,jamie?\n", stage.fans(0..1)[0])).unwrap();
    let view = stage.app.lists().await.open(list.clone()).await.unwrap();
    assert_eq!((view.file.as_deref(), view.name.as_str(), view.ready), (Some("Friday.csv"), "Friday", 1));
    assert!(!stage.events.readings.lock().unwrap().is_empty());
    assert_eq!(stage.app.lists().await.open(gone).await.unwrap_err().code, ErrorCode::ListGone);
    let still = stage.app.state().await.list;
    assert_eq!(still.map(|still| still.revision), Some(view.revision), "what was open stays open");

    let rows = stage.app.lists().await.rows(ListGroupKind::NotAFan, 0, 200).await.unwrap();
    assert_eq!((rows.revision, rows.total, rows.rows[0].row), (view.revision, 1, 3));
    let reasons = [("letters".to_owned(), "no, digits only".to_owned())].into();
    let left_out = stage
        .app
        .lists()
        .await
        .rejected_rows(RejectedRowsWords { name: "left out".to_owned(), reasons })
        .unwrap();
    assert_eq!(left_out.file_name(), "Friday – left out.csv");
    let place = stage.folder.path().join("left out.csv");
    assert_eq!(left_out.write(place.clone()).await.unwrap(), "left out.csv");
    let written = std::fs::read_to_string(place).unwrap();
    assert!(written.contains("Jamie,jamie?,\"no, digits only\"") && !written.contains("Zoë"), "{written}");

    let label = stage.app.lists().await.start(start(&view)).await.unwrap();
    stage.until_ended(label.id).await;
    let rows = stage.app.batches().await.rows(label.id, BatchFilter::Latest, 0, 1).await.unwrap().rows;
    assert_eq!(
        (label.name.as_str(), rows[0].label.as_deref(), rows[0].row),
        ("Friday", Some("Zoë"), Some(2))
    );
}

/// Writes a file with this many rows, each with two IDs and a note.
fn file(stage: &Stage, rows: u64, note: &str) -> PathBuf {
    let path = stage.folder.path().join("large.csv");
    let row = |n| format!("{},227317562784874496,{note}\n", 843_584_256_474_116_096 + n * 4_194_304);
    #[allow(clippy::disallowed_methods)] // A test file need not survive a crash.
    std::fs::write(&path, (0..rows).map(row).collect::<String>()).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_changed_is_said_when_the_rows_skipped_are_written() {
    let stage = Stage::ready().await;
    // A file of more than 16 MiB. Smaller ones are kept in memory as they were.
    let path = file(&stage, 1_000, &"x".repeat(17 << 10));
    stage.app.lists().await.open(path.clone()).await.unwrap();
    let words = RejectedRowsWords { name: "left out".to_owned(), reasons: [].into() };
    let left_out = stage.app.lists().await.rejected_rows(words).unwrap();
    File::options().append(true).open(path).unwrap().write_all(b"1\n").unwrap();
    let place = stage.folder.path().join("left out.csv");
    let failure = left_out.write(place.clone()).await.unwrap_err();
    assert_eq!((failure.code, failure.params["file"].as_str()), (ErrorCode::ListChanged, "large.csv"));
    assert!(!place.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_a_long_list_tells_how_much_of_it_is_written_down() {
    let stage = Stage::ready().await;
    let list = stage.app.lists().await.open(file(&stage, 20_000, "")).await.unwrap();
    stage.events.readings.lock().unwrap().clear();
    let batch = stage.app.lists().await.start(start(&list)).await.unwrap();
    stage.app.batches().await.stop(batch.id).await.unwrap();
    let told = stage.events.readings.lock().unwrap().clone();
    assert_eq!(told.first(), Some(&ListProgress { done: 10_000, total: 20_000, rows: 10_000 }));
    stage.until_ended(batch.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_columns_is_a_reading_that_is_told_of_and_can_be_ended() {
    let stage = Stage::ready().await;
    stage.app.lists().await.open(file(&stage, 50_000, "")).await.unwrap();
    stage.events.readings.lock().unwrap().clear();
    let view = stage.app.lists().await.choose_columns(1, None).await.unwrap();
    assert_eq!((view.id_column, view.ready), (1, 1));
    assert!(!stage.events.readings.lock().unwrap().is_empty());
    let told = stage.events.read_on.notified();
    let close = async {
        told.await;
        stage.app.lists().await.close().await.unwrap();
    };
    let (chosen, ()) = tokio::join!(stage.app.lists().await.choose_columns(0, None), close);
    assert_eq!(chosen.unwrap_err().code, ErrorCode::ListOutdated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_the_open_list_does_not_end_the_reading_of_another() {
    let stage = Stage::ready().await;
    let open = stage.paste(&stage.fans(0..3)).await;
    let told = stage.events.read_on.notified();
    let check = async {
        told.await;
        stage.app.lists().await.check(open.account.clone(), Action::Add).await.unwrap();
    };
    let (read, ()) = tokio::join!(stage.app.lists().await.open(file(&stage, 50_000, "")), check);
    assert_eq!(read.unwrap().rows, 50_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_started_as_it_was_shown_and_once() {
    let stage = Stage::ready().await;
    let seen = stage.paste(&stage.fans(0..5)).await;
    let other = stage.service.accounts()[1].account_id.clone();
    let now = stage.app.lists().await.check(other.clone(), Action::Add).await.unwrap();
    assert!(now.revision > seen.revision && now.account == other);
    assert_eq!(stage.app.lists().await.start(start(&seen)).await.unwrap_err().code, ErrorCode::ListOutdated);
    let batch = stage.app.lists().await.start(start(&now)).await.unwrap();
    assert_eq!(batch.account, other);
    assert_eq!(stage.app.lists().await.start(start(&now)).await.unwrap_err().code, ErrorCode::ListOutdated);
    stage.until_ended(batch.id).await;
    assert_eq!(stage.app.batches().await.page(0, 200).await.unwrap().total, 1);
    let failure = stage.app.lists().await.check(other, Action::Add).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::ListOutdated, "there is none open");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_added_before_is_sent_again_only_when_asked_for() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..10);
    stage.until_ended(stage.begin(&fans).await.id).await;
    let list = stage.paste(&fans).await;
    assert_eq!(list.ready, 0);
    let failure = stage.app.lists().await.start(start(&list)).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::ListNothingToDo);
    // No time has passed. Fans whose add ended in the same millisecond must be sent again too.
    let again = StartList { include: vec![ListGroupKind::AddedBefore], ..start(&list) };
    let batch = stage.app.lists().await.start(again).await.unwrap();
    assert_eq!(stage.until_ended(batch.id).await.counts.added, 10);
    assert_eq!(stage.writes(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_only_for_accounts_of_this_key() {
    let stage = Stage::ready().await;
    let list = stage.paste(&stage.fans(0..5)).await;
    let failure = stage.app.lists().await.check("fansly_other".to_owned(), Action::Add).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::AccountUnknown);
    let practice = stage.with_practice().await;
    let there = stage.app.modes().await.set(Mode::Practice).await.unwrap().list.unwrap();
    assert_eq!(there.account, practice.accounts()[0].account_id, "checked for whom it would be sent now");
    assert_eq!(stage.app.lists().await.start(start(&list)).await.unwrap_err().code, ErrorCode::ListOutdated);
    stage.app.lists().await.close().await.unwrap();
    assert!(stage.app.state().await.list.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn unlikely_ids_are_sent_only_if_the_user_wants_it() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..2);
    let unlikely = "9671311744633754624";
    let list = stage.paste(&[fans[0].clone(), unlikely.to_owned(), fans[1].clone()]).await;
    assert_eq!(list.ready, 2);
    let rows = stage.app.lists().await.rows(ListGroupKind::Unlikely, 0, 9).await.unwrap().rows;
    assert_eq!((rows[0].text.as_str(), rows[0].reason), (unlikely, Some(RowReason::DigitTooMany)));
    let (before, unlikely_too) = (ListGroupKind::AddedBefore, ListGroupKind::Unlikely);
    for (include, sent) in [(&[before][..], 2), (&[before, unlikely_too], 3)] {
        let list = stage.paste(&[fans[0].clone(), unlikely.to_owned(), fans[1].clone()]).await;
        let start = StartList { include: include.to_vec(), ..start(&list) };
        let batch = stage.app.lists().await.start(start).await.unwrap();
        assert_eq!(stage.until_ended(batch.id).await.counts.total, sent);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_started_list_is_checked_for_another_account_and_what_was_started_stays() {
    let stage = Stage::ready().await;
    let accounts = stage.service.accounts();
    let (first, other) = (&accounts[0].account_id, &accounts[1].account_id);
    let fans = stage.fans(0..6);
    // The other account has added the first fan before.
    stage.app.items().await.add(other.clone(), fans[0].clone()).await.unwrap();
    let batch = stage.begin(&fans).await;
    assert_eq!((&batch.account, stage.app.state().await.started_list), (first, Some(batch.id)));
    stage.until_ended(batch.id).await;

    let failure = stage.app.lists().await.reopen(batch.id + 1, other.clone()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::ListOutdated);
    let failure = stage.app.lists().await.reopen(batch.id, "fansly_other".to_owned()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::AccountUnknown);
    assert!(stage.app.state().await.list.is_none(), "and nothing was opened");

    let list = stage.app.lists().await.reopen(batch.id, other.clone()).await.unwrap();
    let groups: Vec<_> = list.groups.iter().map(|group| (group.kind, group.count)).collect();
    assert_eq!((&list.account, list.ready), (other, 5));
    assert_eq!(groups, [(ListGroupKind::Ready, 5), (ListGroupKind::AddedBefore, 1)]);
    // Leaving that check loses nothing.
    stage.app.lists().await.close().await.unwrap();
    let list = stage.app.lists().await.reopen(batch.id, other.clone()).await.unwrap();
    let second = stage.app.lists().await.start(start(&list)).await.unwrap();
    assert_eq!((&second.account, stage.until_ended(second.id).await.counts.added), (other, 5));
    let before = stage.app.batches().await.get(batch.id).await.unwrap();
    assert_eq!((&before.account, before.counts), (first, stage.until_ended(batch.id).await.counts));
    assert!(fans.iter().all(|fan| stage.service.is_vip(first, fan) && stage.service.is_vip(other, fan)));

    // Now only the list of the second batch is kept.
    assert_eq!(stage.app.state().await.started_list, Some(second.id));
    let failure = stage.app.lists().await.reopen(batch.id, other.clone()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::ListOutdated);
    let back = stage.app.lists().await.reopen(second.id, first.clone()).await.unwrap();
    assert_eq!((back.ready, back.groups[0].kind), (0, ListGroupKind::AddedBefore));
    assert_eq!(stage.app.erase_everything().await.unwrap().started_list, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_usernames_is_a_list_of_them() {
    let stage = Stage::ready().await;
    let list =
        stage.app.lists().await.paste("@jamie, @alex https://fansly.com/kay".to_owned()).await.unwrap();
    assert_eq!((list.rows, list.names.map(|names| names.count)), (3, Some(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_checked_without_a_key_and_cannot_be_started() {
    let stage = Stage::bare().await;
    let list =
        stage.app.lists().await.paste("843584256474116096\n227317562784874496".to_owned()).await.unwrap();
    assert_eq!((list.rows, list.account.as_str()), (2, ""));
    assert_eq!(stage.app.lists().await.start(start(&list)).await.unwrap_err().code, ErrorCode::KeyMissing);
    // With a key, it is checked for the account.
    let key = SecretString::from(stage.service.key());
    let state = stage.app.keys().await.save(key).await.unwrap();
    assert_eq!(state.list.map(|list| list.account), Some(stage.account()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_ids_and_usernames_has_one_fan_in_each_row() {
    let stage = Stage::ready().await;
    let fans = stage.service.samples(2);
    let table = format!("{}\t@jamie\n\n{}\t@alex\n", fans[0].0, fans[1].0);
    let list = stage.app.lists().await.paste(table).await.unwrap();
    assert_eq!((list.rows, list.ready, list.names), (2, 2, None));
    let rows = stage.app.lists().await.rows(ListGroupKind::Ready, 0, 9).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 3], "as an editor numbers them");
}
