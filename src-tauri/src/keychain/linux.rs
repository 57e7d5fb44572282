//! Linux: the Secret Service (GNOME Keyring, `KWallet`, `KeePassXC`), over the session's D-Bus.

use std::sync::Arc;

use keyring_core::{Error, api::CredentialStoreApi};
use secret_service::Error as ServiceError;
use velvet_core::view::{KeychainKind, KeychainProblem};
use zbus_secret_service_keyring_store::Store;

pub const KIND: KeychainKind = KeychainKind::SecretService;

/// What a bystander who opens the keychain reads.
pub const MODIFIERS: [(&str, &str); 1] = [("label", "Velvet Rope")];

pub fn store() -> Result<Arc<impl CredentialStoreApi>, KeychainProblem> {
    Store::new().map_err(|error| {
        tracing::warn!(%error, "no Secret Service");
        KeychainProblem::Missing
    })
}

pub fn problem(error: &Error) -> KeychainProblem {
    match error {
        // A service that has no keyring yet: there is nothing the user could unlock.
        Error::NoStorageAccess(cause) if matches!(cause.downcast_ref(), Some(ServiceError::NoResult)) => {
            KeychainProblem::Missing
        }
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        _ => KeychainProblem::Refused,
    }
}
