//! Single lookups: a profile by its username, and the top supporters.

use serde_json::json;
use velvet_core::{
    api::{Fan, Period, Supporters},
    model::people::Username,
    view::Cause,
};
use velvet_practice::{Fault, Rule};

use super::desk::{Desk, PATIENCE, Which, edit, nested, reply};

async fn profile(desk: &Desk, name: &str) -> Result<Option<Fan>, Cause> {
    desk.api.profile(&Username::new(name).unwrap(), PATIENCE).await
}

async fn somebody(desk: &Desk) -> Fan {
    desk.read(Which::Vips).await.0.rows()[0].clone()
}

#[tokio::test]
async fn a_profile_is_found_by_its_name_in_any_case() {
    let desk = Desk::new().await;
    let fan = somebody(&desk).await;
    let username = fan.username.clone().unwrap();
    let before = desk.requests();
    assert_eq!(profile(&desk, &username).await, Ok(Some(fan.clone())));
    assert_eq!(profile(&desk, &username.to_uppercase()).await, Ok(Some(fan.clone())));
    assert_eq!(desk.requests(), before + 2, "a credit each");
    desk.faulty(Rule::new(Fault::NumberIds { float: false }));
    assert_eq!(profile(&desk, &username).await, Ok(Some(fan)), "to the last digit");
    desk.faulty(Rule::new(Fault::NumberIds { float: true }));
    assert_eq!(profile(&desk, &username).await, Ok(None));
}

#[tokio::test]
async fn somebody_else_and_nobody_are_no_hit() {
    let desk = Desk::new().await;
    let username = somebody(&desk).await.username.unwrap();
    assert_eq!(profile(&desk, "nobody-is-called-so").await, Ok(None));
    let other = edit("/data/data/response/account/username", Some(json!(format!("{username}2"))));
    desk.faulty(Rule::new(other));
    assert_eq!(profile(&desk, &username).await, Ok(None));
    for body in
        [json!({"statusCode": 200, "data": null}), json!({"data": []}), json!({"id": 1, "username": 2})]
    {
        desk.faulty(reply(200, &body));
        assert_eq!(profile(&desk, &username).await, Ok(None), "{body}");
    }
    desk.faulty(reply(200, &json!({"statusCode": 200, "data": {"status_code": 404, "data": null}})));
    assert_eq!(profile(&desk, &username).await, Ok(None));
}

#[tokio::test]
async fn other_answers_to_a_look_up_are_trouble_and_not_nobody() {
    let desk = Desk::new().await;
    // Use a fan who exists, so that faults that edit the right answer have one to edit.
    let username = somebody(&desk).await.username.unwrap();
    for (rule, cause) in [
        (Rule::new(Fault::Status { status: 402 }), Cause::CreditsSpent),
        (Rule::new(Fault::Status { status: 401 }), Cause::KeyRefused),
        (Rule::new(Fault::Status { status: 400 }), Cause::ServiceError),
        (Rule::new(Fault::Inner { status: 401 }), Cause::SessionExpired),
        (Rule::new(Fault::Html { status: 404 }), Cause::UnknownCall),
        (Rule::new(Fault::Html { status: 200 }), Cause::CaptivePortal),
        (Rule::new(Fault::Refused), Cause::Refused),
        (Rule::new(Fault::Reset), Cause::ConnectionLost),
    ] {
        desk.faulty(rule.clone());
        assert_eq!(profile(&desk, &username).await, Err(cause), "{rule:?}");
    }
}

async fn top(desk: &Desk, period: Period) -> Result<Supporters, Cause> {
    desk.api.top_supporters(&desk.account, period, PATIENCE).await
}

#[tokio::test]
async fn supporters_are_ranked_within_a_period() {
    let desk = Desk::with(velvet_practice::Settings { fans: 1_000, ..Default::default() }).await;
    let year = top(&desk, Period::default()).await.unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let month = Period { after: Some(i64::try_from(now).unwrap() - 30 * 86_400_000), before: None };
    let month = top(&desk, month).await.unwrap();
    assert!(year.ranked.len() > month.ranked.len() && !month.ranked.is_empty() && year.nameless == 0);
    let never = top(&desk, Period { after: None, before: Some(1_000) }).await.unwrap();
    assert_eq!(never, Supporters { ranked: vec![], nameless: 0, credits: 1 });
    // The order of the server's rows does not matter.
    desk.faulty(Rule::new(edit("/data/data/response/1/totalGross", Some(json!(0.5)))));
    let turned = top(&desk, Period::default()).await.unwrap();
    assert_eq!(
        turned.ranked.last().map(|fan| &fan.id),
        Some(&year.ranked[1].id),
        "who paid least comes last"
    );
    assert_eq!(turned.ranked[0].id, year.ranked[0].id);
}

#[tokio::test]
async fn supporters_are_read_in_any_shape() {
    let desk = Desk::new().await;
    let whole = top(&desk, Period::default()).await.unwrap();
    desk.faulty(Rule::new(Fault::NumberIds { float: false }));
    assert_eq!(top(&desk, Period::default()).await.as_ref(), Ok(&whole));
    desk.faulty(Rule::new(Fault::NumberIds { float: true }));
    let floats = top(&desk, Period::default()).await.unwrap();
    assert_eq!((floats.ranked.len(), floats.nameless), (0, whole.ranked.len() as u64));
    desk.faulty(Rule::new(edit("/data/data/response/2/correlationAccountId", None)));
    let less = top(&desk, Period::default()).await.unwrap();
    assert_eq!((less.ranked.len() + 1, less.nameless), (whole.ranked.len(), 1));
    let nested =
        json!({"topSupporters": [{"correlationAccountId": "843584256474116096", "totalNet": "3.5"}]});
    desk.faulty(Rule::new(edit("/data/data/response", Some(nested))));
    assert_eq!(top(&desk, Period::default()).await.unwrap().ranked[0].id.as_str(), "843584256474116096");
    for (odd, cause) in [(json!({}), Cause::ReplyIncomplete), (json!("none"), Cause::ReplyIncomplete)] {
        desk.faulty(Rule::new(edit("/data/data/response", Some(odd))));
        assert_eq!(top(&desk, Period::default()).await, Err(cause));
    }
    desk.faulty(Rule::new(Fault::Status { status: 403 }));
    assert_eq!(top(&desk, Period::default()).await, Err(Cause::Forbidden));
}

#[tokio::test]
async fn nobody_supports_and_a_long_answer_uses_more_credits() {
    let desk = Desk::new().await;
    for none in [json!([]), json!(null)] {
        desk.faulty(reply(200, &nested(&none)));
        let read = top(&desk, Period::default()).await;
        assert_eq!(read, Ok(Supporters { ranked: vec![], nameless: 0, credits: 1 }), "{none}");
    }
    desk.faulty(Rule::new(edit("/data/padding", Some(json!("x".repeat(200_000))))));
    assert_eq!(top(&desk, Period::default()).await.unwrap().credits, 3);
}
