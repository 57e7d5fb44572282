use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    pagination::{Bounds, Completeness, List, OnPage, Page, PagedRead, paginate, rows},
    reply::response,
};
use velvet_model::Cause;

/// Mostly a hundred rows each.
const PAGES: u64 = 2_000;

impl Api {
    /// Reads the account's followers. Uses at least one credit for a hundred.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`PagedRead`].
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
