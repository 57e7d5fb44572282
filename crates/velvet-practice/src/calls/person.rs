use serde_json::{Value, json};

use crate::world::Fan;

/// Returns a fan as in a list of accounts: `{id,username,displayName?}`.
pub fn person(fan: &Fan) -> Value {
    let mut person = json!({ "id": fan.id, "username": fan.username });
    if let Some(name) = &fan.display_name {
        person["displayName"] = json!(name);
    }
    person
}
