use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    own_account::OwnAccount,
    paging::{self, Limit},
    person::person,
};
use crate::{
    envelope::{self, Reply},
    service::Service,
};

#[derive(Deserialize)]
pub struct Wanted {
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// `GET /{account}/followers`: newest first.
pub async fn followers(
    own: OwnAccount,
    State(service): State<Arc<Service>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Reply, Reply> {
    let Query(wanted) = wanted.map_err(|bad| envelope::error(StatusCode::BAD_REQUEST, &bad.body_text()))?;
    let start = paging::position(wanted.cursor.as_deref())?;
    let fans = &service.world.fans;
    let rows = own.get().audience.followers.iter().enumerate().skip(start);
    let (page, next) = paging::take(rows, wanted.limit.0);
    let followers: Vec<Value> = page.iter().map(|&&fan| json!({ "followerId": fans.get(fan).id })).collect();
    let accounts: Vec<Value> = page.iter().map(|&&fan| person(fans.get(fan))).collect();
    let response = json!({ "followers": followers, "aggregationData": { "accounts": accounts } });
    Ok(envelope::page(service.cursor_place, &response, next))
}
