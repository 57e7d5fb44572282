use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{id, text},
};
use velvet_model::{Cause, ids::FanId, people::Username};

/// Whether `GET /accounts/by-ids` returns other people's accounts, and not only the creator's own. The documentation can
/// be read both ways (API.md), so the app makes this call only once the contract probe has shown that it does.
pub const BY_IDS_RETURNS_FANS: bool = false;

/// Most IDs in one request. The server's limit is not documented. With these, a request is as long as those of a browser.
pub const IDS_PER_REQUEST: usize = 50;

/// How deep in a reply to search for a profile.
const DEPTH: usize = 8;

impl Api {
    /// Looks up the profile with exactly this username. Uses one credit.
    ///
    /// Returns `None` if no profile has this username, or if the reply is about another one.
    ///
    /// # Errors
    /// The error from the server or from the network in between.
    pub async fn profile(&self, username: &Username, patience: Duration) -> Result<Option<Fan>, Cause> {
        let reply = self.read(&["search", username.as_str()], &[], patience).await?;
        Ok(reply.looked_up()?.and_then(|json| find(&json, username)))
    }

    /// Looks up the profiles with these IDs, at most [`IDS_PER_REQUEST`]. Uses one credit. Whoever is missing in the
    /// result may still exist.
    ///
    /// # Errors
    /// The error from the server or from the network in between.
    pub async fn profiles(&self, ids: &[FanId], patience: Duration) -> Result<Vec<Fan>, Cause> {
        let asked = ids.iter().map(FanId::as_str).collect::<Vec<_>>().join(",");
        let reply = self.read(&["accounts", "by-ids"], &[("ids", &asked)], patience).await?;
        Ok(reply.looked_up()?.map_or_else(Vec::new, |json| find_all(&json, ids)))
    }
}

/// Finds the profile with a username in a reply.
fn find(json: &Value, asked: &Username) -> Option<Fan> {
    profiles(json)
        .into_iter()
        .find(|profile| asked.is(profile["username"].as_str().unwrap_or_default()))
        .and_then(fan)
}

/// Finds the profiles with these IDs in a reply.
fn find_all(json: &Value, asked: &[FanId]) -> Vec<Fan> {
    profiles(json).into_iter().filter_map(fan).filter(|fan| asked.contains(&fan.id)).collect()
}

/// Returns the profiles in a reply, whose format is not documented (API.md, "Reads that help"). A profile is an object
/// with an ID and a username. Only the outermost ones count, because deeper ones are people mentioned in a profile.
fn profiles(json: &Value) -> Vec<&Value> {
    let mut level = vec![json];
    for _ in 0..DEPTH {
        let profiles: Vec<&Value> = level.iter().copied().filter(|value| is_profile(value)).collect();
        if !profiles.is_empty() {
            return profiles;
        }
        level = level.into_iter().flat_map(inside).collect();
    }
    Vec::new()
}

fn is_profile(value: &Value) -> bool {
    id(value, "id").is_some() && value["username"].is_string()
}

fn fan(profile: &Value) -> Option<Fan> {
    Some(Fan {
        id: id(profile, "id")?,
        username: text(profile, "username"),
        name: text(profile, "displayName"),
    })
}

fn inside(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const JAMIE: &str = "843584256474116096";
    const OTHER: &str = "227317562784874496";

    fn found(json: &Value) -> Option<String> {
        find(json, &Username::new("Jamie").unwrap()).map(|fan| fan.id.as_str().to_owned())
    }

    #[test]
    fn a_profile_is_found_in_any_shape() {
        let jamie = json!({"id": JAMIE, "username": "jamie", "displayName": " J\u{200b} "});
        let other = json!({"id": OTHER, "username": "jamie2"});
        for json in [
            jamie.clone(),
            json!({"data": jamie}),
            json!({"statusCode": 200, "data": {"status_code": 200, "data": {"success": true, "response": [jamie]}}}),
            json!({"data": {"accounts": [other, jamie]}}),
            json!({"data": {"id": 7, "account": {"id": 843_584_256_474_116_096_u64, "username": "JAMIE"}}}),
        ] {
            assert_eq!(found(&json).as_deref(), Some(JAMIE), "{json}");
        }
        let fan = find(&jamie, &Username::new("jamie").unwrap()).unwrap();
        assert_eq!((fan.username.as_deref(), fan.name.as_deref()), (Some("jamie"), Some("J")));
    }

    #[test]
    fn only_the_profiles_that_were_asked_for_are_found() {
        let ids = [FanId::parse(JAMIE).unwrap()];
        let jamie = json!({"id": JAMIE, "username": "jamie", "displayName": "Jamie"});
        let other = json!({"id": OTHER, "username": "jamie2"});
        for json in [json!([other, jamie]), json!({"success": true, "accounts": [jamie, other]})] {
            let found = find_all(&json, &ids);
            assert_eq!(found.iter().map(|fan| fan.id.as_str()).collect::<Vec<_>>(), [JAMIE], "{json}");
        }
        assert_eq!(find_all(&json!({"accounts": [other]}), &ids), []);
        assert_eq!(
            find_all(&json!({"accounts": [{"id": 8.435_842_564_741_161e17, "username": "jamie"}]}), &ids),
            []
        );
    }

    #[test]
    fn somebody_else_is_nobody() {
        let mut deep = json!({"id": JAMIE, "username": "jamie"});
        for _ in 0..DEPTH {
            deep = json!([deep]);
        }
        for json in [
            json!({"data": {"id": OTHER, "username": "jamie2"}}),
            json!({"data": {"id": OTHER, "username": "kit", "friends": [{"id": JAMIE, "username": "jamie"}]}}),
            json!({"data": {"id": 8.435_842_564_741_161e17, "username": "jamie"}}),
            json!({"data": {"username": "jamie"}}),
            json!({"data": {"id": "fansly_1", "username": "jamie"}}),
            json!({"data": {"id": JAMIE, "username": "jam\u{200b}ie"}}),
            json!({"data": null}),
            deep,
        ] {
            assert_eq!(found(&json), None, "{json}");
        }
    }
}
