//! The system's keychain, on its own thread and with a time limit.
//!
//! A keychain call may block: it asks the user for a password, or waits for a service that never answers. On Linux it
//! also blocks on an async library, which panics inside an async runtime of the same kind. So it is only ever called
//! from one plain thread, and no caller waits longer than [`PATIENCE`] or [`PATIENCE_OF_A_USER`].

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

/// The time limit at startup, before the window can be used.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The time limit for a request by the user. The system may ask for a password first.
pub const PATIENCE_OF_A_USER: Duration = Duration::from_secs(30);

/// Returns the keychain service name for this API address. A key is never sent to another host than it was saved for.
pub fn service_name(api_url: &Result<ApiUrl, String>) -> String {
    ApiUrl::elsewhere(api_url).map_or(SERVICE.to_owned(), |host| format!("{SERVICE} for {host}"))
}

/// The keychain of this system.
pub struct OsKeychain(KeychainWorker);

impl OsKeychain {
    /// Starts the thread without accessing the keychain yet. `service` is the keychain service name.
    pub fn start(service: &str) -> Self {
        Self::over(SystemEntry { service: service.to_owned() })
    }

    /// Starts the thread on another store, for tests.
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
