//! The system's keychain, on a thread of its own and with a time limit.
//!
//! A keychain blocks: it asks the user for a password, or waits for a service that never answers. On Linux it also drives
//! an async library to its end, which panics inside an async runtime of the same kind. So it is only ever called from one
//! plain thread, and nobody waits for that thread longer than [`PATIENCE`].

mod backend;
mod entry;
mod worker;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use std::time::Duration;

use futures::future::BoxFuture;
use velvet_core::{
    api::ApiKey,
    api::ApiUrl,
    app::Keychain,
    view::{KeychainKind, KeychainProblem},
};

pub use backend::SecretBackend;
pub use entry::SERVICE;
use entry::SystemEntry;
use worker::KeychainWorker;
pub use worker::THREAD;

/// How long an answer is waited for at the start, before the window can be used.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How long when the user asked for it: the system may want a password first.
pub const PATIENCE_OF_A_USER: Duration = Duration::from_secs(30);

/// What keys of this service are kept under: a key never meets another host than the one that it was saved for.
pub fn service_name(api_url: &Result<ApiUrl, String>) -> String {
    ApiUrl::elsewhere(api_url).map_or(SERVICE.to_owned(), |host| format!("{SERVICE} for {host}"))
}

/// The keychain of this system.
pub struct OsKeychain(KeychainWorker);

impl OsKeychain {
    /// Starts the thread. Nothing is asked of the keychain yet. `service` is what the keys are kept under.
    pub fn start(service: &str) -> Self {
        Self::over(SystemEntry { service: service.to_owned() })
    }

    /// The same over another store, for tests.
    pub fn over(vault: impl SecretBackend) -> Self {
        Self(KeychainWorker::start(vault))
    }
}

impl Keychain for OsKeychain {
    fn kind(&self) -> KeychainKind {
        system::KIND
    }

    fn read(&self, slot: u32) -> BoxFuture<'_, Result<Option<ApiKey>, KeychainProblem>> {
        self.0.ask(PATIENCE, move |vault| vault.read(slot))
    }

    fn write(&self, slot: u32, key: &ApiKey) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        let key = key.clone();
        self.0.ask(PATIENCE_OF_A_USER, move |vault| vault.write(slot, &key))
    }

    fn delete(&self, slot: u32) -> BoxFuture<'_, Result<(), KeychainProblem>> {
        self.0.ask(PATIENCE_OF_A_USER, move |vault| vault.delete(slot))
    }
}
