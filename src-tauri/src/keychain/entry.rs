use std::collections::HashMap;

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use secrecy::zeroize::Zeroizing;
use velvet_core::{api::ApiKey, view::KeychainProblem};

use super::{SecretBackend, system};

/// The keychain service name of the real API's keys.
pub const SERVICE: &str = "org.velvetrope.desktop";
const USER: &str = "api-key";

/// The app's entries in this system's keychain, one per key. Every call opens the keychain again, so that it is found
/// even if it was missing before or was restarted.
pub struct SystemEntry {
    /// The keychain service name. Keys for another address than the real API have a name of their own.
    pub service: String,
}

impl SecretBackend for SystemEntry {
    fn read(&self, slot: u32) -> Result<Option<ApiKey>, KeychainProblem> {
        match self.open(slot)?.get_password().map(Zeroizing::new) {
            // An entry that does not look like a key is not ours. The next saved key replaces it.
            Ok(text) => Ok(ApiKey::parse(&text).ok()),
            Err(Error::NoEntry | Error::BadEncoding(_)) => Ok(None),
            Err(error) => Err(problem(&error)),
        }
    }

    fn write(&self, slot: u32, key: &ApiKey) -> Result<(), KeychainProblem> {
        self.open(slot)?.set_password(key.expose()).map_err(|error| problem(&error))
    }

    fn delete(&self, slot: u32) -> Result<(), KeychainProblem> {
        match self.open(slot)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            // Someone copied the entry. Removing the key means removing all copies.
            Err(Error::Ambiguous(copies)) => {
                copies.iter().try_for_each(Entry::delete_credential).map_err(|error| problem(&error))
            }
            Err(error) => Err(problem(&error)),
        }
    }
}

impl SystemEntry {
    /// Opens the entry of this number. The first key keeps its original name without a number.
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
