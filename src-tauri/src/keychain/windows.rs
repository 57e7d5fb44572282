//! Windows: the Credential Manager.

use std::sync::Arc;

use keyring_core::{Error, api::CredentialStoreApi};
use velvet_core::view::{KeychainKind, KeychainProblem};
use windows_native_keyring_store::Store;

pub const KIND: KeychainKind = KeychainKind::CredentialManager;

/// Keeps the key on this computer. The default would copy it to every computer of a company's roaming profile.
pub const MODIFIERS: [(&str, &str); 1] = [("persistence", "Local")];

pub fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    Store::new()
}

pub fn problem(error: &Error) -> KeychainProblem {
    match error {
        // There is nothing to unlock here: no access means that this logon session has no credential set.
        Error::NoStorageAccess(_) => KeychainProblem::Missing,
        _ => KeychainProblem::Refused,
    }
}
