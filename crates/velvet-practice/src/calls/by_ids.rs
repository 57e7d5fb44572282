use std::{collections::HashMap, sync::Arc};

use axum::extract::{Query, State};
use serde_json::{Value, json};

use super::person::person;
use crate::{
    envelope::{self, Reply},
    service::Service,
};

/// `GET /accounts/by-ids?ids=a,b,c`: the profiles with these IDs. That it returns fans is a guess, and so is the shape of
/// the reply.
pub async fn by_ids(
    State(service): State<Arc<Service>>,
    Query(wanted): Query<HashMap<String, String>>,
) -> Reply {
    let fans = &service.world.fans;
    let ids = wanted.get("ids").map_or("", String::as_str).split(',');
    let found: Vec<Value> = ids.filter_map(|id| Some(person(fans.get(fans.find(id)?)))).collect();
    envelope::nested(&json!(found))
}
