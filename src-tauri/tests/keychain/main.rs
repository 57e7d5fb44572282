//! Tests the real keychain of the system.
#![cfg(not(target_os = "macos"))]
#![allow(clippy::unwrap_used, reason = "tests may unwrap; the lint exempts only #[test] functions")]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(windows)]
mod windows;

use velvet_core::{api::ApiKey, app::Keychain, view::KeychainProblem};
use velvet_rope::keychain::OsKeychain;

/// Saves, reads, replaces, and removes keys of this `service`, which has none yet.
async fn round_trip(keychain: &OsKeychain, service: &str) {
    assert_eq!(read(keychain).await, Ok(None));
    keychain.delete(1).await.unwrap();
    keychain.write(1, &key("first")).await.unwrap();
    assert_eq!(read(keychain).await, Ok(Some("key-first".to_owned())));
    keychain.write(1, &key("second")).await.unwrap();
    // A second key has its own entry.
    keychain.write(2, &key("other")).await.unwrap();
    let other = keychain.read(2).await.unwrap().map(|key| key.expose().to_owned());
    assert_eq!(other.as_deref(), Some("key-other"));
    keychain.delete(2).await.unwrap();
    assert_eq!(keychain.read(2).await.map(|key| key.is_some()), Ok(false));
    // A new instance of the app finds the key too.
    assert_eq!(read(&OsKeychain::start(service)).await, Ok(Some("key-second".to_owned())));
    keychain.delete(1).await.unwrap();
    assert_eq!(read(keychain).await, Ok(None));
}

/// Keeps a key in each of two services that have none yet. One is left in the first.
async fn two_services(real: &OsKeychain, other: &OsKeychain) {
    real.write(1, &key("real")).await.unwrap();
    assert_eq!(read(other).await, Ok(None));
    other.write(1, &key("other")).await.unwrap();
    other.delete(1).await.unwrap();
    assert_eq!(read(real).await, Ok(Some("key-real".to_owned())));
}

async fn read(keychain: &OsKeychain) -> Result<Option<String>, KeychainProblem> {
    Ok(keychain.read(1).await?.map(|key| key.expose().to_owned()))
}

fn key(name: &str) -> ApiKey {
    ApiKey::parse(&format!("key-{name}")).unwrap()
}
