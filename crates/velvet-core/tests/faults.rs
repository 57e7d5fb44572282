//! Every way in which an answer can go wrong, over a real socket: the claimed outcome, and what really happened.

use std::time::Duration;

use crate::common::Stage;
use velvet_core::{
    api::{Pacing, Verdict},
    ids::{AccountId, FanId},
    view::{Action, Cause, ErrorCode, Outcome},
};
use velvet_practice::{Fault, Field, Rule};

type Expected = (Rule, Outcome, Cause);

fn failed(fault: Fault, cause: Cause) -> Expected {
    (Rule::new(fault), Outcome::Failed, cause)
}

fn unconfirmed(fault: Fault, cause: Cause) -> Expected {
    (Rule::new(fault), Outcome::Unconfirmed, cause)
}

fn every_fault() -> Vec<Expected> {
    let status = |status| Fault::Status { status };
    let inner = |status| Fault::Inner { status };
    let redirect = Fault::Redirect { location: "http://127.0.0.1:9/elsewhere".to_owned(), status: 307 };
    let mut faults = vec![
        failed(status(400), Cause::BadRequest),
        // The account answers, so neither the key nor its session is blamed. Only this fan is refused.
        failed(status(401), Cause::Refused),
        failed(status(402), Cause::CreditsSpent),
        failed(status(403), Cause::Forbidden),
        failed(Fault::AccountDenied, Cause::AccountLost),
        failed(status(404), Cause::NoSuchFan),
        failed(inner(401), Cause::Refused),
        failed(inner(403), Cause::Refused),
        failed(Fault::Refused, Cause::Refused),
        // A single add is a batch of one. While the server has problems, it is sent four times in all.
        (Rule::new(status(500)).times(4), Outcome::Unconfirmed, Cause::ServiceError),
        (Rule::new(Fault::Html { status: 502 }).times(4), Outcome::Unconfirmed, Cause::ServiceError),
        unconfirmed(redirect, Cause::Redirected),
        unconfirmed(Fault::Html { status: 200 }, Cause::CaptivePortal),
        unconfirmed(Fault::TruncatedBody, Cause::ReplyCutOff),
        unconfirmed(Fault::EmptyBody, Cause::ReplyEmpty),
        unconfirmed(Fault::HugeBody { bytes: 64 << 20 }, Cause::ReplyTooLarge),
        unconfirmed(Fault::WrongFan { fan: None }, Cause::WrongFan),
        unconfirmed(Fault::FlagMissing, Cause::MarkMissing),
        unconfirmed(Fault::EmptyData, Cause::ReplyIncomplete),
        unconfirmed(Fault::Reset, Cause::ConnectionLost),
        (Rule::new(Fault::Reset).effect(true), Outcome::Unconfirmed, Cause::ConnectionLost),
    ];
    faults.extend(Field::ALL.map(|field| unconfirmed(Fault::Missing { field }, Cause::ReplyIncomplete)));
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_has_its_cause_and_is_never_taken_for_a_success() {
    for (rule, outcome, cause) in every_fault() {
        let stage = Stage::ready().await;
        let row = stage.add_with(rule.clone()).await;
        assert_eq!((row.outcome, row.cause), (Some(outcome), Some(cause)), "{rule:?}");
        let sent = if cause == Cause::ServiceError { 4 } else { 1 };
        assert_eq!(stage.writes(), sent, "{rule:?}");
        let waits = stage.events.restings.lock().unwrap().len();
        assert_eq!(waits, 0, "{rule:?}: the window would say that the server asked to wait");
        if outcome == Outcome::Failed {
            assert!(!stage.is_vip(), "{rule:?}: failed means that nothing was changed");
        }
        let log = stage.log().await;
        assert_eq!(log, [row], "{rule:?}: the log tells what the form told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_reconciled_by_reading_the_vip_list() {
    let stage = Stage::ready().await;
    let lost = stage.add_with(Rule::new(Fault::Reset).effect(true)).await;
    assert!(stage.is_vip() && lost.can_check && !lost.can_undo);
    let settled = stage.app.items().await.check(lost.item).await.unwrap();
    assert_eq!((settled.item, settled.outcome, settled.cause), (lost.item, Some(Outcome::Added), None));
    assert!(settled.can_undo);
}

#[tokio::test(flavor = "multi_thread")]
async fn not_being_seen_on_the_list_proves_nothing() {
    let stage = Stage::ready().await;
    let lost = stage.add_with(Rule::new(Fault::Reset).effect(false)).await;
    let checked = stage.app.items().await.check(lost.item).await.unwrap();
    assert_eq!((checked.outcome, checked.cause), (Some(Outcome::Unconfirmed), Some(Cause::ConnectionLost)));
    assert!(checked.checked.is_some() && checked.can_check);
    let again = stage.app.items().await.retry(lost.item).await.unwrap();
    assert_eq!(again.outcome, Some(Outcome::Added));
    assert!(stage.is_vip());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_page_of_the_list_reconciles_nothing() {
    let stage = Stage::ready().await;
    let lost = stage.add_with(Rule::new(Fault::Reset).effect(true)).await;
    stage.service.push_fault(Rule::new(Fault::EmptyData).method("GET"));
    let row = stage.app.items().await.check(lost.item).await.unwrap();
    assert_eq!((row.outcome, row.cause), (Some(Outcome::Unconfirmed), Some(Cause::ConnectionLost)));
    assert!(row.checked.is_some() && row.can_check, "it can be checked again");
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_wait_it_waits_as_long_and_resumes() {
    for standard in [false, true] {
        let stage = Stage::ready().await;
        let row = stage.add_with(Rule::new(Fault::TooFast { retry_after: 12, standard }).times(2)).await;
        assert_eq!(row.outcome, Some(Outcome::Added));
        let slept = stage.clock.slept.lock().unwrap().clone();
        let told = Duration::from_secs(12)..Duration::from_secs(13);
        assert!(slept.len() == 2 && slept.iter().all(|wait| told.contains(wait)), "{standard}: {slept:?}");
        let restings = stage.events.restings.lock().unwrap().clone();
        let told: Vec<bool> = restings.iter().map(|resting| resting.until.is_some()).collect();
        assert_eq!(told, [true, false, true, false]);
        assert_eq!(stage.writes(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hanging_service_is_given_up_and_the_add_is_unconfirmed() {
    let stage = Stage::ready().await;
    let (account, fan) = (AccountId::new(stage.account()).unwrap(), FanId::parse(&stage.fan()).unwrap());
    let api = crate::common::api(&stage.service.url(), stage.service.key(), Duration::from_millis(200));
    stage.service.push_fault(Rule::new(Fault::Hang));
    assert_eq!(
        api.act(api.try_acquire(Pacing::AtOnce).unwrap(), Action::Add, &account, &fan).await,
        Verdict::from(Cause::NoReply)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_connection_nothing_was_sent() {
    let stage = Stage::ready().await;
    let (account, fan) = (AccountId::new(stage.account()).unwrap(), FanId::parse(&stage.fan()).unwrap());
    // The port is taken, so that nobody else gets it, and nobody listens on it.
    let taken = tokio::net::TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed = format!("http://{}", taken.local_addr().unwrap());
    let api = crate::common::api(&closed, stage.service.key(), Duration::from_secs(5));
    assert_eq!(
        api.act(api.try_acquire(Pacing::AtOnce).unwrap(), Action::Add, &account, &fan).await,
        Verdict::from(Cause::NoConnection)
    );
    assert!(Cause::NoConnection.nothing_changed());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_without_a_body_say_nothing_about_its_type() {
    let stage = Stage::ready().await;
    stage.add().await;
    for request in stage.service.requests() {
        assert!(!request.has_header("content-type"), "{}", request.path);
        assert!(request.has_header("x-api-key") && request.key_matched);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_call_waits_a_little_and_gives_up_on_a_long_wait() {
    let stage = Stage::ready().await;
    let reading = |retry_after| Rule::new(Fault::TooFast { retry_after, standard: false }).path("/accounts");
    stage.service.push_fault(reading(12));
    assert_eq!(stage.app.accounts().await.refresh().await.unwrap().accounts_problem, None);
    assert_eq!(stage.clock.slept.lock().unwrap().len(), 1);
    let waited = stage.clock.slept.lock().unwrap()[0];
    assert!((Duration::from_secs(12)..Duration::from_secs(13)).contains(&waited), "{waited:?}");
    stage.service.push_fault(reading(3_600));
    let problem = stage.app.accounts().await.refresh().await.unwrap().accounts_problem.unwrap();
    assert_eq!(problem.code, ErrorCode::Service(Cause::AskedToWait));
    assert_eq!(stage.clock.slept.lock().unwrap().len(), 1, "nobody watched an hour of nothing");
}
