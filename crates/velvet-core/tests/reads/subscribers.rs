//! Subscribers: the status in words or numbers, and several rows for one fan.

use std::ops::ControlFlow;

use serde_json::json;
use velvet_core::{
    api::{Completeness, IncompleteReason, PageRead, PagedRead, Standing, Subscriber, SubscriberStatus},
    view::Cause,
};
use velvet_practice::{Fault, Rule, Settings, StatusForms};

use super::desk::{Desk, PATIENCE, Read, edit};

async fn read_on(desk: &Desk, status: SubscriberStatus, reading: &mut PagedRead<Subscriber>) -> Read {
    let mut page = |_: PageRead<'_, Subscriber>| ControlFlow::Continue(());
    desk.api.subscribers(status, reading, PATIENCE, &mut page).await
}

async fn read(desk: &Desk, status: SubscriberStatus) -> (PagedRead<Subscriber>, Read) {
    let mut reading = desk.begin();
    let read = read_on(desk, status, &mut reading).await;
    (reading, read)
}

fn count(reading: &PagedRead<Subscriber>, standing: Standing) -> usize {
    reading.rows().iter().filter(|row| row.standing == standing).count()
}

#[tokio::test]
async fn a_fan_is_listed_once_and_the_subscription_that_runs_counts() {
    let desk = Desk::with(Settings { fans: 1_000, ..Settings::default() }).await;
    let (all, end) = read(&desk, SubscriberStatus::All).await;
    let (active, _) = read(&desk, SubscriberStatus::Active).await;
    let (expired, _) = read(&desk, SubscriberStatus::Expired).await;
    assert_eq!(end, Ok(Completeness::Complete));
    assert!(all.repeated() > 0, "some have several");
    assert_eq!(
        all.rows().len() as u64,
        active.rows().len() as u64 + expired.rows().len() as u64 - all.repeated()
    );
    assert_eq!(count(&all, Standing::Active), active.rows().len());
    assert_eq!((count(&active, Standing::Expired), count(&expired, Standing::Active)), (0, 0));
    assert!(all.rows().iter().all(|row| !row.tiers.is_empty()));
    let tier = |reading: &PagedRead<Subscriber>, id| {
        reading.rows().iter().find(|row| row.fan.id == id).map(|row| row.tiers.clone())
    };
    for row in active.rows() {
        assert_eq!(tier(&all, row.fan.id.clone()), Some(row.tiers.clone()), "the tier that runs");
    }
}

#[tokio::test]
async fn the_form_of_the_status_that_is_understood_is_remembered() {
    for (status_forms, refusals) in
        [(StatusForms::Both, 0), (StatusForms::Words, 0), (StatusForms::Numbers, 1)]
    {
        let desk = Desk::with(Settings { fans: 300, status_forms, ..Settings::default() }).await;
        for status in [SubscriberStatus::All, SubscriberStatus::Active, SubscriberStatus::Expired] {
            let (reading, read) = read(&desk, status).await;
            assert!(
                read == Ok(Completeness::Complete) && !reading.rows().is_empty(),
                "{status_forms:?} {status:?}"
            );
        }
        let refused = desk.service.requests().iter().filter(|request| request.status == Some(400)).count();
        assert_eq!(refused, refusals, "{status_forms:?}");
    }
}

#[tokio::test]
async fn what_is_refused_in_every_form_is_trouble_and_changes_nothing() {
    let desk = Desk::new().await;
    desk.faulty(Rule::new(Fault::Status { status: 400 }).times(4));
    let (mut reading, refused) = read(&desk, SubscriberStatus::All).await;
    assert_eq!((refused, desk.requests()), (Err(Cause::ServiceError), 4));
    assert_eq!(reading.credits(), 0, "a refusal may be free");
    assert_eq!(read_on(&desk, SubscriberStatus::All, &mut reading).await, Ok(Completeness::Complete));
    let again = desk.service.requests()[desk.before + 4].path.clone();
    assert!(again.contains("status=all") && again.contains("limit=100"), "still the form it began with");
}

#[tokio::test]
async fn rows_are_read_as_they_come() {
    let desk = Desk::new().await;
    let (whole, _) = read(&desk, SubscriberStatus::Active).await;
    desk.faulty(Rule::new(Fault::NumberIds { float: false }).always());
    let (numbers, end) = read(&desk, SubscriberStatus::Active).await;
    let fans = |reading: &PagedRead<Subscriber>| {
        reading.rows().iter().map(|row| row.fan.clone()).collect::<Vec<_>>()
    };
    assert_eq!((end, fans(&numbers)), (Ok(Completeness::Complete), fans(&whole)));
    desk.service.clear_faults();
    desk.faulty(Rule::new(edit("/data/data/response/subscriptions/5/subscriberId", None)));
    let (reading, end) = read(&desk, SubscriberStatus::Active).await;
    assert_eq!((end, reading.nameless()), (Ok(Completeness::Incomplete(IncompleteReason::Nameless)), 1));
    for (given, standing) in
        [(json!("active"), Standing::Active), (json!("4"), Standing::Expired), (json!(9), Standing::Unclear)]
    {
        desk.always_edit("/data/data/response/subscriptions/*/status", Some(given));
        let (reading, _) = read(&desk, SubscriberStatus::Active).await;
        assert_eq!(count(&reading, standing), reading.rows().len());
        desk.service.clear_faults();
    }
    desk.always_edit(
        "/data/data/response/subscriptions/*/subscriptionTierName",
        Some(json!("\u{202e} Gold\n")),
    );
    let (reading, _) = read(&desk, SubscriberStatus::Active).await;
    assert!(reading.rows().iter().all(|row| row.tiers == ["Gold"]));
}

#[tokio::test]
async fn trouble_in_the_middle_is_taken_up_again() {
    let desk = Desk::with(Settings { fans: 1_000, ..Settings::default() }).await;
    let (whole, _) = read(&desk, SubscriberStatus::All).await;
    for fault in [Fault::Status { status: 402 }, Fault::Status { status: 403 }, Fault::Reset] {
        desk.faulty(Rule::new(fault.clone()).skip(2));
        let (mut reading, broken) = read(&desk, SubscriberStatus::All).await;
        assert!(broken.is_err() && reading.pages() == 2, "{fault:?}");
        assert_eq!(read_on(&desk, SubscriberStatus::All, &mut reading).await, Ok(Completeness::Complete));
        assert_eq!(reading.rows(), whole.rows(), "{fault:?}");
    }
}
