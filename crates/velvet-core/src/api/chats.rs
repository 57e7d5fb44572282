use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    walk::{Bounds, End, List, OnPage, Page, Reading, walk},
};
use crate::view::Cause;

/// To find somebody by name. Who is not on the first pages is found sooner by more of the name.
const PAGES_TO_FIND: u64 = 4;

impl Api {
    /// Reads the account's chats in which `text` is found, four pages at the most. Nobody found is an empty first page
    /// ([`Doubt::NothingAtAll`](super::Doubt)). Costs one credit a page.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`Reading`].
    pub async fn chats_with(
        &self,
        text: &str,
        reading: &mut Reading<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<End, Cause> {
        let query = [("search", text)];
        let bounds = Bounds { most: PAGES_TO_FIND, doubt_the_first: false };
        walk(&self.chats(reading, &query, patience), reading, bounds, page).await
    }

    pub(super) fn chats<'a>(
        &'a self,
        reading: &Reading<Fan>,
        query: &'a [(&'a str, &'a str)],
        patience: Duration,
    ) -> List<'a, Fan> {
        List { api: self, account: reading.account().clone(), call: "chats", query, patience, read: page }
    }
}

/// `partnerAccountId` is the fan's id; `groupId` is the chat's and looks like one (API.md, "Reads that help").
fn page(inner: &Value) -> Option<Page<Fan>> {
    let response = &inner["data"]["response"];
    let rows = response["data"].as_array()?;
    let names = Names::of(response);
    Some(Page::of(inner, rows, |row| Some(names.fan(id(row, "partnerAccountId")?, row))))
}
