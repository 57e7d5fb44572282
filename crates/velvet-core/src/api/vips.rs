use std::{ops::ControlFlow, time::Duration};

use super::{
    Api, Fan,
    client::PATIENCE,
    walk::{Bounds, End, OnPage, PageRead, Reading, walk},
};
use crate::{
    ids::{AccountId, FanId},
    view::Cause,
};

/// To look for one fan. No creator's list is longer; a longer one is a cursor that leads nowhere.
const PAGES_TO_LOOK: u64 = 200;
/// To read the whole list.
const PAGES_TO_READ: u64 = 2_000;

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
    /// Reads the VIP list of `account`, page by page, until `fan` is seen. Uses at least one credit a page.
    ///
    /// # Errors
    /// What the service, or the way to it, answered on any page.
    pub async fn look_for_vip(&self, account: &AccountId, fan: &FanId) -> Result<Sighting, Cause> {
        let mut seen = Sighting::NotSeen;
        let mut look = |page: PageRead<'_, Fan>| {
            if !page.rows.iter().any(|vip| vip.id == *fan) {
                return ControlFlow::Continue(());
            }
            seen = Sighting::Seen;
            ControlFlow::Break(())
        };
        let bounds = Bounds { most: PAGES_TO_LOOK, doubt_the_first: false };
        self.walk_vips(&mut Reading::of(account.clone()), PATIENCE, bounds, &mut look).await?;
        Ok(seen)
    }

    /// Reads the VIP list, from its beginning or from where it was left. Uses at least one credit a page, and one
    /// more for an empty page, which is read twice.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`Reading`].
    pub async fn vip_list(
        &self,
        reading: &mut Reading<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<End, Cause> {
        let bounds = Bounds { most: PAGES_TO_READ, doubt_the_first: true };
        self.walk_vips(reading, patience, bounds, page).await
    }

    async fn walk_vips(
        &self,
        reading: &mut Reading<Fan>,
        patience: Duration,
        bounds: Bounds,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<End, Cause> {
        let query = [("filter", ["vips"; 2])];
        let vips = self.chats(reading.account(), patience).query(&query);
        walk(&vips, reading, bounds, page).await
    }
}
