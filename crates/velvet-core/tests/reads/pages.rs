//! Pages: cursors that lead nowhere, empty answers, and errors in the middle.

use std::ops::ControlFlow;

use serde_json::json;
use velvet_core::{
    api::{Completeness, IncompleteReason, Presence},
    ids::FanId,
    view::Cause,
};
use velvet_practice::{CursorPlace, Fault, Rule, Settings};

use super::desk::{Desk, EVERY, Which, edit, ids};

const DOUBTFUL_CURSOR: Result<Completeness, Cause> =
    Ok(Completeness::Incomplete(IncompleteReason::SameCursor));

#[tokio::test]
async fn the_vip_list_is_read_whole_wherever_the_cursor_is() {
    for cursor_place in [CursorPlace::Outer, CursorPlace::Inner, CursorPlace::Response] {
        let desk = Desk::with(Settings { fans: 300, cursor_place, ..Settings::default() }).await;
        let (reading, read) = desk.read(Which::Vips).await;
        assert_eq!((read, ids(&reading)), (Ok(Completeness::Complete), desk.vips()), "{cursor_place:?}");
        assert_eq!(reading.pages(), desk.requests(), "one request a page");
        assert_eq!((reading.rows().len(), reading.repeated()), (desk.vips().len(), 0));
    }
}

#[tokio::test]
async fn every_page_is_told_when_it_is_there() {
    let desk = Desk::new().await;
    let mut reading = desk.begin();
    let mut told = Vec::new();
    let requests = || desk.requests();
    let read = desk
        .read_on(Which::Vips, &mut reading, |number, rows| {
            told.push((number, rows, requests()));
            ControlFlow::Continue(())
        })
        .await;
    assert_eq!(read, Ok(Completeness::Complete));
    assert_eq!(told[0], (1, 25, 1), "a first screen is there after one page");
    assert!(told.iter().zip(1..).all(|(told, page)| (told.0, told.2) == (page, page)), "{told:?}");
    assert_eq!(told.iter().map(|told| told.1).sum::<usize>(), reading.rows().len());
}

#[tokio::test]
async fn it_stops_when_told_and_resumes_from_there() {
    for which in EVERY {
        let desk = Desk::new().await;
        let (whole, end) = desk.read(which).await;
        let before = desk.requests();
        let mut reading = desk.begin();
        let read = desk.read_on(which, &mut reading, |_, _| ControlFlow::Break(())).await;
        assert_eq!(
            (read, reading.pages(), desk.requests()),
            (Ok(Completeness::Stopped), 1, before + 1),
            "{which:?}"
        );
        let read = desk.read_on(which, &mut reading, |_, _| ControlFlow::Continue(())).await;
        assert_eq!((read, reading.rows()), (end, whole.rows()), "{which:?}");
        assert_eq!(desk.requests(), before + reading.pages(), "{which:?}: no page was paid for twice");
    }
}

#[tokio::test]
async fn the_same_cursor_for_ever_ends_it() {
    for which in EVERY {
        let desk = Desk::new().await;
        desk.always_edit("/data/data/nextCursor", Some(json!("100")));
        let (reading, read) = desk.read(which).await;
        assert_eq!((read, reading.pages(), desk.requests()), (DOUBTFUL_CURSOR, 2, 2), "{which:?}");
    }
}

#[tokio::test]
async fn a_cursor_that_jumps_back_ends_it() {
    let desk = Desk::new().await;
    // Back to a page that was already read: the second page's own cursor.
    let (whole, _) = desk.read(Which::Vips).await;
    let mut first = desk.begin();
    desk.read_on(Which::Vips, &mut first, |_, _| ControlFlow::Break(())).await.unwrap();
    let second = first.cursor().unwrap().to_owned();
    desk.faulty(Rule::new(edit("/data/data/nextCursor", Some(json!(second)))).skip(2));
    let (reading, read) = desk.read(Which::Vips).await;
    assert_eq!((read, reading.pages()), (DOUBTFUL_CURSOR, 3));
    // Into the middle of what was read: that page has no new fans, and the cursor after it is no longer trusted.
    let desk = Desk::new().await;
    desk.faulty(Rule::new(edit("/data/data/nextCursor", Some(json!("1")))).skip(2));
    let (reading, read) = desk.read(Which::Vips).await;
    assert!(
        matches!(
            read,
            Ok(Completeness::Incomplete(IncompleteReason::SameCursor | IncompleteReason::NothingNew))
        ),
        "{read:?}"
    );
    assert!(reading.pages() <= 5 && reading.repeated() > 0 && reading.rows().len() < whole.rows().len());
    let mut twice = ids(&reading);
    assert!(reading.rows().iter().all(|fan| twice.remove(fan.id.as_str())), "nobody is listed twice");
}

#[tokio::test]
async fn fans_on_two_pages_are_listed_once() {
    let desk = Desk::new().await;
    let mut first = desk.begin();
    desk.read_on(Which::Followers, &mut first, |_, _| ControlFlow::Break(())).await.unwrap();
    // The second page starts ten rows early, as if ten followers had come meanwhile.
    desk.faulty(Rule::new(edit("/data/data/nextCursor", Some(json!("90")))).times(1));
    let (reading, read) = desk.read(Which::Followers).await;
    assert_eq!((read, reading.repeated()), (Ok(Completeness::Complete), 10));
    desk.service.clear_faults();
    let (whole, _) = desk.read(Which::Followers).await;
    assert_eq!(reading.rows(), whole.rows());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_without_an_end_are_given_up() {
    for (which, most) in [(Which::Vips, 2_000), (Which::Found("a"), 4)] {
        let desk = Desk::new().await;
        desk.faulty(Rule::new(Fault::EndlessList).always());
        let (reading, read) = desk.read(which).await;
        assert_eq!(read, Ok(Completeness::Incomplete(IncompleteReason::TooManyPages)), "{which:?}");
        assert_eq!((reading.pages(), desk.requests()), (most, most), "{which:?}");
    }
}

#[tokio::test]
async fn what_is_no_cursor_is_not_taken_for_the_end() {
    for odd in [json!(1.5), json!(-1), json!({"page": 2}), json!([1]), json!(true)] {
        let desk = Desk::new().await;
        desk.always_edit("/data/data/nextCursor", Some(odd.clone()));
        assert_eq!(
            desk.read(Which::Vips).await.1,
            Ok(Completeness::Incomplete(IncompleteReason::Cursor)),
            "{odd}"
        );
    }
    for end in [json!(""), json!(0), json!("0"), json!(false)] {
        let desk = Desk::new().await;
        desk.always_edit("/data/data/nextCursor", Some(end.clone()));
        let (reading, read) = desk.read(Which::Vips).await;
        assert_eq!((read, reading.pages()), (Ok(Completeness::Complete), 1), "{end}");
    }
}

#[tokio::test]
async fn one_empty_page_is_read_again_and_nobody_is_missing() {
    for which in EVERY {
        for skip in [0, 1] {
            if skip == 0 && matches!(which, Which::Found(_)) {
                continue; // An empty result is the most frequent answer to a search, so it is not paid for twice.
            }
            let desk = Desk::new().await;
            let (whole, end) = desk.read(which).await;
            desk.faulty(Rule::new(Fault::EmptyData).skip(skip));
            let (reading, read) = desk.read(which).await;
            assert_eq!((read, reading.rows()), (end, whole.rows()), "{which:?} after {skip}");
        }
    }
}

#[tokio::test]
async fn empty_twice_is_never_complete() {
    for which in EVERY {
        for (skip, end) in
            [(0, Completeness::Incomplete(IncompleteReason::NothingAtAll)), (1, Completeness::RanOut)]
        {
            let desk = Desk::new().await;
            desk.faulty(Rule::new(Fault::EmptyData).skip(skip).times(2));
            let (reading, read) = desk.read(which).await;
            assert_eq!((read, reading.pages()), (Ok(end), skip), "{which:?} after {skip}");
        }
    }
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_is_no_end() {
    let desk = Desk::new().await;
    desk.faulty(Rule::new(edit("/data/data/response/data", Some(json!([])))).skip(1).always());
    let (reading, read) = desk.read(Which::Vips).await;
    assert_eq!((read, reading.rows().len()), (Ok(Completeness::Incomplete(IncompleteReason::EmptyPage)), 25));
}

#[tokio::test]
async fn trouble_in_the_middle_keeps_what_was_read_and_resumes_later() {
    for which in EVERY {
        for (fault, cause) in [
            (Fault::Status { status: 403 }, Cause::Forbidden),
            (Fault::AccountDenied, Cause::AccountLost),
            (Fault::Status { status: 402 }, Cause::CreditsSpent),
            (Fault::Inner { status: 401 }, Cause::SessionExpired),
            (Fault::Status { status: 500 }, Cause::ServiceError),
            (Fault::Reset, Cause::ConnectionLost),
            (Fault::TruncatedBody, Cause::ReplyCutOff),
            (Fault::Html { status: 200 }, Cause::CaptivePortal),
            (edit("/data/data/response", Some(json!({}))), Cause::ReplyIncomplete),
        ] {
            let desk = Desk::new().await;
            let (whole, end) = desk.read(which).await;
            let before = desk.requests();
            desk.faulty(Rule::new(fault.clone()).path(which.path()).skip(1));
            let (mut reading, read) = desk.read(which).await;
            assert_eq!((read, reading.pages(), reading.end()), (Err(cause), 1, None), "{which:?} {fault:?}");
            assert!(!reading.rows().is_empty() && reading.cursor().is_some());
            let read = desk.read_on(which, &mut reading, |_, _| ControlFlow::Continue(())).await;
            assert_eq!((read, reading.rows()), (end, whole.rows()), "{which:?} {fault:?}");
            assert_eq!(
                desk.requests(),
                before + reading.pages() + 1,
                "only the lost page was asked for twice"
            );
        }
    }
}

#[tokio::test]
async fn credits_that_end_in_the_middle_cost_nothing_that_was_read() {
    let desk = Desk::with(Settings { fans: 300, credits: Some(4), ..Settings::default() }).await;
    let (mut reading, read) = desk.read(Which::Vips).await;
    // The desk has used two of the credits.
    assert_eq!((read, reading.pages(), reading.rows().len()), (Err(Cause::CreditsSpent), 2, 50));
    desk.service.set_credits(None, Some(10));
    let read = desk.read_on(Which::Vips, &mut reading, |_, _| ControlFlow::Continue(())).await;
    assert_eq!((read, ids(&reading)), (Ok(Completeness::Complete), desk.vips()));
}

#[tokio::test]
async fn told_to_wait_a_page_waits_and_a_long_wait_can_be_taken_up_later() {
    let desk = Desk::new().await;
    desk.faulty(Rule::new(Fault::TooFast { retry_after: 5, standard: false }).skip(1));
    assert_eq!(desk.read(Which::Vips).await.1, Ok(Completeness::Complete));
    desk.faulty(Rule::new(Fault::TooFast { retry_after: 3_600, standard: false }).skip(1));
    let (reading, read) = desk.read(Which::Vips).await;
    assert_eq!((read, reading.pages()), (Err(Cause::AskedToWait), 1));
}

#[tokio::test]
async fn a_vip_is_looked_for_until_seen() {
    let desk = Desk::new().await;
    let first = desk.read(Which::Vips).await.0.rows()[0].id.as_str().to_owned();
    let before = desk.requests();
    let look = async |fan: &str| desk.api.look_for_vip(&desk.account, &FanId::parse(fan).unwrap()).await;
    assert_eq!((look(&first).await, desk.requests()), (Ok(Presence::Seen), before + 1));
    assert_eq!(look(&desk.service.samples(1)[0].0).await, Ok(Presence::NotSeen));
}
