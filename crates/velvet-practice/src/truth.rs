//! The true state of the server, for the code that runs it. None of this goes through HTTP.

use serde::Serialize;

use crate::{
    Plan, Received, Rule, Running,
    keys::Key,
    world::{Account, VIP},
};

/// A connected account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountInfo {
    /// The service's own ID for it.
    pub account_id: String,
    /// Its name.
    pub name: String,
    /// The creator's native ID.
    pub native_id: String,
    /// `alive` or `expired`.
    pub session: &'static str,
}

/// An API key and its accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyInfo {
    /// The key.
    pub key: String,
    /// The plan of the key.
    pub plan: Plan,
    /// Credits left; `None` if they never run out.
    pub credits: Option<u64>,
    /// The accounts of the key.
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
    /// Returns the first key.
    pub fn key(&self) -> &str {
        &self.service.keys.get(0).text
    }

    /// Returns every key with its accounts. No account belongs to two keys.
    pub fn keys(&self) -> Vec<KeyInfo> {
        self.service.keys.selected(None).map(|key| self.key_info(key)).collect()
    }

    /// Returns the accounts of the first key: two with an active session, and one whose session has expired.
    pub fn accounts(&self) -> Vec<AccountInfo> {
        self.key_info(self.service.keys.get(0)).accounts
    }

    /// Changes the plan of one key, or of all. `limit` replaces the plan's own rate limit.
    pub fn set_plan(&self, key: Option<&str>, plan: Plan, limit: Option<u32>) {
        self.service.keys.selected(key).for_each(|key| key.set_plan(plan, limit));
    }

    /// Sets the credits left to one key, or to all; `None` means that they never run out.
    pub fn set_credits(&self, key: Option<&str>, credits: Option<u64>) {
        self.service.keys.selected(key).for_each(|key| key.set_credits(credits));
    }

    /// Ends an account's session at Fansly, or reconnects it. Returns `false` if there is no such account.
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
    /// Returns the IDs of all fans.
    pub fn fans(&self) -> Vec<String> {
        self.service.world.fans.iter().map(|fan| fan.id.clone()).collect()
    }

    /// Returns the IDs and display names of `count` fans who are not VIP on any account. Their names are plain,
    /// accented, right-to-left, and with an emoji, in turn. Each fan has a chat on every account, so the VIP list shows
    /// them once they are added.
    pub fn samples(&self, count: usize) -> Vec<(String, String)> {
        let samples = self.service.world.samples(count).into_iter();
        samples.map(|fan| (fan.id.clone(), fan.display_name.clone().unwrap_or_default())).collect()
    }

    /// Whether a fan is VIP on an account. Returns `false` for an unknown account.
    pub fn is_vip(&self, account: &str, fan: &str) -> bool {
        self.marks(account, fan).is_some_and(|marks| marks & VIP != 0)
    }

    /// Returns all marks of a fan, the VIP bit included; `None` for an unknown fan or account.
    pub fn marks(&self, account: &str, fan: &str) -> Option<u32> {
        let world = &self.service.world;
        Some(world.account(account)?.marks(world.fans.find(fan)?))
    }

    /// Whether an account has a chat with a fan. The VIP list shows only fans with a chat.
    pub fn has_chat(&self, account: &str, fan: &str) -> bool {
        let found = self.service.world.account(account).zip(self.service.world.fans.find(fan));
        found.is_some_and(|(account, fan)| account.chats.has(fan))
    }

    /// Returns the IDs of an account's VIPs, including those without a chat.
    pub fn vips(&self, account: &str) -> Vec<String> {
        self.service.vips(account)
    }

    /// Returns the IDs of the fans who have other marks than VIP on an account.
    pub fn fans_with_other_marks(&self, account: &str) -> Vec<String> {
        let world = &self.service.world;
        let Some(account) = world.account(account) else { return Vec::new() };
        let marked = (0..world.fans.len()).filter(|&fan| account.marks(fan) & !VIP != 0);
        marked.map(|fan| world.fans.get(fan).id.clone()).collect()
    }

    /// Adds a fan to an account's VIP list or removes them, as someone would on the site. Returns `false` if there is
    /// no such fan or account.
    pub fn set_vip(&self, account: &str, fan: &str, vip: bool) -> bool {
        self.service.set_vip(account, fan, vip)
    }

    /// Replaces all marks of a fan: 4 is VIP, 2 is muted. Returns `false` if there is no such fan or account.
    pub fn set_marks(&self, account: &str, fan: &str, marks: u32) -> bool {
        self.service.set_marks(account, fan, marks)
    }
}

/// Requests and faults.
impl Running {
    /// Returns the requests received, oldest first. Only the latest are kept: see
    /// [`Settings::requests_kept`](crate::Settings::requests_kept).
    pub fn requests(&self) -> Vec<Received> {
        self.service.requests.since(0)
    }

    /// Returns the number of requests received since the start.
    pub fn request_count(&self) -> u64 {
        self.service.requests.count()
    }

    /// Waits until `count` requests were received since the start.
    pub async fn received(&self, count: u64) {
        self.service.requests.reached(count).await;
    }

    /// Adds a rule: from now on, matching requests meet its fault.
    pub fn push_fault(&self, rule: Rule) {
        self.service.faults.push(rule);
    }

    /// Removes all rules.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }
}

impl crate::service::Service {
    /// Returns the IDs of an account's VIPs.
    pub fn vips(&self, account: &str) -> Vec<String> {
        let vips = self.world.account(account).into_iter().flat_map(Account::vips);
        vips.map(|fan| self.world.fans.get(fan).id.clone()).collect()
    }

    /// Replaces all marks of a fan. Returns `false` if there is no such fan or account.
    pub fn set_marks(&self, account: &str, fan: &str, marks: u32) -> bool {
        let found = self.world.account(account).zip(self.world.fans.find(fan));
        found.inspect(|(account, fan)| account.set_marks(*fan, marks)).is_some()
    }

    /// Sets or clears a fan's VIP mark. Returns `false` if there is no such fan or account.
    pub fn set_vip(&self, account: &str, fan: &str, vip: bool) -> bool {
        let found = self.world.account(account).zip(self.world.fans.find(fan));
        found.inspect(|(account, fan)| _ = account.mark(*fan, VIP, vip)).is_some()
    }
}
