use crate::view::{Failure, KeyState};
use velvet_api::ApiKey;

/// The number of a key. It identifies the key's entry in the keychain, and the accounts that the key lists.
pub(super) type Slot = u32;

/// Number of the first key.
pub(super) const FIRST: Slot = 1;

/// A key that the app has or may have.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) state: KeyState,
    /// `None` if it could not be read, or no client could be created with it.
    pub(super) key: Option<ApiKey>,
    /// Why its accounts may be out of date.
    pub(super) problem: Option<Failure>,
}

impl Held {
    /// Returns whether it is this key.
    pub(super) fn is(&self, key: &ApiKey) -> bool {
        self.key.as_ref().is_some_and(|its| its.expose() == key.expose())
    }
}
