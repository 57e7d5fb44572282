use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::json;

use super::person::person;
use crate::{
    envelope::{self, Reply},
    service::Service,
};

/// `GET /search/{username}`: the profile with exactly this username. The shape of the reply is a guess.
pub async fn search(State(service): State<Arc<Service>>, Path(username): Path<String>) -> Reply {
    let fans = &service.world.fans;
    match fans.find_username(&username) {
        Some(fan) => envelope::nested(&json!({ "account": person(fans.get(fan)) })),
        None => envelope::error(StatusCode::NOT_FOUND, "Not Found"),
    }
}
