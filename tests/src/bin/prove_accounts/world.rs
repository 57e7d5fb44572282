use std::{collections::BTreeSet, sync::Arc};

use velvet_core::{app::App, view::AppState};
use velvet_practice::{KeyInfo, Running, Settings};
use velvet_tests::windowless::{self, Leaping};

/// A server with two keys and five accounts, and an app that uses it.
pub struct World {
    pub service: Running,
    pub app: App,
    pub clock: Arc<Leaping>,
    /// The keys, each with the accounts that it lists.
    pub keys: Vec<KeyInfo>,
    pub fans: Vec<String>,
    _folder: tempfile::TempDir,
}

impl World {
    pub async fn new(seed: u64) -> Self {
        let settings = Settings { seed, fans: 60, vips: 20, requests_kept: 1_000_000, ..Settings::default() };
        let service = Running::start(settings).await.expect("a port is free");
        let keys = service.keys();
        let accounts = keys.iter().flat_map(|key| &key.accounts).count();
        assert_eq!((keys.len(), accounts), (2, 5), "two keys and five accounts");
        for account in keys.iter().flat_map(|key| &key.accounts) {
            service.set_session(&account.account_id, true);
        }
        let folder = tempfile::tempdir().expect("there is room");
        let clock = Arc::<Leaping>::default();
        let app = windowless::open(&service.url(), folder.path(), &clock, |_| {});
        let fans = service.fans();
        Self { service, app, clock, keys, fans, _folder: folder }
    }

    pub async fn state(&self) -> AppState {
        self.app.state().await
    }

    /// Returns all five accounts.
    pub fn accounts(&self) -> Vec<String> {
        self.keys.iter().flat_map(|key| &key.accounts).map(|one| one.account_id.clone()).collect()
    }

    /// Returns the accounts for which the app has a key now.
    pub async fn held(&self) -> BTreeSet<String> {
        self.state().await.accounts.into_iter().map(|account| account.id).collect()
    }
}
