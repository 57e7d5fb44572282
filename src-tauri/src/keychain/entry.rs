use std::collections::HashMap;

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use secrecy::zeroize::Zeroizing;
use velvet_core::{api::ApiKey, view::KeychainProblem};

use super::{SecretBackend, system};

/// The service of the entries that hold keys of the real service.
pub const SERVICE: &str = "org.velvetrope.desktop";
const USER: &str = "api-key";

/// The app's entries in the keychain of this system, one for each key. The keychain is opened for each call, so that one
/// that was missing or restarted is found again.
pub struct SystemEntry {
    /// What they are kept under: keys of another address than the real service have a name of their own.
    pub service: String,
}

impl SecretBackend for SystemEntry {
    fn read(&self, slot: u32) -> Result<Option<ApiKey>, KeychainProblem> {
        match self.open(slot)?.get_password().map(Zeroizing::new) {
            // An entry that no key can look like is not ours; the next key takes its place.
            Ok(text) => Ok(ApiKey::parse(&text).ok()),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(problem(&error)),
        }
    }

    fn write(&self, slot: u32, key: &ApiKey) -> Result<(), KeychainProblem> {
        self.open(slot)?.set_password(key.expose()).map_err(|error| problem(&error))
    }

    fn delete(&self, slot: u32) -> Result<(), KeychainProblem> {
        match self.open(slot)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            // Somebody copied the entry: forgetting the key means all of them.
            Err(Error::Ambiguous(copies)) => {
                copies.iter().try_for_each(Entry::delete_credential).map_err(|error| problem(&error))
            }
            Err(error) => Err(problem(&error)),
        }
    }
}

impl SystemEntry {
    /// The first key has the name that it has always had.
    fn open(&self, slot: u32) -> Result<Entry, KeychainProblem> {
        let modifiers = HashMap::from(system::MODIFIERS);
        let user = if slot == 1 { USER.to_owned() } else { format!("{USER}-{slot}") };
        let store = system::store().map_err(|error| problem(&error))?;
        store.build(&self.service, &user, Some(&modifiers)).map_err(|error| problem(&error))
    }
}

fn problem(error: &Error) -> KeychainProblem {
    tracing::warn!(%error, "keychain");
    system::problem(error)
}
