use std::time::Duration;

use velvet_core::{
    clock::Clock,
    view::{Action, ListGroupKind, Outcome, Speed, StartList},
};

use super::desk::VIPS;
use crate::common::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_looks_first_keeps_what_it_saw() {
    let stage = Stage::ready().await;
    stage.later().await;
    let vip = stage.truth().into_iter().next().unwrap();
    let list = stage.app.lists().await.paste(format!("{vip}\n{}", stage.fan())).await.unwrap();
    assert_eq!(list.action, Action::Add);
    let start =
        StartList { revision: list.revision, speed: Speed::Fast, include: Vec::new(), look_first: true };
    let batch = stage.app.lists().await.start(start).await.unwrap();
    stage.app.idle().await;
    let ended = stage.app.batches().await.get(batch.id).await.unwrap();
    assert_eq!((ended.counts.already, ended.counts.added, ended.looked), (1, 1, true));
    assert_eq!(stage.shown().await, stage.truth());
    assert!(stage.view(&VIPS).await.read.is_some());
    let rows = stage.log().await;
    assert!(rows.iter().any(|row| row.fan == vip && row.outcome == Some(Outcome::Already)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_read_just_now_need_not_be_read_again() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let vip = stage.truth().into_iter().next().unwrap();
    let list = stage.app.lists().await.paste(format!("{vip}\n{}", stage.fan())).await.unwrap();
    let kinds: Vec<_> = list.groups.iter().map(|group| (group.kind, group.count)).collect();
    assert_eq!((kinds, list.ready), (vec![(ListGroupKind::Ready, 1), (ListGroupKind::Vip, 1)], 1));
    assert!(list.vips.unwrap().fresh);
    let (pages, writes) = (stage.pages(), stage.writes());
    let start =
        StartList { revision: list.revision, speed: Speed::Fast, include: Vec::new(), look_first: false };
    let batch = stage.app.lists().await.start(start).await.unwrap();
    stage.app.idle().await;
    assert_eq!((stage.pages(), stage.writes()), (pages, writes + 1));
    let ended = stage.app.batches().await.get(batch.id).await.unwrap();
    assert_eq!((ended.counts.already, ended.counts.added, ended.looked, ended.can_undo), (1, 1, true, 1));
    stage.app.batches().await.undo(batch.id).await.unwrap();
    stage.app.idle().await;
    assert!(stage.service.is_vip(&stage.account(), &vip), "who was VIP before stays VIP");
    // An old list says nothing about the present.
    stage.clock.sleep(Duration::from_secs(16 * 60)).await;
    let other = stage.truth().into_iter().find(|one| *one != vip && *one != stage.fan()).unwrap();
    let list = stage.app.lists().await.paste(other).await.unwrap();
    assert_eq!((list.ready, list.vips.unwrap().fresh), (1, false));
}

/// "Nothing will be sent" is the truth: what cannot be written down whole leaves no batch behind that runs.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_fails_leaves_no_batch_and_the_list_open() {
    let stage = Stage::ready().await;
    stage.read(&VIPS, false).await.unwrap();
    let vip = stage.truth().into_iter().next().unwrap();
    let list = stage.app.lists().await.paste(format!("{vip}\n{}", stage.fan())).await.unwrap();
    let start = |revision| StartList { revision, speed: Speed::Fast, include: Vec::new(), look_first: false };
    let ledger = rusqlite::Connection::open(stage.folder.path().join("ledger.sqlite3")).unwrap();
    ledger
        .execute_batch(
            "CREATE TRIGGER in_the_way BEFORE UPDATE OF outcome ON item WHEN NEW.outcome = 'already'
             BEGIN SELECT RAISE(ABORT, 'in the way'); END",
        )
        .unwrap();
    stage.app.lists().await.start(start(list.revision)).await.unwrap_err();
    ledger.execute_batch("DROP TRIGGER in_the_way").unwrap();
    assert_eq!(stage.app.batches().await.page(0, 10).await.unwrap().total, 0);
    let state = stage.app.state().await;
    assert!(state.batches.is_empty() && state.list.is_some());
    let begun = stage.app.lists().await.start(start(state.list.unwrap().revision)).await.unwrap();
    stage.app.idle().await;
    let ended = stage.app.batches().await.get(begun.id).await.unwrap();
    assert_eq!((ended.counts.already, ended.counts.added), (1, 1));
}
