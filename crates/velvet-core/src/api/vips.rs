use std::{collections::HashSet, ops::ControlFlow, time::Duration};

use serde_json::Value;

use super::{Api, client::PATIENCE, reply::id_text};
use crate::{
    ids::{AccountId, FanId},
    view::Cause,
};

/// To look for one fan. No creator's list is longer; a longer one is a cursor that leads nowhere.
const PAGES_TO_LOOK: u64 = 200;
/// To read the whole list.
const PAGES_TO_READ: u64 = 2_000;
/// When hit too fast, Fansly has answered with nothing at all (API.md, "Reads that help").
const BREATH: Duration = Duration::from_secs(2);

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

/// Whether the whole VIP list was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VipEnd {
    /// To a proper end: a page with fans and nothing after it, or an empty page after such pages that was still empty
    /// when it was read once more.
    Complete,
    /// There may be more. No conclusion from a fan that was not seen: the first page was empty, the cursor led in a
    /// circle or nowhere, or a row named no fan.
    Doubtful,
}

impl Api {
    /// Reads the VIP list of `account`, page by page, until `fan` is seen. Costs one credit a page.
    ///
    /// # Errors
    /// What the service, or the way to it, answered on any page.
    pub async fn look_for_vip(&self, account: &AccountId, fan: &FanId) -> Result<Sighting, Cause> {
        let mut seen = Sighting::NotSeen;
        let mut look = |_, fans: &[FanId]| {
            if !fans.contains(fan) {
                return ControlFlow::Continue(());
            }
            seen = Sighting::Seen;
            ControlFlow::Break(())
        };
        self.walk(account, PATIENCE, PAGES_TO_LOOK, &mut look).await?;
        Ok(seen)
    }

    /// Reads the VIP list of `account`; `page` is told the number of each page, from 1, and its fans, and says whether to
    /// go on. Costs one credit a page. Waits for each page as long as `patience` when told to wait.
    ///
    /// # Errors
    /// What the service, or the way to it, answered on any page; the pages before it were told.
    pub async fn vips(
        &self,
        account: &AccountId,
        patience: Duration,
        page: &mut (dyn FnMut(u64, &[FanId]) -> ControlFlow<()> + Send),
    ) -> Result<VipEnd, Cause> {
        self.walk(account, patience, PAGES_TO_READ, page).await
    }

    async fn walk(
        &self,
        account: &AccountId,
        patience: Duration,
        most: u64,
        page: &mut (dyn FnMut(u64, &[FanId]) -> ControlFlow<()> + Send),
    ) -> Result<VipEnd, Cause> {
        let mut cursors = HashSet::new();
        let mut cursor: Option<String> = None;
        let mut doubt = false;
        for number in 1..=most {
            let mut one = self.vip_page(account, cursor.as_deref(), patience).await?;
            if one.empty && cursor.is_some() {
                self.clock().sleep(BREATH).await;
                one = self.vip_page(account, cursor.as_deref(), patience).await?;
            }
            if one.empty {
                let end = cursor.is_some() && one.next.is_none() && !doubt;
                return Ok(if end { VipEnd::Complete } else { VipEnd::Doubtful });
            }
            doubt |= one.nameless;
            if page(number, &one.fans).is_break() {
                return Ok(VipEnd::Doubtful);
            }
            match one.next {
                None => return Ok(if doubt { VipEnd::Doubtful } else { VipEnd::Complete }),
                Some(next) if !cursors.insert(next.clone()) => return Ok(VipEnd::Doubtful),
                next => cursor = next,
            }
        }
        Ok(VipEnd::Doubtful)
    }

    async fn vip_page(
        &self,
        account: &AccountId,
        cursor: Option<&str>,
        patience: Duration,
    ) -> Result<Page, Cause> {
        let mut query = vec![("filter", "vips")];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let json = self.read(&[account.as_str(), "chats"], &query, patience).await?.nested()?;
        Page::of(&json).ok_or(Cause::ReplyIncomplete)
    }
}

struct Page {
    fans: Vec<FanId>,
    empty: bool,
    /// A row is there that names no fan.
    nameless: bool,
    next: Option<String>,
}

impl Page {
    fn of(json: &Value) -> Option<Self> {
        let rows = json["data"]["response"]["data"].as_array()?;
        let fan = |row: &Value| FanId::from_digits(id_text(&row["partnerAccountId"])?).ok();
        let fans: Vec<FanId> = rows.iter().filter_map(fan).collect();
        let nameless = fans.len() < rows.len();
        Some(Self { empty: rows.is_empty(), nameless, next: next(json), fans })
    }
}

/// The next cursor was seen in three places (API.md): `data.nextCursor`, `data.data.nextCursor`, `response.cursor`.
fn next(inner: &Value) -> Option<String> {
    let places = [&inner["nextCursor"], &inner["data"]["nextCursor"], &inner["data"]["response"]["cursor"]];
    places.into_iter().find_map(id_text).filter(|cursor| cursor != "0")
}
