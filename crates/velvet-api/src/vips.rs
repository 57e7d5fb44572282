use std::{collections::HashSet, ops::ControlFlow, time::Duration};

use super::{
    Api, Fan,
    client::PATIENCE,
    pagination::{
        Bounds, Completeness, Credits, List, Next, OnPage, Page, PageRead, PagedRead, Source, paginate,
    },
    vip_filter::VipFilter,
};
use velvet_model::{
    Cause,
    ids::{AccountId, FanId},
};

/// Page limit for finding one fan. No creator's list is longer, so more pages mean a cursor that leads nowhere.
const PAGES_TO_LOOK: u64 = 200;
/// Page limit for the whole list.
const PAGES_TO_READ: u64 = 2_000;

/// How many pages after the first are compared with all chats before the filter counts as ignored.
const FURTHER_PAGES: u64 = 4;

/// How many chats may move on or off a page between two requests because of new messages.
const MOVED: usize = 3;

/// Whether a fan was seen on the VIP list.
///
/// There is no "not VIP", for two reasons. The list shows chats, so a VIP without a chat may be missing. And the server
/// has returned empty pages (API.md, "Reads that help").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The list names the fan, so they are VIP now.
    Seen,
    /// Nothing that could be read names the fan.
    NotSeen,
}

impl Api {
    /// Reads the VIP list of `account` page by page until `fan` is seen. Uses at least one credit per page.
    ///
    /// # Errors
    /// The error from the server or from the network in between, for any page. [`Cause::VipFilterIgnored`] if the list
    /// may show all chats.
    pub async fn look_for_vip(&self, account: &AccountId, fan: &FanId) -> Result<Presence, Cause> {
        let mut seen = Presence::NotSeen;
        let mut look = |page: PageRead<'_, Fan>| {
            if !page.rows.iter().any(|vip| vip.id == *fan) {
                return ControlFlow::Continue(());
            }
            seen = Presence::Seen;
            ControlFlow::Break(())
        };
        let bounds = Bounds { most: PAGES_TO_LOOK, doubt_the_first: false };
        self.paginate_vips(&mut PagedRead::of(account.clone()), PATIENCE, bounds, &mut look).await?;
        Ok(seen)
    }

    /// Reads the VIP list from the beginning or from where the read was left. Uses at least one credit per page, and
    /// one more for an empty page, which is requested twice.
    ///
    /// # Errors
    /// The error from the server or from the network in between. See [`PagedRead`]. [`Cause::VipFilterIgnored`] means
    /// that the list may show all chats, so it proves nothing about any fan.
    pub async fn vip_list(
        &self,
        reading: &mut PagedRead<Fan>,
        patience: Duration,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<Completeness, Cause> {
        let bounds = Bounds { most: PAGES_TO_READ, doubt_the_first: true };
        self.paginate_vips(reading, patience, bounds, page).await
    }

    async fn paginate_vips(
        &self,
        reading: &mut PagedRead<Fan>,
        patience: Duration,
        bounds: Bounds,
        page: &mut OnPage<'_, Fan>,
    ) -> Result<Completeness, Cause> {
        let account = reading.account().clone();
        let chats = || self.chats(&account, patience);
        let vips = Vips {
            list: chats().query(ONLY_VIPS),
            list_again: chats().query(ONLY_VIPS),
            all: chats(),
            filter: self.vip_filter(),
            account: account.clone(),
        };
        paginate(&vips, reading, bounds, page).await
    }
}

/// The filter of the VIP list. Older pages of the documentation don't have it, so the server may ignore it (API.md,
/// "Found since").
const ONLY_VIPS: &[(&str, [&str; 2])] = &[("filter", ["vips"; 2])];

/// The VIP list: chats with the filter. It is trusted only after the filter was seen to exclude a fan.
struct Vips<'a> {
    list: List<'a, Fan>,
    /// The same list, for the comparison.
    list_again: List<'a, Fan>,
    all: List<'a, Fan>,
    filter: &'a VipFilter,
    account: AccountId,
}

impl Source<Fan> for Vips<'_> {
    async fn page(&self, cursor: Option<&str>) -> Result<Page<Fan>, Cause> {
        if self.filter.works_on(&self.account) {
            return self.list.page(cursor).await;
        }
        let first = if cursor.is_none() { &self.list } else { &self.list_again }.page(None).await?;
        // An empty page names no VIPs, so it needs no check. The next page is compared.
        if first.is_empty() && cursor.is_none() {
            return Ok(first);
        }
        if !self.leaves_somebody_out(&first).await? {
            return Err(Cause::VipFilterIgnored);
        }
        self.filter.proven_on(&self.account);
        if cursor.is_none() { Ok(first) } else { self.list.page(cursor).await }
    }

    async fn breathe(&self) {
        self.list.breathe().await;
    }

    fn used(&self) -> Credits {
        let once = self.list_again.used().pages + self.all.used().pages;
        Credits { once, ..self.list.used() }
    }
}

impl Vips<'_> {
    /// Returns whether all chats name someone who is not on the VIP list, of which `first` is the first page.
    ///
    /// While all chats of a page are on the list, the next page of each is compared: on some accounts, the newest chats
    /// are all with VIPs. Uses two credits for each further page.
    async fn leaves_somebody_out(&self, first: &Page<Fan>) -> Result<bool, Cause> {
        let mut all = self.all.page(None).await?;
        if all.is_empty() {
            // All chats include those with VIPs, so an empty page can't be right.
            self.breathe().await;
            all = self.all.page(None).await?;
        }
        let mut listed = ids(first);
        if let Some(answer) = self.compare(&all, first, &mut listed, None).await? {
            return Ok(answer);
        }
        let mut next = (first.next.clone(), all.next);
        for _ in 0..FURTHER_PAGES {
            // A list that ends here may have come in part, so its end proves nothing.
            let (Next::At(vips), Next::At(chats)) = next else { break };
            let page = self.list_again.page(Some(&vips)).await?;
            let all = self.all.page(Some(&chats)).await?;
            listed.extend(ids(&page));
            if let Some(answer) = self.compare(&all, &page, &mut listed, Some(&vips)).await? {
                return Ok(answer);
            }
            next = (page.next, all.next);
        }
        Ok(false)
    }

    /// Returns whether a page of all chats proves that the filter works. `page` is the page of the VIP list, at `cursor`,
    /// that was loaded before it, and `listed` is everyone on the list so far. Returns nothing if all of them are listed.
    ///
    /// A page may lack a few chats because of new messages between the two requests, or many because Fansly got too
    /// many requests. In doubt, the page is requested again: if the filter is ignored, those chats are on it then.
    async fn compare(
        &self,
        all: &Page<Fan>,
        page: &Page<Fan>,
        listed: &mut HashSet<FanId>,
        cursor: Option<&str>,
    ) -> Result<Option<bool>, Cause> {
        let others = left_out(all, listed);
        if page.rows.is_empty() {
            return Ok(Some(false));
        }
        if others == 0 {
            return Ok(None);
        }
        if others > MOVED && page.rows.len() >= all.rows.len() {
            return Ok(Some(true));
        }
        self.breathe().await;
        let again = self.list_again.page(cursor).await?;
        listed.extend(ids(&again));
        Ok(Some(again.rows.len() >= page.rows.len() && left_out(all, listed) > 0))
    }
}

fn ids(page: &Page<Fan>) -> HashSet<FanId> {
    page.rows.iter().map(|fan| fan.id.clone()).collect()
}

/// Counts the chats of a page that are not with one of `vips`.
fn left_out(all: &Page<Fan>, vips: &HashSet<FanId>) -> usize {
    all.rows.iter().filter(|fan| !vips.contains(&fan.id)).count()
}
