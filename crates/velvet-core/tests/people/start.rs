use std::time::Duration;

use velvet_core::{
    clock::Clock,
    view::{Action, ListGroupKind, Outcome, Speed, StartList},
};

use crate::{common::Stage, desk::VIPS};

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_looks_first_keeps_what_it_saw() {
    let stage = Stage::ready().await;
    stage.later().await;
    let vip = stage.truth().into_iter().next().unwrap();
    let list = stage.app.paste_list(format!("{vip}\n{}", stage.fan())).await.unwrap();
    assert_eq!(list.action, Action::Add);
    let start = StartList { revision: list.revision, speed: Speed::Fast, again: false, look_first: true };
    let batch = stage.app.start_list(start).await.unwrap();
    stage.app.idle().await;
    let ended = stage.app.batch(batch.id).await.unwrap();
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
    let list = stage.app.paste_list(format!("{vip}\n{}", stage.fan())).await.unwrap();
    let kinds: Vec<_> = list.groups.iter().map(|group| (group.kind, group.count)).collect();
    assert_eq!((kinds, list.ready), (vec![(ListGroupKind::Ready, 1), (ListGroupKind::Vip, 1)], 1));
    assert!(list.vips.unwrap().fresh);
    let (pages, writes) = (stage.pages(), stage.writes());
    let start = StartList { revision: list.revision, speed: Speed::Fast, again: false, look_first: false };
    let batch = stage.app.start_list(start).await.unwrap();
    stage.app.idle().await;
    assert_eq!((stage.pages(), stage.writes()), (pages, writes + 1));
    let ended = stage.app.batch(batch.id).await.unwrap();
    assert_eq!((ended.counts.already, ended.counts.added, ended.looked, ended.can_undo), (1, 1, true, 1));
    stage.app.undo_batch(batch.id).await.unwrap();
    stage.app.idle().await;
    assert!(stage.service.is_vip(&stage.account(), &vip), "who was VIP before stays VIP");
    // An old list says nothing about now.
    stage.clock.sleep(Duration::from_secs(16 * 60)).await;
    let other = stage.truth().into_iter().find(|one| *one != vip && *one != stage.fan()).unwrap();
    let list = stage.app.paste_list(other).await.unwrap();
    assert_eq!((list.ready, list.vips.unwrap().fresh), (1, false));
}
