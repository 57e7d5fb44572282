use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    pagination::{Bounds, Completeness, List, OnPage, Page, PagedRead, paginate, rows},
    reply::response,
};
use velvet_model::Cause;

/// Maximum number of pages, usually with 100 rows each.
const PAGES: u64 = 2_000;

impl Api {
    /// Reads the account's followers. Uses at least one credit per 100 followers.
    ///
    /// # Errors
    /// The error from the server or from the network in between. See [`PagedRead`].
    pub async fn followers(
        &self,
        reading: &mut PagedRead<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<Completeness, Cause> {
        let list = List::new(self, reading.account(), "followers", patience, followers).limit("100");
        paginate(&list, reading, Bounds { most: PAGES, doubt_the_first: true }, page).await
    }
}

fn followers(json: &Value) -> Option<Page<Fan>> {
    let names = Names::of(response(json));
    let rows = rows(json, "followers")?;
    Some(Page::of(json, rows, |row| Some(names.fan(id(row, "followerId")?, row))))
}
