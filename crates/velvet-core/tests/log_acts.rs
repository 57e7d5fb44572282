//! User actions on the log: search, notes, names, undo, and retry.

use crate::common::{Stage, lists::start};
use velvet_core::view::{
    Action, BatchState, ErrorCode, LogColumn, LogQuery, LogSort, Outcome, Selection, Standing,
};
use velvet_practice::{Fault, Rule};

fn all(found: velvet_core::view::LogFound) -> Selection {
    Selection { found: found.found, ranges: vec![(0, found.total)] }
}

fn with(text: &str) -> LogQuery {
    LogQuery { text: text.to_owned(), ..LogQuery::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_is_offered_then_undone_and_only_that() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..12);
    stage.service.push_fault(Rule::new(Fault::Status { status: 400 }).method("POST").times(2));
    let first = stage.begin(&fans).await.id;
    stage.until_ended(first).await;
    stage.app.idle().await;
    let writes = stage.writes();

    let added = LogQuery { standings: vec![Standing::Added], ..LogQuery::default() };
    let added = stage.app.entries().await.find(added).await.unwrap();
    assert_eq!((added.total, added.all), (10, 12));
    let chosen = Selection { found: added.found, ranges: vec![(0, 3), (5, 8)] };
    let offer = stage.app.entries().await.offer(chosen.clone()).await.unwrap();
    let [undo] = &offer.undo[..] else { panic!("{offer:?}") };
    assert_eq!((offer.rows, &undo.account, undo.action), (6, &stage.account(), Action::Remove));
    assert_eq!((undo.count, undo.unconfirmed_before), (6, 6), "the VIP list was not read first");
    assert!(undo.seconds.is_some() && offer.retry.is_empty());
    assert_eq!(stage.writes(), writes, "nothing is sent by looking");

    let begun = stage.app.entries().await.undo(chosen.clone()).await.unwrap();
    assert_eq!(begun.iter().map(|batch| batch.counts.total).collect::<Vec<_>>(), [6]);
    let again = stage.app.entries().await.offer(chosen.clone()).await.unwrap();
    assert_eq!(again.undo, [], "it is being seen to");
    stage.until_ended(begun[0].id).await;
    stage.app.idle().await;
    assert_eq!((stage.vips(&fans), stage.writes()), (4, writes + 6));
    assert_eq!(stage.app.batches().await.get(first).await.unwrap().can_undo, 4);
    assert_eq!(stage.app.entries().await.undo(chosen).await.unwrap_err().code, ErrorCode::BatchNotPossible);

    // Failed items are retried, whatever search found them.
    let failed = LogQuery { standings: vec![Standing::Failed], ..LogQuery::default() };
    let failed = stage.app.entries().await.find(failed).await.unwrap();
    assert_eq!(failed.total, 2);
    let begun = stage.app.entries().await.retry(all(failed)).await.unwrap();
    let ended = stage.until_ended(begun[0].id).await;
    assert_eq!((ended.counts.added, ended.action, ended.state), (2, Action::Add, BatchState::Ended));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_of_rows_that_was_overtaken_sends_nothing() {
    let stage = Stage::ready().await;
    let row = stage.add().await;
    stage.app.items().await.undo(row.item).await.unwrap();
    let again = stage.add().await;
    assert_eq!(again.outcome, Some(Outcome::Added));
    let everything = stage.app.entries().await.find(LogQuery::default()).await.unwrap();
    let oldest = Selection { found: everything.found, ranges: vec![(2, 3)] };
    assert_eq!(stage.app.entries().await.offer(oldest).await.unwrap().undo, []);
    let offer = stage.app.entries().await.offer(all(everything)).await.unwrap();
    assert_eq!((offer.undo.len(), offer.undo[0].count), (1, 1), "each fan once: what was done last");
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_and_names_are_found_and_shown() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..3);
    let batch = stage.begin(&fans).await.id;
    stage.until_ended(batch).await;
    stage.app.idle().await;
    assert_eq!(stage.app.entries().await.find(with("crème")).await.unwrap().total, 0);

    stage
        .app
        .entries()
        .await
        .set_note(fans[1].clone(), " Likes \n CRÈME\u{202e} brûlée ".to_owned())
        .await
        .unwrap();
    let found = stage.app.entries().await.find(with("creme BRULEE")).await.unwrap();
    let rows = stage.app.entries().await.rows(found.found, 0, 200).await.unwrap().rows;
    assert_eq!((rows.len(), &rows[0].fan), (1, &fans[1]));
    assert_eq!(rows[0].note.as_deref(), Some("Likes   CRÈME brûlée"));

    let named = stage.app.batches().await.rename(batch, "Été 2026".to_owned()).await.unwrap();
    assert_eq!(named.name, "Été 2026");
    let found = stage.app.entries().await.find(with("ete 2026")).await.unwrap();
    assert_eq!(found.total, 3);
    let ids = stage.app.entries().await.ids(all(found)).await.unwrap();
    assert_eq!((ids.count, ids.text.lines().count()), (3, 3));
    assert_eq!(stage.app.entries().await.set_notes(all(found), String::new()).await.unwrap(), 3);
    assert_eq!(stage.app.entries().await.find(with("creme")).await.unwrap().total, 0, "the note is gone");
    assert!(stage.app.batches().await.rename(9_999, "x".to_owned()).await.is_err());
    assert!(stage.app.entries().await.set_note("12".to_owned(), "x".to_owned()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_course_of_a_batch_and_the_days_count_what_was_done() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..40);
    let list = stage.paste(&fans).await;
    let batch = stage.app.lists().await.start(start(&list)).await.unwrap().id;
    let ended = stage.until_ended(batch).await;
    stage.app.idle().await;
    let course = stage.app.batches().await.timeline(batch).await.unwrap();
    assert_eq!((course.steps.len(), course.began, Some(course.until)), (60, ended.began, ended.ended));
    assert_eq!(course.steps.iter().map(|step| step.done).sum::<u64>(), 40);

    let bounds = vec![ended.began - 10, ended.began, course.until + 1, course.until + 9];
    let days = stage.app.entries().await.days(None, bounds.clone()).await.unwrap();
    assert_eq!(
        days.iter().map(|day| (day.added, day.removed)).collect::<Vec<_>>(),
        [(0, 0), (40, 0), (0, 0)]
    );
    let other = stage.app.entries().await.days(Some("fansly_nobody".to_owned()), bounds).await.unwrap();
    assert_eq!(other.iter().map(|day| day.added).sum::<u64>(), 0);
    assert!(stage.app.entries().await.days(None, vec![2, 1]).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_hears_that_notes_have_changed_the_log() {
    let stage = Stage::ready().await;
    let row = stage.add().await;
    let before = stage.events.marks.lock().unwrap().last().unwrap().revision;
    stage.app.entries().await.set_note(row.fan, "kind".to_owned()).await.unwrap();
    assert!(stage.events.marks.lock().unwrap().last().unwrap().revision > before);
    let by_name = LogQuery { sort: LogSort { by: LogColumn::Name, descending: false }, ..with("kind") };
    assert_eq!(stage.app.entries().await.find(by_name).await.unwrap().total, 1);
}
