//! Lists in other shapes than the documented one.

use serde_json::{Value, json};
use velvet_core::{
    api::{Completeness, IncompleteReason, PageRead, PagedRead, Subscriber, SubscriberStatus},
    view::Cause,
};
use velvet_practice::{Fault, Rule, Settings, StatusForms};

use super::desk::{Desk, EVERY, PATIENCE, Which, edit, id, ids, nested, page, reply};

const FULL: Completeness = Completeness::Incomplete(IncompleteReason::FullPage);

/// Returns a page whose reply has this value at this place.
fn saying(mut page: Value, place: &str, name: &str, value: Value) -> Value {
    page.pointer_mut(place).unwrap()[name] = value;
    page
}

#[tokio::test]
async fn the_cursor_is_followed_wherever_it_stands() {
    for which in EVERY {
        let desk = Desk::new().await;
        for place in ["", "/data", "/data/data", "/data/data/response"] {
            for name in ["nextCursor", "next_cursor", "cursor"] {
                desk.faulty(reply(200, &saying(page(which, 0..25), place, name, json!("77"))));
                desk.faulty(reply(200, &page(which, 25..50)));
                let (reading, read) = desk.read(which).await;
                assert_eq!(read, Ok(Completeness::Complete), "{which:?} {place}/{name}");
                assert_eq!((reading.rows().len(), reading.credits()), (50, 2));
                assert!(desk.service.requests().last().unwrap().path.contains("cursor=77"));
            }
        }
    }
}

#[tokio::test]
async fn a_full_page_that_says_nothing_of_another_is_not_the_whole_list() {
    for which in EVERY {
        let desk = Desk::new().await;
        for (fans, end) in
            [(24, Completeness::Complete), (25, FULL), (26, Completeness::Complete), (100, FULL), (10, FULL)]
        {
            desk.faulty(reply(200, &page(which, 0..fans)));
            assert_eq!(desk.read(which).await.1, Ok(end), "{which:?}: {fans}");
            let ends = saying(page(which, 0..fans), "/data", "nextCursor", Value::Null);
            desk.faulty(reply(200, &ends));
            assert_eq!(
                desk.read(which).await.1,
                Ok(Completeness::Complete),
                "{which:?}: {fans}, and it is the last"
            );
        }
    }
}

#[tokio::test]
async fn more_without_a_cursor_is_not_the_whole_list() {
    for which in EVERY {
        let desk = Desk::new().await;
        for (more, end) in
            [(true, Completeness::Incomplete(IncompleteReason::NoCursor)), (false, Completeness::Complete)]
        {
            let body = saying(page(which, 0..7), "/data/data/response", "hasMore", json!(more));
            desk.faulty(reply(200, &body));
            assert_eq!(desk.read(which).await.1, Ok(end), "{which:?}: {more}");
        }
    }
}

#[tokio::test]
async fn an_empty_list_in_any_shape_is_nobody_and_not_trouble() {
    for which in EVERY {
        let desk = Desk::new().await;
        for nobody in [json!(null), json!([]), json!({ which.id().0: null }), json!({ which.id().0: [] })] {
            desk.faulty(reply(200, &nested(&nobody)).times(2));
            let (reading, read) = desk.read(which).await;
            assert_eq!(
                read,
                Ok(Completeness::Incomplete(IncompleteReason::NothingAtAll)),
                "{which:?} {nobody}"
            );
            assert!(reading.rows().is_empty());
            desk.service.clear_faults();
        }
        // Without a claim of success, an empty reply is no answer.
        for odd in
            [json!({"data": {"response": null}}), json!({"data": {"success": true}}), json!({"data": null})]
        {
            desk.faulty(reply(200, &json!({"statusCode": 200, "data": odd})));
            assert_eq!(desk.read(which).await.1, Err(Cause::ReplyIncomplete), "{which:?} {odd}");
        }
    }
}

#[tokio::test]
async fn rows_may_stand_in_the_place_of_the_response() {
    for which in EVERY {
        let desk = Desk::new().await;
        let field = which.id().1;
        desk.faulty(reply(200, &nested(&json!([{ field: id(1) }, { field: id(2) }]))));
        let (reading, read) = desk.read(which).await;
        assert_eq!((read, ids(&reading)), (Ok(Completeness::Complete), [id(1), id(2)].into()), "{which:?}");
    }
}

#[tokio::test]
async fn group_chats_leave_the_list_whole() {
    let desk = Desk::new().await;
    let group = json!({"groupId": "1", "partnerAccountId": null, "partnerUsername": null, "flags": 0});
    for place in ["0", "3"] {
        desk.faulty(
            Rule::new(edit(&format!("/data/data/response/data/{place}"), Some(group.clone()))).skip(1),
        );
        let (reading, read) = desk.read(Which::Vips).await;
        assert_eq!((read, reading.nameless()), (Ok(Completeness::Complete), 0));
        assert_eq!(reading.rows().len() + 1, desk.vips().len());
    }
    // A list with nothing else has nobody on it, which is doubted as always.
    desk.faulty(reply(200, &nested(&json!({"data": [group]}))).times(2));
    assert_eq!(desk.read(Which::Vips).await.1, Ok(Completeness::Incomplete(IncompleteReason::NothingAtAll)));
}

#[tokio::test]
async fn long_pages_use_more_credits() {
    for which in EVERY {
        let desk = Desk::new().await;
        let (plain, _) = desk.read(which).await;
        assert_eq!(plain.credits(), plain.pages());
        desk.always_edit("/data/padding", Some(json!("x".repeat(200_000))));
        let (long, _) = desk.read(which).await;
        assert_eq!(
            (long.credits(), long.credits_again()),
            (3 * plain.pages(), 3 * plain.pages()),
            "{which:?}"
        );
    }
}

async fn subscribers(desk: &Desk) -> (PagedRead<Subscriber>, Result<Completeness, Cause>) {
    let mut reading = desk.begin();
    let mut page = |_: PageRead<'_, Subscriber>| std::ops::ControlFlow::Continue(());
    let read = desk.api.subscribers(SubscriberStatus::All, &mut reading, PATIENCE, &mut page).await;
    (reading, read)
}

/// Returns how many requests, starting with number `from`, were refused, and how many had a limit.
fn asked(desk: &Desk, from: usize) -> (usize, usize) {
    let requests = &desk.service.requests()[from..];
    let refused = requests.iter().filter(|one| one.status == Some(400)).count();
    (refused, requests.iter().filter(|one| one.path.contains("limit=")).count())
}

#[tokio::test]
async fn a_limit_that_is_refused_is_skipped_from_then_on() {
    let desk = Desk::with(Settings { fans: 600, ..Settings::default() }).await;
    let (whole, end) = desk.read(Which::Followers).await;
    assert!(whole.pages() > 1 && asked(&desk, desk.before).0 == 0);
    let from = desk.service.requests().len();
    desk.faulty(Rule::new(Fault::Status { status: 400 }).path("/*/followers"));
    let (reading, read) = desk.read(Which::Followers).await;
    assert_eq!((read, reading.rows()), (end, whole.rows()));
    assert_eq!(asked(&desk, from), (1, 1), "the other pages were asked for without it");
    // Clones of the client know it too.
    let from = desk.service.requests().len();
    let clone = Desk { api: desk.api.clone(), ..desk };
    assert_eq!(subscribers(&clone).await.1, Ok(Completeness::Complete));
    assert_eq!(asked(&clone, from), (0, 0));
}

#[tokio::test]
async fn a_limit_and_a_form_of_the_status_may_both_be_refused() {
    let desk =
        Desk::with(Settings { fans: 300, status_forms: StatusForms::Numbers, ..Settings::default() }).await;
    // Words with a limit, numbers with a limit, and words without one are refused. Numbers without one are understood.
    desk.faulty(Rule::new(Fault::Status { status: 400 }).path("/*/subscribers").times(2));
    let (reading, read) = subscribers(&desk).await;
    assert!(read == Ok(Completeness::Complete) && !reading.rows().is_empty());
    assert_eq!(asked(&desk, desk.before), (3, 2));
    let from = desk.service.requests().len();
    assert_eq!(subscribers(&desk).await.1, Ok(Completeness::Complete));
    assert_eq!(asked(&desk, from), (0, 0), "both are remembered");
}
