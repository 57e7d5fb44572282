//! The control endpoint, for tests in another process. It exists only if the settings ask for it.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Plan, Rule, service::Service};

type Shared = State<Arc<Service>>;

/// Returns the routes under `/control`.
pub fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/truth", get(truth))
        .route("/fans", get(fans))
        .route("/requests", get(requests))
        .route("/faults", post(push_fault).delete(clear_faults))
        .route("/plan", post(set_plan))
        .route("/credits", post(set_credits))
        .route("/vip", post(set_vip))
        .route("/marks", post(set_marks))
        .route("/session", post(set_session))
}

/// `{"vips":{account:[fan …]}}`
async fn truth(State(service): Shared) -> Json<Value> {
    let accounts = service.world.accounts.iter();
    let vips: BTreeMap<&str, Vec<String>> =
        accounts.map(|account| (account.id.as_str(), service.vips(&account.id))).collect();
    Json(json!({ "vips": vips }))
}

/// `{"fans":[fan …]}`: all fans.
async fn fans(State(service): Shared) -> Json<Value> {
    let fans: Vec<&str> = service.world.fans.iter().map(|fan| fan.id.as_str()).collect();
    Json(json!({ "fans": fans }))
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

/// `{"count":N,"requests":[…]}`: the requests still kept, from number `?since=` on.
async fn requests(State(service): Shared, Query(Since { since }): Query<Since>) -> Json<Value> {
    Json(json!({ "count": service.requests.count(), "requests": service.requests.since(since) }))
}

async fn push_fault(State(service): Shared, Json(rule): Json<Rule>) -> StatusCode {
    service.faults.push(rule);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(service): Shared) -> StatusCode {
    service.faults.clear();
    StatusCode::NO_CONTENT
}

/// `{"plan":"starter"}`. `"limit":N` replaces the plan's own rate limit, and `"key"` limits the change to one key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanChange {
    plan: Plan,
    limit: Option<u32>,
    key: Option<String>,
}

async fn set_plan(State(service): Shared, Json(change): Json<PlanChange>) -> StatusCode {
    service.keys.selected(change.key.as_deref()).for_each(|key| key.set_plan(change.plan, change.limit));
    StatusCode::NO_CONTENT
}

/// `{"credits":N}` or `{"credits":null}`. `"key"` limits the change to one key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditsChange {
    credits: Option<u64>,
    key: Option<String>,
}

async fn set_credits(State(service): Shared, Json(change): Json<CreditsChange>) -> StatusCode {
    service.keys.selected(change.key.as_deref()).for_each(|key| key.set_credits(change.credits));
    StatusCode::NO_CONTENT
}

/// `{"account":…,"fan":…,"vip":true}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VipChange {
    account: String,
    fan: String,
    vip: bool,
}

async fn set_vip(State(service): Shared, Json(change): Json<VipChange>) -> StatusCode {
    found(service.set_vip(&change.account, &change.fan, change.vip))
}

/// `{"account":…,"fan":…,"marks":2}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarksChange {
    account: String,
    fan: String,
    marks: u32,
}

async fn set_marks(State(service): Shared, Json(change): Json<MarksChange>) -> StatusCode {
    found(service.set_marks(&change.account, &change.fan, change.marks))
}

/// `{"account":…,"alive":false}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionChange {
    account: String,
    alive: bool,
}

async fn set_session(State(service): Shared, Json(change): Json<SessionChange>) -> StatusCode {
    let account = service.world.account(&change.account);
    found(account.inspect(|account| account.set_alive(change.alive)).is_some())
}

fn found(found: bool) -> StatusCode {
    if found { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}
