//! Batches as a user sees them: from a list, one after the other, paused, stopped, and undone.

use crate::common::{
    Stage,
    lists::{all, start},
};
use secrecy::SecretString;
use velvet_core::view::{
    Action, BatchFilter, BatchQuery, BatchStanding, BatchState, Cause, Counts, ErrorCode, Mode, Outcome,
    PauseReason, SessionState, Speed, StartList,
};
use velvet_practice::{Fault, Rule};

const BY_USER: BatchState = BatchState::Paused { why: PauseReason::User };
const BY_END: BatchState = BatchState::Paused { why: PauseReason::Interrupted };
const WITHOUT_KEY: BatchState = BatchState::Paused { why: PauseReason::NoKey };

#[tokio::test(flavor = "multi_thread")]
async fn a_list_becomes_a_batch_that_runs_to_its_end() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..40);
    let list = stage.paste(&fans).await;
    assert_eq!((list.ready, &list.account, list.action), (40, &stage.account(), Action::Add));
    assert_eq!(list.offers.iter().map(|offer| offer.seconds).collect::<Vec<_>>(), [20, 0]);
    assert_eq!(stage.app.state().await.list.unwrap().revision, list.revision);
    assert_eq!(stage.writes(), 0, "nothing is sent by looking");

    let begun = stage.app.lists().await.start(start(&list)).await.unwrap();
    assert!(stage.app.state().await.list.is_none());
    let ended = stage.until_ended(begun.id).await;
    assert_eq!(ended.counts, Counts { added: 40, ..all(40) });
    assert_eq!((stage.vips(&fans), ended.requests, ended.can_undo), (40, 40, 40));

    stage.app.idle().await;
    assert_eq!(*stage.events.running.lock().unwrap(), [true, false]);
    assert!(stage.app.state().await.batches.is_empty(), "it is open no more");
    let all = stage.app.batches().await.page(0, 200).await.unwrap();
    assert_eq!((all.total, all.batches[0].id), (1, begun.id));
    let rows = stage.app.batches().await.rows(begun.id, BatchFilter::Done, 0, 200).await.unwrap();
    assert_eq!((rows.total, rows.rows[0].outcome), (40, Some(Outcome::Added)));
    let told = stage.events.batches.lock().unwrap().clone();
    assert_eq!(told.iter().max_by_key(|view| view.revision).unwrap().state, BatchState::Ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_are_found_by_name_account_action_and_state() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..12);
    let mut batches = Vec::new();
    for (few, name) in fans.chunks(4).zip(["VIP Night", "Café", "Night owls"]) {
        let begun = stage.begin(few).await;
        stage.until_ended(begun.id).await;
        stage.app.batches().await.rename(begun.id, name.to_owned()).await.unwrap();
        batches.push(begun.id);
    }
    let undo = stage.app.batches().await.undo(batches[0]).await.unwrap().id;
    stage.until_ended(undo).await;
    // One of the next batch's fans fails, so there is something to retry.
    stage.service.push_fault(Rule::new(Fault::Status { status: 400 }).method("POST").times(1));
    let failed = stage.begin(&stage.fans(20..24)).await.id;
    stage.until_ended(failed).await;
    stage.slow(400);
    let running = stage.begin(&stage.fans(30..60)).await.id;
    let find = async |query: BatchQuery| {
        let found = stage.app.batches().await.find(query, 0, 200).await.unwrap();
        assert_eq!(found.total, found.batches.len() as u64);
        found.batches.into_iter().map(|batch| batch.id).collect::<Vec<_>>()
    };
    let all = BatchQuery::default;
    let text = |text: &str| BatchQuery { text: text.to_owned(), ..all() };
    assert_eq!(find(all()).await, [running, failed, undo, batches[2], batches[1], batches[0]]);
    assert_eq!(find(text("night")).await, [undo, batches[2], batches[0]]);
    assert_eq!(find(text("owls NIGHT")).await, [batches[2]]);
    assert_eq!(find(text("cafe")).await, [batches[1]]);
    let account = stage.app.batches().await.get(running).await.unwrap().account_name;
    assert_eq!(find(text(&account)).await.len(), 6, "by account too");
    assert_eq!(find(BatchQuery { action: Some(Action::Remove), ..all() }).await, [undo]);
    let of = |account: String| BatchQuery { account: Some(account), ..all() };
    assert_eq!((find(of(stage.account())).await.len(), find(of("none".to_owned())).await.len()), (6, 0));
    let standing = |standing| BatchQuery { standing: Some(standing), ..all() };
    assert_eq!(find(standing(BatchStanding::Open)).await, [running]);
    assert_eq!(find(standing(BatchStanding::Unfinished)).await, [failed]);
    assert_eq!(find(standing(BatchStanding::Finished)).await.len(), 4);
    stage.app.batches().await.pause(running).await.unwrap();
    stage.until_paused(running).await;
    assert_eq!(find(standing(BatchStanding::Paused)).await, [running]);
    assert!(find(standing(BatchStanding::Open)).await.is_empty());
    // Pages are those of the answer.
    let page = stage.app.batches().await.find(text("night"), 1, 1).await.unwrap();
    assert_eq!((page.total, page.offset, page.batches[0].id), (3, 1, batches[2]));
    stage.app.batches().await.stop(running).await.unwrap();
    stage.app.idle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pause_go_on_and_stop_answer_at_once() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..150);
    stage.slow(150);
    let batch = stage.begin(&fans).await.id;
    stage.until_sent(10).await;

    let pausing = stage.app.batches().await.pause(batch).await.unwrap();
    assert_eq!(pausing.state, BatchState::Pausing, "what is on its way is not waited for");
    let paused = stage.until_paused(batch).await;
    assert_eq!((paused.state, paused.counts.sending), (BY_USER, 0));
    assert!(paused.counts.waiting > 0 && paused.counts.added >= 10);
    stage.app.idle().await;
    let sent = stage.writes();
    assert_eq!(
        stage.app.batches().await.pause(batch).await.unwrap().state,
        BY_USER,
        "once more changes nothing"
    );

    let on = stage.app.batches().await.resume(batch).await.unwrap();
    assert!(matches!(on.state, BatchState::Running { .. }), "{:?}", on.state);
    stage.until_sent(sent + 10).await;
    let stopping = stage.app.batches().await.stop(batch).await.unwrap();
    assert_eq!(stopping.state, BatchState::Stopping);
    let ended = stage.until_ended(batch).await;
    let Counts { total, added, stopped, .. } = ended.counts;
    assert_eq!((added + stopped, stage.vips(&fans) as u64), (total, added));
    assert!(stopped > 0 && ended.can_undo == added && ended.can_retry == stopped);
    assert_eq!(stage.app.batches().await.stop(batch).await.unwrap().state, BatchState::Ended);
    let failure = stage.app.batches().await.resume(batch).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::BatchNotPossible);
    assert_eq!(stage.app.batches().await.pause(9_999).await.unwrap_err().code, ErrorCode::BatchNotPossible);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pauses_can_be_told_to_go_on_before_it_has() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..100);
    stage.slow(150);
    let batch = stage.begin(&fans).await.id;
    stage.until_sent(5).await;
    stage.app.batches().await.pause(batch).await.unwrap();
    let on = stage.app.batches().await.resume(batch).await.unwrap();
    assert_eq!(on.state, BatchState::Queued { ahead: 0 });
    assert_eq!(stage.until_ended(batch).await.counts.added, 100);
    assert_eq!(stage.writes(), 100, "nobody is sent twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_batch_can_be_stopped_without_sending_anything() {
    let stage = Stage::ready().await;
    stage.slow(150);
    let batch = stage.begin(&stage.fans(0..100)).await.id;
    stage.until_sent(1).await;
    stage.app.batches().await.pause(batch).await.unwrap();
    stage.until_paused(batch).await;
    let sent = stage.writes();
    stage.app.batches().await.stop(batch).await.unwrap();
    let ended = stage.until_ended(batch).await;
    assert_eq!(ended.counts.stopped + ended.counts.added, 100);
    assert_eq!(stage.writes(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_tried_again_and_what_was_done_is_undone() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..10);
    stage.service.push_fault(Rule::new(Fault::Status { status: 400 }).method("POST").times(3));
    let first = stage.begin(&fans).await.id;
    let ended = stage.until_ended(first).await;
    assert_eq!((ended.counts.added, ended.counts.failed, ended.can_undo, ended.can_retry), (7, 3, 7, 3));

    let retry = stage.app.batches().await.retry(first).await.unwrap();
    assert_eq!((retry.retries, retry.counts.total), (Some(first), 3));
    assert_eq!(stage.until_ended(retry.id).await.counts.added, 3);
    assert_eq!(stage.vips(&fans), 10);
    assert_eq!(stage.app.batches().await.retry(first).await.unwrap_err().code, ErrorCode::BatchNotPossible);

    let undo = stage.app.batches().await.undo(first).await.unwrap();
    assert_eq!((undo.undoes, undo.action), (Some(first), Action::Remove));
    assert_eq!(stage.until_ended(undo.id).await.counts, Counts { removed: 7, ..all(7) });
    assert_eq!(stage.vips(&fans), 3, "what the other batch did stays");
    assert_eq!(stage.until(first, |view| view.can_undo == 0).await.id, first);
    assert_eq!(stage.app.batches().await.undo(first).await.unwrap_err().code, ErrorCode::BatchNotPossible);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_undo_and_retry_would_take_is_told_at_the_pace_of_the_batch() {
    let stage = Stage::ready().await;
    stage.service.push_fault(Rule::new(Fault::Status { status: 400 }).method("POST").skip(1).times(8));
    let list = stage.paste(&stage.fans(0..40)).await;
    let steady = StartList { speed: Speed::Steady, ..start(&list) };
    let batch = stage.app.lists().await.start(steady).await.unwrap().id;
    let ended = stage.until_ended(batch).await;
    assert_eq!((ended.can_undo, ended.undo_seconds), (32, Some(16)), "two a second");
    assert_eq!((ended.can_retry, ended.retry_seconds), (8, Some(4)));
    stage.app.keys().await.remove(1).await.unwrap();
    let unknown = stage.app.batches().await.get(batch).await.unwrap();
    assert_eq!((unknown.can_undo, unknown.undo_seconds, unknown.retry_seconds), (32, None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_hears_whether_the_vip_list_was_read_first() {
    let stage = Stage::ready().await;
    for (fans, look_first) in [(stage.fans(0..2), false), (stage.fans(2..4), true)] {
        let list = stage.paste(&fans).await;
        let batch = stage.app.lists().await.start(StartList { look_first, ..start(&list) }).await.unwrap();
        assert!(!batch.looked);
        let ended = stage.until_ended(batch.id).await;
        assert_eq!((ended.counts.added, ended.looked), (2, look_first));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_is_written_once_however_often_it_is_asked_for() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..20);
    let batch = stage.begin(&fans).await.id;
    stage.until_ended(batch).await;
    let (one, other) =
        tokio::join!(stage.app.batches().await.undo(batch), stage.app.batches().await.undo(batch));
    let (Ok(undo), Err(refused)) = (if one.is_ok() { (one, other) } else { (other, one) }) else {
        panic!("written twice");
    };
    assert_eq!(refused.code, ErrorCode::BatchNotPossible);
    assert_eq!(stage.until_ended(undo.id).await.counts.removed, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_undone_of_a_batch_that_may_do_more() {
    let stage = Stage::ready().await;
    stage.slow(150);
    let batch = stage.begin(&stage.fans(0..100)).await.id;
    stage.until(batch, |view| view.counts.added > 0).await;
    assert_eq!(stage.app.batches().await.undo(batch).await.unwrap_err().code, ErrorCode::BatchNotPossible);
    stage.app.batches().await.stop(batch).await.unwrap();
    stage.until_ended(batch).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_run_one_after_the_other() {
    let stage = Stage::ready().await;
    let (first, second, third) = (stage.fans(0..60), stage.fans(60..65), stage.fans(65..70));
    // With the clock stopped, the first batch sends what the steady speed allows and then waits.
    stage.clock.stands_still();
    let list = stage.paste(&first).await;
    let a =
        stage.app.lists().await.start(StartList { speed: Speed::Steady, ..start(&list) }).await.unwrap().id;
    let b = stage.begin(&second).await;
    let c = stage.begin(&third).await;
    assert_eq!(b.state, BatchState::Queued { ahead: 1 });
    assert_eq!((c.state, c.seconds_left), (BatchState::Queued { ahead: 2 }, Some(0)));
    let open: Vec<i64> = stage.app.state().await.batches.iter().map(|view| view.id).collect();
    assert_eq!(open, [a, b.id, c.id]);

    // A paused batch leaves the queue. When resumed, it joins the queue at its end.
    assert_eq!(stage.app.batches().await.pause(b.id).await.unwrap().state, BY_USER);
    assert_eq!(stage.app.batches().await.get(c.id).await.unwrap().state, BatchState::Queued { ahead: 1 });
    let again = stage.app.batches().await.resume(b.id).await.unwrap();
    assert_eq!(again.state, BatchState::Queued { ahead: 2 });
    stage.clock.moves_on();
    for batch in [a, c.id, b.id] {
        stage.until_ended(batch).await;
    }
    let sent: Vec<_> = stage.service.requests().into_iter().filter(|one| one.method == "POST").collect();
    let at = |fans: &[String]| {
        let place = |fan: &String| sent.iter().position(|one| one.path.contains(fan.as_str())).unwrap();
        let places: Vec<usize> = fans.iter().map(place).collect();
        *places.iter().min().unwrap()..*places.iter().max().unwrap() + 1
    };
    assert_eq!((at(&first), at(&third), at(&second)), (0..60, 60..65, 65..70));
    stage.app.idle().await;
    assert_eq!(*stage.events.running.lock().unwrap(), [true, false], "awake all the while");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_runs_on_for_its_account_whatever_is_shown_meanwhile() {
    let stage = Stage::ready().await;
    let _practice = stage.with_practice().await;
    let fans = stage.fans(0..60);
    let other = stage.service.accounts()[1].account_id.clone();
    let vips_of_other = stage.service.vips(&other);
    stage.slow(150);
    let batch = stage.begin(&fans).await.id;
    stage.until_sent(5).await;
    stage.app.accounts().await.choose(other.clone()).await.unwrap();
    let practice = stage.app.modes().await.set(Mode::Practice).await.unwrap();
    assert!(practice.batches.is_empty());
    // An event may still be on its way.
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    let told = stage.events.batches.lock().unwrap().len();
    assert_eq!(stage.app.batches().await.get(batch).await.unwrap_err().code, ErrorCode::BatchNotPossible);
    stage.app.idle().await;
    assert_eq!(stage.events.batches.lock().unwrap().len(), told, "only of what is shown");
    stage.app.modes().await.set(Mode::Live).await.unwrap();
    let ended = stage.app.batches().await.get(batch).await.unwrap();
    assert_eq!((ended.account, ended.counts.added, ended.state), (stage.account(), 60, BatchState::Ended));
    assert_eq!(stage.service.vips(&other), vips_of_other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_pauses_the_batch_and_is_shown() {
    let stage = Stage::ready().await;
    let account = stage.account();
    stage.service.set_session(&account, false);
    let batch = stage.begin(&stage.fans(0..20)).await.id;
    let paused = stage.until_paused(batch).await;
    let why = PauseReason::Service { cause: Cause::SessionExpired, words: None };
    assert_eq!((paused.state, paused.counts.waiting), (BatchState::Paused { why }, 20));
    stage.app.idle().await;
    let session = async || {
        let state = stage.app.state().await;
        state.accounts.into_iter().find(|one| one.id == account).unwrap().session
    };
    assert_eq!(session().await, SessionState::Expired);
    assert_eq!(stage.events.states.lock().unwrap().len(), 1, "the window was told once");
    // The account is connected again.
    stage.service.set_session(&account, true);
    stage.app.batches().await.resume(batch).await.unwrap();
    assert_eq!(stage.until_ended(batch).await.counts.added, 20);
    stage.app.idle().await;
    assert_eq!(session().await, SessionState::Alive);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_key_pauses_what_needs_it() {
    let stage = Stage::ready().await;
    stage.slow(150);
    let (first, second, third) = (stage.fans(0..100), stage.fans(100..105), stage.fans(105..110));
    let running = stage.begin(&first).await.id;
    let queued = stage.begin(&second).await.id;
    stage.until_sent(5).await;
    stage.app.keys().await.remove(1).await.unwrap();
    for batch in [running, queued] {
        assert_eq!(stage.until_paused(batch).await.state, WITHOUT_KEY);
    }
    stage.app.idle().await;
    let sent = stage.writes();
    assert_eq!(stage.app.batches().await.resume(running).await.unwrap_err().code, ErrorCode::KeyMissing);
    let list = stage.paste(&third).await;
    assert!(list.offers.is_empty());
    assert_eq!(stage.app.lists().await.start(start(&list)).await.unwrap_err().code, ErrorCode::KeyMissing);
    assert!(stage.app.state().await.list.is_some(), "it can be started later");

    stage.app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap();
    assert_eq!(stage.writes(), sent, "nothing goes on by itself");
    stage.app.batches().await.resume(running).await.unwrap();
    assert_eq!(stage.until_ended(running).await.counts.added, 100);
    assert_eq!(stage.app.batches().await.get(queued).await.unwrap().state, WITHOUT_KEY);
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_ends_batches_and_leaves_none() {
    let stage = Stage::ready().await;
    stage.slow(150);
    let (first, second, third) = (stage.fans(0..100), stage.fans(100..140), stage.fans(140..145));
    stage.begin(&first).await;
    stage.begin(&second).await;
    stage.paste(&third).await;
    stage.until_sent(5).await;
    let state = stage.app.erase_everything().await.unwrap();
    assert_eq!((state.log.total, state.batches.len(), state.list), (0, 0, None));
    assert!(stage.writes() < 100);
    assert_eq!(stage.app.batches().await.page(0, 200).await.unwrap().total, 0);
    // The app works like a new one afterward.
    stage.service.clear_faults();
    stage.app.keys().await.save(SecretString::from(stage.service.key())).await.unwrap();
    let batch = stage.begin(&third).await.id;
    assert_eq!(stage.until_ended(batch).await.counts.added, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_start_offers_to_go_on_and_does_nothing_by_itself() {
    let stage = Stage::ready().await;
    let (first, second) = (stage.fans(0..100), stage.fans(100..110));
    stage.slow(150);
    let running = stage.begin(&first).await.id;
    let queued = stage.begin(&second).await.id;
    stage.until_sent(5).await;
    stage.app.finish().await;
    let sent = stage.writes();
    assert!(sent < 100);
    let stage = stage.restarted();
    let state = stage.app.state().await;
    assert!(state.notices.is_empty(), "every answer was waited for: {:?}", state.notices);
    let open: Vec<_> = state.batches.into_iter().map(|view| (view.id, view.state)).collect();
    assert_eq!(open, [(running, BY_END), (queued, BY_END)]);
    assert!(!stage.app.batches_run());
    stage.app.batches().await.resume(running).await.unwrap();
    stage.app.batches().await.resume(queued).await.unwrap();
    assert_eq!(stage.until_ended(running).await.counts.added, 100);
    assert_eq!(stage.until_ended(queued).await.counts.added, 10);
    assert_eq!((stage.writes(), stage.vips(&first), stage.vips(&second)), (110, 100, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_can_be_paused_and_outlives_the_app() {
    let stage = Stage::ready().await;
    let fans = stage.fans(0..100);
    let batch = stage.begin(&fans).await.id;
    stage.until_ended(batch).await;
    stage.service.push_fault(Rule::new(Fault::Delay { ms: 150 }).method("DELETE").always());
    let undo = stage.app.batches().await.undo(batch).await.unwrap().id;
    stage.until_sent(100 + 5).await;
    stage.app.batches().await.pause(undo).await.unwrap();
    let paused = stage.until_paused(undo).await;
    assert_eq!((paused.state, stage.vips(&fans) as u64), (BY_USER, 100 - paused.counts.removed));
    assert_eq!(stage.app.batches().await.undo(batch).await.unwrap_err().code, ErrorCode::BatchNotPossible);
    stage.app.idle().await;
    let sent = stage.writes();
    stage.app.batches().await.resume(undo).await.unwrap();
    stage.until_sent(sent + 5).await;
    stage.app.finish().await;

    let stage = stage.restarted();
    let open = stage.app.state().await.batches;
    assert_eq!((open[0].id, &open[0].state, open[0].undoes), (undo, &BY_END, Some(batch)));
    assert!(stage.vips(&fans) > 0, "it was not over");
    stage.app.batches().await.resume(undo).await.unwrap();
    assert_eq!(stage.until_ended(undo).await.counts, Counts { removed: 100, ..all(100) });
    assert_eq!((stage.vips(&fans), stage.writes()), (0, 200), "nobody twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_paused_or_stopped_at_once() {
    let stage = Stage::ready().await;
    stage.slow(150);
    let (first, second) = (stage.fans(0..100), stage.fans(100..110));
    let running = stage.begin(&first).await.id;
    let queued = stage.begin(&second).await.id;
    stage.until_sent(5).await;
    assert!(stage.app.batches_run());
    stage.app.pause_batches().await;
    assert!(!stage.app.batches_run());
    stage.app.idle().await;
    for batch in [running, queued] {
        assert_eq!(stage.app.batches().await.get(batch).await.unwrap().state, BY_USER);
        stage.app.batches().await.resume(batch).await.unwrap();
    }
    stage.until(running, |view| matches!(view.state, BatchState::Running { .. })).await;
    stage.app.stop_batches().await;
    stage.app.idle().await;
    for batch in [running, queued] {
        assert_eq!(stage.app.batches().await.get(batch).await.unwrap().state, BatchState::Ended);
    }
    assert_eq!(stage.app.batches().await.get(queued).await.unwrap().counts.stopped, 10);
}
