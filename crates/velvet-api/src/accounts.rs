use serde_json::Value;

use super::{Api, ListedAccount, client::PATIENCE, reply::id_text};
use velvet_model::{Cause, ids::AccountId, sanitize::line};

/// How deep in a reply to search for the list. A nested one is on the fifth level.
const DEPTH: usize = 5;

/// Field names of an account ID. The last one may also be the ID of something else (API.md, "Found since").
const IDS: [&str; 3] = ["accountId", "account_id", "id"];

impl Api {
    /// Returns the accounts of the key. Uses at least one credit.
    ///
    /// # Errors
    /// The error from the server or from the network in between.
    pub async fn accounts(&self) -> Result<Vec<ListedAccount>, Cause> {
        accounts(&self.read(&["accounts"], &[], PATIENCE).await?.read()?)
    }
}

/// Finds the outermost list that contains an account. It may be flat or nested, under several names (API.md, "Found
/// since"). An empty list counts only if there is no other.
fn accounts(json: &Value) -> Result<Vec<ListedAccount>, Cause> {
    let (mut level, mut empty) = (vec![json], false);
    let mut found = Vec::new();
    for _ in 0..DEPTH {
        if level.iter().any(|value| value["success"] == Value::Bool(false)) {
            return Err(Cause::Refused);
        }
        let lists: Vec<&Vec<Value>> = level.iter().filter_map(|value| value.as_array()).collect();
        empty |= level.iter().any(|value| says_none(value));
        if found.is_empty() {
            // Rows without an ID are skipped, because such an account can't be selected or used.
            let rows = lists.into_iter().map(|list| list.iter().filter_map(listed).collect::<Vec<_>>());
            found = rows.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
        }
        level = level.into_iter().filter_map(Value::as_object).flat_map(|fields| fields.values()).collect();
    }
    if found.is_empty() && !empty { Err(Cause::ReplyIncomplete) } else { Ok(found) }
}

/// Returns whether the reply explicitly says that there are no accounts.
fn says_none(value: &Value) -> bool {
    let empty = |field: &str| value[field].as_array().is_some_and(Vec::is_empty);
    let null = value["success"] == Value::Bool(true) && value.get("accounts").is_some_and(Value::is_null);
    null || ["accounts", "data", "response"].into_iter().any(empty)
}

fn listed(json: &Value) -> Option<ListedAccount> {
    let id = IDS.iter().find_map(|field| Some((field, id_text(&json[*field])?)));
    // Any object may have an `id`. It counts only if it has the format of an account ID.
    let (_, id) = id.filter(|(field, id)| **field != "id" || id.starts_with("fansly_"))?;
    let name = ["name", "username", "email"]
        .iter()
        .find_map(|field| json[*field].as_str().map(name).filter(|n| !n.is_empty()));
    Some(ListedAccount { id: AccountId::new(id)?, name: name.unwrap_or_default() })
}

/// Sanitizes a name for the screen and limits its length.
fn name(text: &str) -> String {
    line(text, 80)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_without_an_id_are_skipped_and_names_fall_back() {
        assert_eq!(listed(&json!({"name": "x"})), None);
        assert_eq!(listed(&json!({"accountId": "", "name": "x"})), None);
        let account =
            listed(&json!({"accountId": "fansly_1", "name": " ", "email": "m@example.com"})).unwrap();
        assert_eq!(account.name, "m@example.com");
        assert_eq!(listed(&json!({"accountId": 7})).unwrap().id.as_str(), "7");
        assert_eq!(listed(&json!({"account_id": "fansly_2"})).unwrap().id.as_str(), "fansly_2");
        assert_eq!(listed(&json!({"id": "fansly_3", "name": "x"})).unwrap().id.as_str(), "fansly_3");
        assert_eq!(listed(&json!({"id": "9", "accountId": "fansly_4"})).unwrap().id.as_str(), "fansly_4");
        assert_eq!(listed(&json!({"id": "843584256474116096", "name": "x"})), None, "of something else");
        assert_eq!(listed(&json!(["fansly_1"])), None);
    }

    fn ids(json: &Value) -> Result<Vec<String>, Cause> {
        Ok(accounts(json)?.into_iter().map(|account| account.id.to_string()).collect())
    }

    #[test]
    fn the_list_is_found_where_it_stands() {
        let rows = json!([{"accountId": "fansly_1", "name": "Mira"}, {"accountId": "fansly_2"}]);
        let nested =
            |response: Value| json!({"status_code": 200, "data": {"success": true, "response": response}});
        for json in [
            json!({"statusCode": 200, "data": {"success": true, "count": 2, "accounts": rows}}),
            json!({"success": true, "accounts": rows}),
            json!({"data": rows}),
            json!({"accounts": rows}),
            json!({"statusCode": 200, "data": nested(json!({"accounts": rows}))}),
            json!({"statusCode": 200, "data": nested(rows.clone())}),
            json!({"data": {"plans": [], "limits": [{"id": "7"}], "accounts": rows}}),
        ] {
            assert_eq!(ids(&json), Ok(vec!["fansly_1".to_owned(), "fansly_2".to_owned()]), "{json}");
        }
    }

    #[test]
    fn no_accounts_and_no_answer_are_told_apart() {
        for none in [
            json!({"statusCode": 200, "data": {"success": true, "count": 0, "accounts": []}}),
            json!({"data": []}),
            json!({"success": true, "accounts": null}),
        ] {
            assert_eq!(ids(&none), Ok(vec![]), "{none}");
        }
        for (json, cause) in [
            (json!({"statusCode": 200, "data": null}), Cause::ReplyIncomplete),
            (json!({"data": {"accounts": null}}), Cause::ReplyIncomplete),
            (json!({"data": [{"name": "Mira"}]}), Cause::ReplyIncomplete),
            (json!({"errors": []}), Cause::ReplyIncomplete),
            (json!({"success": false, "accounts": []}), Cause::Refused),
            (json!({"data": {"success": false, "accounts": [{"accountId": "fansly_1"}]}}), Cause::Refused),
            (
                json!({"data": {"status_code": 200, "data": {"success": false, "response": []}}}),
                Cause::Refused,
            ),
        ] {
            assert_eq!(ids(&json), Err(cause), "{json}");
        }
    }
}
