//! Linux: the Secret Service (GNOME Keyring, `KWallet`, `KeePassXC`) on the session's D-Bus.

use std::sync::Arc;

use keyring_core::{Error, api::CredentialStoreApi};
use secret_service::Error as ServiceError;
use velvet_core::view::{KeychainKind, KeychainProblem};
use zbus::DBusError;
use zbus_secret_service_keyring_store::Store;

pub const KIND: KeychainKind = KeychainKind::SecretService;

/// The label shown to anyone who opens the keychain.
pub const MODIFIERS: [(&str, &str); 1] = [("label", "Velvet Rope")];

pub fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    Store::new()
}

/// Tells a keychain that exists and refuses from one that is missing.
pub fn problem(error: &Error) -> KeychainProblem {
    let (Error::NoStorageAccess(cause) | Error::PlatformFailure(cause)) = error else {
        return KeychainProblem::Refused;
    };
    match cause.downcast_ref::<ServiceError>() {
        // The keychain has no default collection.
        Some(ServiceError::NoResult) => KeychainProblem::NotSetUp,
        Some(ServiceError::Locked | ServiceError::Prompt) => KeychainProblem::Locked,
        Some(ServiceError::Unavailable) => KeychainProblem::Missing,
        Some(ServiceError::Zbus(error)) => of_bus(error),
        Some(ServiceError::ZbusFdo(error)) => named(error.name().as_str()),
        _ => KeychainProblem::Refused,
    }
}

fn of_bus(error: &zbus::Error) -> KeychainProblem {
    match error {
        zbus::Error::MethodError(name, _, _) => named(name.as_str()),
        zbus::Error::FDO(error) => named(error.name().as_str()),
        // There is no session bus.
        zbus::Error::Connection(..)
        | zbus::Error::InputOutput(_)
        | zbus::Error::Address(_)
        | zbus::Error::Handshake(_) => KeychainProblem::Missing,
        _ => KeychainProblem::Refused,
    }
}

/// Maps a D-Bus error by its name.
fn named(name: &str) -> KeychainProblem {
    const BUS: &str = "org.freedesktop.DBus.Error.";
    match name.strip_prefix(BUS) {
        // The service is not running, or it cannot be started.
        Some("ServiceUnknown" | "NameHasNoOwner" | "Disconnected" | "NoServer") => KeychainProblem::Missing,
        Some(error) if error.starts_with("Spawn.") => KeychainProblem::Missing,
        Some("NoReply" | "Timeout" | "TimedOut") => KeychainProblem::Locked,
        None if name == "org.freedesktop.Secret.Error.IsLocked" => KeychainProblem::Locked,
        _ => KeychainProblem::Refused,
    }
}
