use super::{Api, client::PATIENCE, reply::id_text};
use crate::{ids::AccountId, line::line, view::Cause};

/// An account as the service lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// The service's own id for it.
    pub id: AccountId,
    /// Its name, without characters that could disturb the screen; may be empty.
    pub name: String,
}

impl Api {
    /// The accounts of the key. Costs one credit.
    ///
    /// # Errors
    /// What the service, or the way to it, answered.
    pub async fn accounts(&self) -> Result<Vec<ListedAccount>, Cause> {
        let json = self.read(&["accounts"], &[], PATIENCE).await?.read()?;
        let list = json["data"]["accounts"].as_array().ok_or(Cause::ReplyIncomplete)?;
        // An account without an id can be neither chosen nor used.
        Ok(list.iter().filter_map(listed).collect())
    }
}

fn listed(json: &serde_json::Value) -> Option<ListedAccount> {
    let id = AccountId::new(id_text(&json["accountId"])?)?;
    let name = ["name", "username", "email"]
        .iter()
        .find_map(|field| json[*field].as_str().map(name).filter(|n| !n.is_empty()));
    Some(ListedAccount { id, name: name.unwrap_or_default() })
}

/// A name for the screen, of sensible length.
fn name(text: &str) -> String {
    line(text, 80)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_without_an_id_are_left_out_and_names_fall_back() {
        assert_eq!(listed(&json!({"name": "x"})), None);
        assert_eq!(listed(&json!({"accountId": "", "name": "x"})), None);
        let account =
            listed(&json!({"accountId": "fansly_1", "name": " ", "email": "m@example.com"})).unwrap();
        assert_eq!(account.name, "m@example.com");
        assert_eq!(listed(&json!({"accountId": 7})).unwrap().id.as_str(), "7");
    }
}
