use std::sync::Arc;

use axum::{Extension, extract::State};
use serde_json::{Value, json};

use crate::{
    envelope::{self, Reply},
    service::{Caller, Service},
    world::Account,
};

/// `GET /accounts`: the accounts of the key, including expired ones, which nothing tells apart.
pub async fn accounts(
    State(service): State<Arc<Service>>,
    Extension(Caller(key)): Extension<Caller>,
) -> Reply {
    let own = service.keys.get(key).accounts.clone();
    let accounts: Vec<Value> = service.world.accounts[own].iter().map(account).collect();
    envelope::flat(&json!({ "success": true, "count": accounts.len(), "accounts": accounts }))
}

fn account(account: &Account) -> Value {
    let profile = account.profile;
    json!({
        "accountId": account.id,
        "email": format!("{}@example.com", profile.username),
        "name": profile.name,
        "country": profile.country,
        "createdAt": "2026-01-15T09:30:00.000Z",
    })
}
