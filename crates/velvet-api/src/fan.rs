use std::collections::HashMap;

use serde_json::Value;

use super::{Fan, reply::id_text};
use velvet_model::{ids::FanId, sanitize::name};

/// Returns the ID in a field of a row.
pub(super) fn id(row: &Value, field: &str) -> Option<FanId> {
    FanId::from_digits(id_text(&row[field])?).ok()
}

/// Returns a text field of a row, sanitized for the screen.
pub(super) fn text(row: &Value, field: &str) -> Option<String> {
    row[field].as_str().and_then(name)
}

/// Names that a page lists separately from its rows: `aggregationData.accounts:[{id,username,displayName?}]` (API.md,
/// "Reads that help").
pub(super) struct Names<'a>(HashMap<FanId, &'a Value>);

impl<'a> Names<'a> {
    /// Collects the names in the inner `response`.
    pub(super) fn of(response: &'a Value) -> Self {
        let accounts = response["aggregationData"]["accounts"].as_array();
        let named = |account: &'a Value| Some((id(account, "id")?, account));
        Self(accounts.into_iter().flatten().filter_map(named).collect())
    }

    /// Returns the fan with their names. Falls back to the names in the row.
    pub(super) fn fan(&self, id: FanId, row: &Value) -> Fan {
        let apart = self.0.get(&id).copied().unwrap_or(&Value::Null);
        let username = text(apart, "username").or_else(|| text(row, "partnerUsername"));
        Fan {
            username: username.or_else(|| text(row, "username")),
            name: text(apart, "displayName").or_else(|| text(row, "displayName")),
            id,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_joined_by_id_and_made_safe() {
        let response = json!({"aggregationData": {"accounts": [
            {"id": "843584256474116096", "username": "jamie", "displayName": "Ja\u{202e}mie\n"},
            {"id": 227_317_562_784_874_496_u64, "username": "alex", "displayName": "  "},
            {"id": 1.5, "username": "nobody"},
            "rubbish",
        ]}});
        let names = Names::of(&response);
        let fan = |id: &str, row: Value| names.fan(FanId::parse(id).unwrap(), &row);
        let jamie = fan("843584256474116096", json!({"partnerUsername": "old"}));
        assert_eq!((jamie.username.as_deref(), jamie.name.as_deref()), (Some("jamie"), Some("Jamie")));
        let alex = fan("227317562784874496", json!({}));
        assert_eq!((alex.username.as_deref(), alex.name), (Some("alex"), None));
        let other = fan("600000000000000001", json!({"partnerUsername": "kit", "displayName": 7}));
        assert_eq!((other.username.as_deref(), other.name), (Some("kit"), None));
    }
}
