use std::collections::HashSet;

use serde_json::Value;

use super::{Api, client::PATIENCE, reply::id_text};
use crate::{
    ids::{AccountId, FanId},
    view::Cause,
};

/// No creator's list is longer; a longer one is a cursor that leads nowhere.
const MOST_PAGES: usize = 200;

/// Whether a fan was seen on the VIP list.
///
/// There is no "is not VIP": the list shows chats, and a VIP without a chat may be missing; and the service has been
/// seen to answer with empty pages (API.md, "Reads that help").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sighting {
    /// The list names the fan: VIP now.
    Seen,
    /// All that could be read does not name the fan.
    NotSeen,
}

impl Api {
    /// Reads the VIP list of `account`, page by page, until `fan` is seen. Costs one credit a page.
    ///
    /// # Errors
    /// What the service, or the way to it, answered on any page.
    pub async fn look_for_vip(&self, account: &AccountId, fan: &FanId) -> Result<Sighting, Cause> {
        let mut cursors = HashSet::new();
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![("filter", "vips")];
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let page = self.read(&[account.as_str(), "chats"], &query, PATIENCE).await?.nested()?;
            let rows = page["data"]["response"]["data"].as_array().ok_or(Cause::ReplyIncomplete)?;
            if rows.iter().any(|row| id_text(&row["partnerAccountId"]).as_deref() == Some(fan.as_str())) {
                return Ok(Sighting::Seen);
            }
            cursor = next(&page).filter(|next| !rows.is_empty() && cursors.insert(next.clone()));
            if cursor.is_none() {
                break;
            }
        }
        Ok(Sighting::NotSeen)
    }
}

/// The next cursor was seen in three places (API.md): `data.nextCursor`, `data.data.nextCursor`, `response.cursor`.
fn next(inner: &Value) -> Option<String> {
    let places = [&inner["nextCursor"], &inner["data"]["nextCursor"], &inner["data"]["response"]["cursor"]];
    places.into_iter().find_map(id_text).filter(|cursor| cursor != "0")
}
