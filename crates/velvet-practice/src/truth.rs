//! What really is, for whoever runs the service: nothing here goes through HTTP.

use serde::Serialize;

use crate::{
    Plan, Received, Rule, Running,
    keys::Key,
    world::{Account, VIP},
};

/// A connected account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountInfo {
    /// The service's own id for it.
    pub account_id: String,
    /// Its name.
    pub name: String,
    /// The creator's native id.
    pub native_id: String,
    /// `alive` or `expired`.
    pub session: &'static str,
}

/// An API key and what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyInfo {
    /// The key.
    pub key: String,
    /// The plan it is on.
    pub plan: Plan,
    /// Credits left; nothing: they do not run out.
    pub credits: Option<u64>,
    /// The accounts it sees.
    pub accounts: Vec<AccountInfo>,
}

impl From<&Account> for AccountInfo {
    fn from(account: &Account) -> Self {
        Self {
            account_id: account.id.clone(),
            name: account.profile.name.to_owned(),
            native_id: account.native_id.clone(),
            session: if account.is_alive() { "alive" } else { "expired" },
        }
    }
}

/// Keys and accounts.
impl Running {
    /// The first key.
    pub fn key(&self) -> &str {
        &self.service.keys.get(0).text
    }

    /// Every key with its accounts. No account belongs to two.
    pub fn keys(&self) -> Vec<KeyInfo> {
        self.service.keys.selected(None).map(|key| self.key_info(key)).collect()
    }

    /// The accounts of the first key: two that are well and one whose session has expired.
    pub fn accounts(&self) -> Vec<AccountInfo> {
        self.key_info(self.service.keys.get(0)).accounts
    }

    /// Moves keys to another plan, all of them or one; `limit` puts another figure in place of the plan's own.
    pub fn set_plan(&self, key: Option<&str>, plan: Plan, limit: Option<u32>) {
        self.service.keys.selected(key).for_each(|key| key.set_plan(plan, limit));
    }

    /// Sets what credits are left to all keys or one; nothing: they never run out.
    pub fn set_credits(&self, key: Option<&str>, credits: Option<u64>) {
        self.service.keys.selected(key).for_each(|key| key.set_credits(credits));
    }

    /// Ends an account's session at Fansly, or connects it again. False when there is no such account.
    pub fn set_session(&self, account: &str, alive: bool) -> bool {
        let account = self.service.world.account(account);
        account.inspect(|account| account.set_alive(alive)).is_some()
    }

    fn key_info(&self, key: &Key) -> KeyInfo {
        let accounts = &self.service.world.accounts[key.accounts.clone()];
        KeyInfo {
            key: key.text.clone(),
            plan: key.plan(),
            credits: key.credits(),
            accounts: accounts.iter().map(AccountInfo::from).collect(),
        }
    }
}

/// Fans.
impl Running {
    /// Every fan's id.
    pub fn fans(&self) -> Vec<String> {
        self.service.world.fans.iter().map(|fan| fan.id.clone()).collect()
    }

    /// Id and display name of so many fans who are VIP nowhere, with plain, accented, right-to-left and emoji names by
    /// turns. Each has a chat on every account, so that the VIP list shows them once they are on it.
    pub fn samples(&self, count: usize) -> Vec<(String, String)> {
        let samples = self.service.world.samples(count).into_iter();
        samples.map(|fan| (fan.id.clone(), fan.display_name.clone().unwrap_or_default())).collect()
    }

    /// Whether a fan is VIP of an account. Nobody is of an account that is not there.
    pub fn is_vip(&self, account: &str, fan: &str) -> bool {
        self.marks(account, fan).is_some_and(|marks| marks & VIP != 0)
    }

    /// Every mark on a fan, the VIP bit and others; nothing for an unknown fan or account.
    pub fn marks(&self, account: &str, fan: &str) -> Option<u32> {
        let world = &self.service.world;
        Some(world.account(account)?.marks(world.fans.find(fan)?))
    }

    /// Whether an account has a chat with a fan. The VIP list shows nobody else.
    pub fn has_chat(&self, account: &str, fan: &str) -> bool {
        let found = self.service.world.account(account).zip(self.service.world.fans.find(fan));
        found.is_some_and(|(account, fan)| account.chats.has(fan))
    }

    /// Ids of an account's VIPs, those without a chat too.
    pub fn vips(&self, account: &str) -> Vec<String> {
        self.service.vips(account)
    }

    /// Ids of the fans who carry another mark than VIP on an account.
    pub fn fans_with_other_marks(&self, account: &str) -> Vec<String> {
        let world = &self.service.world;
        let Some(account) = world.account(account) else { return Vec::new() };
        let marked = (0..world.fans.len()).filter(|&fan| account.marks(fan) & !VIP != 0);
        marked.map(|fan| world.fans.get(fan).id.clone()).collect()
    }

    /// Puts a fan on an account's VIP list or takes them off it, as somebody would on the site. False when there is no
    /// such fan or account.
    pub fn set_vip(&self, account: &str, fan: &str, vip: bool) -> bool {
        self.service.set_vip(account, fan, vip)
    }

    /// Puts these marks in place of all others of a fan: 4 is VIP, 2 muted. False when there is no such fan or account.
    pub fn set_marks(&self, account: &str, fan: &str, marks: u32) -> bool {
        self.service.set_marks(account, fan, marks)
    }
}

/// Requests and faults.
impl Running {
    /// The requests received, oldest first. Only the latest are kept: see
    /// [`Settings::requests_kept`](crate::Settings::requests_kept).
    pub fn requests(&self) -> Vec<Received> {
        self.service.requests.since(0)
    }

    /// How many requests were received since the start.
    pub fn request_count(&self) -> u64 {
        self.service.requests.count()
    }

    /// Waits until so many requests were received since the start.
    pub async fn received(&self, count: u64) {
        self.service.requests.reached(count).await;
    }

    /// From now on requests that match meet this fault.
    pub fn push_fault(&self, rule: Rule) {
        self.service.faults.push(rule);
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }
}

impl crate::service::Service {
    /// Ids of an account's VIPs.
    pub fn vips(&self, account: &str) -> Vec<String> {
        let vips = self.world.account(account).into_iter().flat_map(Account::vips);
        vips.map(|fan| self.world.fans.get(fan).id.clone()).collect()
    }

    /// Puts these marks in place of all others of a fan, if there is such a fan and account.
    pub fn set_marks(&self, account: &str, fan: &str, marks: u32) -> bool {
        let found = self.world.account(account).zip(self.world.fans.find(fan));
        found.inspect(|(account, fan)| account.set_marks(*fan, marks)).is_some()
    }

    /// Sets or clears a fan's VIP mark, if there is such a fan and account.
    pub fn set_vip(&self, account: &str, fan: &str, vip: bool) -> bool {
        let found = self.world.account(account).zip(self.world.fans.find(fan));
        found.inspect(|(account, fan)| _ = account.mark(*fan, VIP, vip)).is_some()
    }
}
