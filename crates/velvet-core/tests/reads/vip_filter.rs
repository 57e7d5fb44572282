//! The filter of the VIP list: no fan counts as VIP before the filter was seen to exclude someone.

use std::{ops::ControlFlow, time::Duration};

use serde_json::json;
use velvet_core::{
    api::{Completeness, IncompleteReason, Presence},
    ids::{AccountId, FanId},
    view::Cause,
};
use velvet_practice::{Fault, Rule, Settings};

use super::desk::{Desk, PATIENCE, Read, Which, id, ids, nested, page, reply};

const IGNORED: Read = Err(Cause::VipFilterIgnored);

async fn fresh() -> Desk {
    Desk::fresh(Settings { fans: 300, ..Settings::default() }).await
}

/// Answers the next requests with these chats, one page after the other.
fn answers(desk: &Desk, pages: &[Vec<u64>]) {
    for fans in pages {
        let mut body = page(Which::Vips, fans.iter().copied());
        body["data"]["nextCursor"] = json!(null);
        desk.faulty(reply(200, &body));
    }
}

#[tokio::test]
async fn it_is_compared_once_for_each_account_and_client() {
    let desk = fresh().await;
    let (reading, read) = desk.read(Which::Vips).await;
    assert_eq!((read, ids(&reading)), (Ok(Completeness::Complete), desk.vips()));
    let pages = reading.pages();
    assert_eq!(desk.requests(), pages + 1, "one page of all chats");
    assert_eq!((reading.credits(), reading.credits_again()), (pages + 1, pages));
    let all = &desk.service.requests()[1].path;
    assert!(all.ends_with("/chats"), "{all}");
    let clone = Desk { api: desk.api.clone(), before: desk.service.requests().len(), ..desk };
    clone.read(Which::Vips).await.1.unwrap();
    assert_eq!(clone.requests(), pages, "a clone knows it");
    let other = AccountId::new(clone.service.accounts()[1].account_id.clone()).unwrap();
    let other = Desk { account: other, before: clone.service.requests().len(), ..clone };
    let (reading, _) = other.read(Which::Vips).await;
    assert!(other.requests() > reading.pages(), "of another account nothing is known");
    let api = crate::common::api(&other.service.url(), other.service.key(), Duration::from_secs(20));
    let anew = Desk { api, before: other.service.requests().len(), ..other };
    let (reading, _) = anew.read(Which::Vips).await;
    assert!(anew.requests() > reading.pages(), "and another client knows nothing");
}

#[tokio::test]
async fn where_it_makes_no_difference_nobody_is_vip() {
    let desk = fresh().await;
    desk.faulty(reply(200, &page(Which::Vips, 0..24)).always());
    let mut told = 0;
    let mut reading = desk.begin();
    for requests in [2, 4] {
        let read = desk
            .read_on(Which::Vips, &mut reading, |_, _| {
                told += 1;
                ControlFlow::Continue(())
            })
            .await;
        assert_eq!((read, told, reading.rows().len()), (IGNORED, 0, 0));
        assert_eq!((desk.requests(), reading.credits()), (requests, requests), "what it used is counted");
    }
    let fan = FanId::parse(&id(3)).unwrap();
    assert_eq!(desk.api.look_for_vip(&desk.account, &fan).await, Err(Cause::VipFilterIgnored));
    // Chats can still be searched by name.
    assert_eq!(desk.read(Which::Found("a")).await.1, Ok(Completeness::Complete));
    // Once a fan who is no VIP has written, the filter is proven to work.
    desk.service.clear_faults();
    assert_eq!(desk.read(Which::Vips).await.1, Ok(Completeness::Complete));
    assert_eq!(desk.api.look_for_vip(&desk.account, &fan).await, Ok(Presence::NotSeen));
}

/// A page of these chats with a next page.
fn with_more(fans: std::ops::Range<u64>) -> serde_json::Value {
    let mut body = page(Which::Vips, fans.clone());
    let data = &mut body["data"]["data"]["response"];
    data["nextCursor"] = json!(format!("after-{}", fans.end));
    body
}

#[tokio::test]
async fn further_pages_are_compared_while_all_newer_chats_are_with_vips() {
    let desk = fresh().await;
    for body in [with_more(0..25), with_more(0..25), with_more(25..50), with_more(100..125)] {
        desk.faulty(reply(200, &body));
    }
    let mut reading = desk.begin();
    let read = desk.read_on(Which::Vips, &mut reading, |_, _| ControlFlow::Break(())).await;
    assert_eq!(read, Ok(Completeness::Stopped));
    assert_eq!((reading.rows().len(), desk.requests()), (25, 4), "two pages of each list");
    assert_eq!(reading.credits(), 4, "what it used is counted");
}

#[tokio::test]
async fn an_ignored_filter_is_compared_on_a_few_pages_only() {
    let desk = fresh().await;
    for number in 0..20 {
        for _ in 0..2 {
            desk.faulty(reply(200, &with_more(number * 25..number * 25 + 25)));
        }
    }
    assert_eq!(desk.read(Which::Vips).await.1, IGNORED);
    assert_eq!(desk.requests(), 2 * 5, "the first page and four more of each list");
}

#[tokio::test]
async fn a_further_page_that_comes_in_part_is_no_proof() {
    let part = || with_more(25..30);
    for (again, says) in
        [(with_more(25..50), "the rest came later"), (with_more(25..27), "and then even less")]
    {
        let desk = fresh().await;
        for body in [with_more(0..25), with_more(0..25), part(), with_more(25..50), again] {
            desk.faulty(reply(200, &body));
        }
        assert_eq!(desk.read(Which::Vips).await.1, IGNORED, "{says}");
        assert_eq!(desk.requests(), 5, "{says}");
    }
}

#[tokio::test]
async fn pages_that_differ_by_chance_are_no_proof() {
    let ten = |first: u64| (first..first + 10).collect::<Vec<u64>>();
    let with = |fan: u64, mut page: Vec<u64>| {
        page.pop();
        page.insert(0, fan);
        page
    };
    for (pages, says) in [
        (vec![ten(0), ten(0)], "every chat is one of a VIP, or the filter is ignored"),
        (vec![ten(0), with(99, ten(0)), with(99, ten(0))], "somebody wrote between the two requests"),
        (vec![ten(0)[..2].to_vec(), ten(0), ten(0)], "the first page came in part"),
        (vec![ten(0)[..2].to_vec(), ten(0), ten(0)[..1].to_vec()], "and the last one even less"),
        (vec![ten(0), vec![], vec![]], "nothing came, twice"),
        (vec![ten(0), ten(0)[..3].to_vec()], "all chats are less than those with VIPs"),
        (vec![ten(0), vec![], ten(0)], "nothing came, and then the same"),
    ] {
        let desk = fresh().await;
        answers(&desk, &pages);
        assert_eq!(desk.read(Which::Vips).await.1, IGNORED, "{says}");
        assert_eq!(desk.requests(), pages.len() as u64, "{says}");
        // Nothing was learned from it.
        answers(&desk, &[ten(0), ten(0)]);
        assert_eq!(desk.read(Which::Vips).await.1, IGNORED, "{says}");
    }
    for (pages, says) in [
        (vec![ten(0), ten(20)], "nobody of the newest chats is VIP"),
        (vec![ten(0), with(99, ten(0)), ten(0)], "all but one are VIP"),
        (vec![ten(0)[..2].to_vec(), ten(0), ten(0)[..2].to_vec()], "two of them are"),
        (vec![ten(0), vec![], ten(20)], "nothing came, and then a proof"),
    ] {
        let desk = fresh().await;
        answers(&desk, &pages);
        let (reading, read) = desk.read(Which::Vips).await;
        assert_eq!((read, reading.rows().len()), (Ok(Completeness::Complete), pages[0].len()), "{says}");
        assert_eq!(desk.requests(), pages.len() as u64, "{says}");
    }
}

#[tokio::test]
async fn an_empty_list_is_compared_with_nothing_and_proves_nothing() {
    let desk = fresh().await;
    answers(&desk, &[vec![], vec![]]);
    assert_eq!(desk.read(Which::Vips).await.1, Ok(Completeness::Incomplete(IncompleteReason::NothingAtAll)));
    assert_eq!(desk.requests(), 2);
    answers(&desk, &[(0..10).collect(), (0..10).collect()]);
    assert_eq!(desk.read(Which::Vips).await.1, IGNORED);
    // Rows without a fan prove nothing either.
    desk.faulty(reply(200, &nested(&json!({"data": [{"partnerAccountId": 1.5}]}))));
    assert_eq!(desk.read(Which::Vips).await.1, IGNORED);
}

#[tokio::test]
async fn a_reading_that_resumes_with_a_new_client_is_compared_first() {
    let desk = Desk::new().await;
    let mut reading = desk.begin();
    desk.read_on(Which::Vips, &mut reading, |_, _| ControlFlow::Break(())).await.unwrap();
    let mut rest = reading.clone();
    let api = || crate::common::api(&desk.service.url(), desk.service.key(), Duration::from_secs(20));
    desk.faulty(reply(200, &page(Which::Vips, 0..24)).times(2));
    let mut none = |_: velvet_core::api::PageRead<'_, velvet_core::model::Fan>| ControlFlow::Continue(());
    assert_eq!(api().vip_list(&mut reading, PATIENCE, &mut none).await, IGNORED);
    assert_eq!(reading.rows().len(), 25);
    // An empty first page is no proof for the new client.
    desk.faulty(Rule::new(Fault::EmptyData));
    assert_eq!(api().vip_list(&mut reading, PATIENCE, &mut none).await, IGNORED);
    let before = desk.requests();
    assert_eq!(api().vip_list(&mut rest, PATIENCE, &mut none).await, Ok(Completeness::Complete));
    assert_eq!(ids(&rest), desk.vips());
    assert_eq!(
        desk.requests() - before,
        rest.pages() + 1,
        "its own first page and one of all chats are extra"
    );
}

#[tokio::test]
async fn trouble_with_the_comparison_is_trouble_with_the_list() {
    for (fault, cause) in [
        (Fault::Status { status: 402 }, Cause::CreditsSpent),
        (Fault::Status { status: 500 }, Cause::ServiceError),
    ] {
        let desk = fresh().await;
        desk.faulty(Rule::new(fault).skip(1));
        assert_eq!(desk.read(Which::Vips).await.1, Err(cause));
        assert_eq!(desk.read(Which::Vips).await.1, Ok(Completeness::Complete));
    }
}
