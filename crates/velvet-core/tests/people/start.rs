use velvet_core::view::{Action, Outcome, Pace, StartList};

use crate::{common::Stage, desk::VIPS};

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_looks_first_keeps_what_it_saw() {
    let stage = Stage::ready().await;
    stage.later().await;
    let vip = stage.truth().into_iter().next().unwrap();
    let list = stage.app.paste_list(format!("{vip}\n{}", stage.fan())).await.unwrap();
    assert_eq!(list.action, Action::Add);
    let start = StartList { revision: list.revision, pace: Pace::Fast, again: false, look_first: true };
    let batch = stage.app.start_list(start).await.unwrap();
    stage.app.idle().await;
    let ended = stage.app.batch(batch.id).await.unwrap();
    assert_eq!((ended.counts.already, ended.counts.added, ended.looked), (1, 1, true));
    assert_eq!(stage.shown().await, stage.truth());
    assert!(stage.view(&VIPS).await.read.is_some());
    let rows = stage.log().await;
    assert!(rows.iter().any(|row| row.fan == vip && row.outcome == Some(Outcome::Already)));
}
