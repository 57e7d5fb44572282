//! macOS: the user's login keychain.

use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::{Error, api::CredentialStoreApi};
use velvet_core::view::{KeychainKind, KeychainProblem};

pub const KIND: KeychainKind = KeychainKind::Keychain;

/// Empty: the service name identifies an entry here.
pub const MODIFIERS: [(&str, &str); 0] = [];

pub fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    Store::new()
}

pub fn problem(error: &Error) -> KeychainProblem {
    match error {
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        _ => KeychainProblem::Refused,
    }
}
