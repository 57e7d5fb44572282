use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    pagination::{Bounds, Completeness, List, OnPage, Page, PagedRead, paginate, rows},
    reply::response,
};
use velvet_model::{Cause, ids::AccountId};

/// Page limit for a search by name. If a fan is not on the first pages, typing more of the name is faster.
const PAGES_TO_FIND: u64 = 4;

/// Maximum number of pages of all chats. The server chooses how many chats a page has.
const PAGES_TO_READ: u64 = 2_000;

impl Api {
    /// Reads the account's chats that match `text`, at most four pages. No match is an empty first page
    /// ([`IncompleteReason::NothingAtAll`](super::IncompleteReason::NothingAtAll)). Uses at least one credit per page.
    ///
    /// # Errors
    /// The error from the server or from the network in between. See [`PagedRead`].
    pub async fn chats_with(
        &self,
        text: &str,
        reading: &mut PagedRead<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<Completeness, Cause> {
        let query = [("search", [text; 2])];
        let bounds = Bounds { most: PAGES_TO_FIND, doubt_the_first: false };
        let chats = self.chats(reading.account(), patience).query(&query);
        paginate(&chats, reading, bounds, page).await
    }

    /// Reads all the account's chats. Uses at least one credit per page.
    ///
    /// # Errors
    /// The error from the server or from the network in between. See [`PagedRead`].
    pub async fn all_chats(
        &self,
        reading: &mut PagedRead<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<Completeness, Cause> {
        let bounds = Bounds { most: PAGES_TO_READ, doubt_the_first: true };
        paginate(&self.chats(reading.account(), patience), reading, bounds, page).await
    }

    /// Returns the list of all chats of an account.
    pub(super) fn chats(&self, account: &AccountId, patience: Duration) -> List<'_, Fan> {
        List::new(self, account, "chats", patience, page)
    }
}

/// `partnerAccountId` is the fan's ID. `groupId` is the ID of the chat and looks the same (API.md, "Reads that help").
fn page(json: &Value) -> Option<Page<Fan>> {
    let (rows, names) = (rows(json, "data")?, Names::of(response(json)));
    let mut page = Page::of(json, rows, |row| Some(names.fan(id(row, "partnerAccountId")?, row)));
    page.nameless -= rows.iter().filter(|row| is_group(row)).count() as u64;
    Some(page)
}

/// Returns whether a row is a group chat, which is about no fan (API.md, "Found since"). A row with a username but no
/// ID is damaged instead.
fn is_group(row: &Value) -> bool {
    let nobody = |field: &str| matches!(&row[field], Value::Null) || row[field] == "";
    !matches!(&row["groupId"], Value::Null) && ["partnerAccountId", "partnerUsername"].into_iter().all(nobody)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(response: &Value) -> Option<(usize, u64)> {
        let json = json!({"data": {"data": {"success": true, "response": response}}});
        page(&json).map(|page| (page.rows.len(), page.nameless))
    }

    #[test]
    fn group_chats_are_about_nobody_and_damaged_rows_are_counted() {
        let fan = json!({"groupId": "1", "partnerAccountId": "843584256474116096"});
        for (row, nameless) in [
            (json!({"groupId": "2", "partnerAccountId": null}), 0),
            (json!({"groupId": "2", "partnerAccountId": null, "partnerUsername": null, "flags": 0}), 0),
            (json!({"groupId": 2, "partnerAccountId": "", "partnerUsername": ""}), 0),
            (json!({"groupId": "2"}), 0),
            (json!({"groupId": "2", "partnerAccountId": null, "partnerUsername": "jamie"}), 1),
            (json!({"groupId": "2", "partnerAccountId": 8.4e17}), 1),
            (json!({"groupId": "2", "partnerAccountId": "12"}), 1),
            (json!({"groupId": null, "partnerAccountId": null}), 1),
            (json!({"partnerAccountId": null}), 1),
            (json!({}), 1),
            (json!(null), 1),
            (json!([]), 1),
        ] {
            assert_eq!(read(&json!({"data": [fan, row]})), Some((1, nameless)), "{row}");
        }
    }

    #[test]
    fn rows_stand_in_data_or_in_its_place() {
        let fan = json!({"groupId": "1", "partnerAccountId": "843584256474116096"});
        for response in [json!({"data": [fan]}), json!([fan])] {
            assert_eq!(read(&response), Some((1, 0)), "{response}");
        }
        assert_eq!(
            (read(&json!([])), read(&Value::Null), read(&json!({}))),
            (Some((0, 0)), Some((0, 0)), None)
        );
    }
}
