//! A server with its first account, and helpers that read its lists.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
    time::Duration,
};

use serde_json::{Value, json};
use velvet_core::{
    api::{Api, Completeness, Fan, PagedRead},
    ids::AccountId,
    view::Cause,
};
use velvet_practice::{Fault, Rule, Running, Settings};

pub const PATIENCE: Duration = Duration::from_secs(30);

pub struct Desk {
    pub service: Running,
    pub api: Api,
    pub account: AccountId,
    /// The number of requests before the test began.
    pub before: usize,
}

/// A paginated list of fans.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    Vips,
    Followers,
    Chats,
    Found(&'static str),
}

/// All lists of fans.
pub const EVERY: [Which; 4] = [Which::Vips, Which::Followers, Which::Chats, Which::Found("a")];

/// The result of a read.
pub type Read = Result<Completeness, Cause>;

impl Which {
    /// Returns the field of its rows, and the field of the ID.
    pub fn id(self) -> (&'static str, &'static str) {
        match self {
            Self::Vips | Self::Chats | Self::Found(_) => ("data", "partnerAccountId"),
            Self::Followers => ("followers", "followerId"),
        }
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Vips | Self::Chats | Self::Found(_) => "/*/chats",
            Self::Followers => "/*/followers",
        }
    }
}

impl Desk {
    pub async fn new() -> Self {
        Self::with(Settings { fans: 300, ..Settings::default() }).await
    }

    /// Creates a desk whose VIP filter is already verified, so that each page is one request.
    pub async fn with(settings: Settings) -> Self {
        let mut desk = Self::fresh(settings).await;
        desk.read_on(Which::Vips, &mut desk.begin(), |_, _| ControlFlow::Break(())).await.unwrap();
        desk.before = desk.service.requests().len();
        desk
    }

    /// Creates a desk that knows nothing yet.
    pub async fn fresh(settings: Settings) -> Self {
        let service = Running::start(settings).await.unwrap();
        let api = crate::common::api(&service.url(), service.key(), Duration::from_secs(20));
        let account = AccountId::new(service.accounts()[0].account_id.clone()).unwrap();
        Self { service, api, account, before: 0 }
    }

    pub fn begin<R>(&self) -> PagedRead<R> {
        PagedRead::of(self.account.clone())
    }

    /// Continues a read. Calls `page` with the number of each page and its number of rows.
    pub async fn read_on(
        &self,
        which: Which,
        reading: &mut PagedRead<Fan>,
        mut page: impl FnMut(u64, usize) -> ControlFlow<()> + Send,
    ) -> Read {
        let mut page = |read: velvet_core::api::PageRead<'_, Fan>| page(read.number, read.rows.len());
        match which {
            Which::Vips => self.api.vip_list(reading, PATIENCE, &mut page).await,
            Which::Followers => self.api.followers(reading, PATIENCE, &mut page).await,
            Which::Chats => self.api.all_chats(reading, PATIENCE, &mut page).await,
            Which::Found(text) => self.api.chats_with(text, reading, PATIENCE, &mut page).await,
        }
    }

    /// Reads from the beginning, as far as possible.
    pub async fn read(&self, which: Which) -> (PagedRead<Fan>, Read) {
        let mut reading = self.begin();
        let read = self.read_on(which, &mut reading, |_, _| ControlFlow::Continue(())).await;
        (reading, read)
    }

    pub fn faulty(&self, rule: Rule) {
        self.service.push_fault(rule);
    }

    /// From now on every answer has this value in this place. `None` removes the value.
    pub fn always_edit(&self, place: &str, value: Option<Value>) {
        self.faulty(Rule::new(edit(place, value)).always());
    }

    /// Returns the first account's VIPs with a chat, who are the ones on the list.
    pub fn vips(&self) -> BTreeSet<String> {
        let account = self.account.as_str();
        let vips = self.service.vips(account).into_iter();
        vips.filter(|fan| self.service.has_chat(account, fan)).collect()
    }

    /// Returns the number of requests so far.
    pub fn requests(&self) -> u64 {
        self.service.request_count() - self.before as u64
    }
}

pub fn edit(place: &str, value: Option<Value>) -> Fault {
    Fault::Edit { place: place.to_owned(), value }
}

pub fn ids(reading: &PagedRead<Fan>) -> BTreeSet<String> {
    reading.rows().iter().map(|fan| fan.id.as_str().to_owned()).collect()
}

/// Returns the ID of a made-up fan.
pub fn id(number: u64) -> String {
    (800_000_000_000_000_000 + number).to_string()
}

/// Returns an answer with this inner response.
pub fn nested(response: &Value) -> Value {
    json!({"statusCode": 200, "data": {"status_code": 200, "data": {"success": true, "response": response}}})
}

/// Returns a page with these fans that says nothing about further pages.
pub fn page(which: Which, fans: impl IntoIterator<Item = u64>) -> Value {
    let (list, field) = which.id();
    let rows: Vec<Value> = fans.into_iter().map(|fan| json!({ field: id(fan) })).collect();
    nested(&json!({ list: rows }))
}

pub fn reply(status: u16, body: &Value) -> Rule {
    Rule::new(Fault::Reply { status, headers: BTreeMap::new(), body: body.to_string() })
}
