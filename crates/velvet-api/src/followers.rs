use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id},
    reply::response,
    walk::{Bounds, End, List, OnPage, Page, Reading, rows, walk},
};
use velvet_model::Cause;

/// Mostly a hundred rows each.
const PAGES: u64 = 2_000;

impl Api {
    /// Reads the account's followers. Uses at least one credit for a hundred.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`Reading`].
    pub async fn followers(
        &self,
        reading: &mut Reading<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<End, Cause> {
        let list = List::new(self, reading.account(), "followers", patience, followers).limit("100");
        walk(&list, reading, Bounds { most: PAGES, doubt_the_first: true }, page).await
    }
}

fn followers(json: &Value) -> Option<Page<Fan>> {
    let names = Names::of(response(json));
    let rows = rows(json, "followers")?;
    Some(Page::of(json, rows, |row| Some(names.fan(id(row, "followerId")?, row))))
}
