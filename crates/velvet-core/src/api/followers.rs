use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    walk::{Bounds, End, List, OnPage, Page, Reading, walk},
};
use crate::view::Cause;

/// A hundred rows each.
const PAGES: u64 = 2_000;

impl Api {
    /// Reads the account's followers. Costs one credit for a hundred.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`Reading`].
    pub async fn followers(
        &self,
        reading: &mut Reading<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<End, Cause> {
        let account = reading.account().clone();
        let query = &[("limit", "100")];
        let list = List { api: self, account, call: "followers", query, patience, read: followers };
        walk(&list, reading, Bounds { most: PAGES, doubt_the_first: true }, page).await
    }
}

fn followers(inner: &Value) -> Option<Page<Fan>> {
    let response = &inner["data"]["response"];
    let rows = response["followers"].as_array()?;
    let names = Names::of(response);
    Some(Page::of(inner, rows, |row| Some(names.fan(id(row, "followerId")?, row))))
}
