use crate::view::{Failure, KeyState};
use velvet_api::ApiKey;

/// The number of a key: of its entry in the keychain, and of the accounts that it lists.
pub(super) type Slot = u32;

/// The first key's number.
pub(super) const FIRST: Slot = 1;

/// A key that is there, or may be.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) state: KeyState,
    /// Nothing when it could not be read.
    pub(super) key: Option<ApiKey>,
    /// Why its accounts may be out of date.
    pub(super) problem: Option<Failure>,
}

impl Held {
    /// Whether it is this key.
    pub(super) fn is(&self, key: &ApiKey) -> bool {
        self.key.as_ref().is_some_and(|its| its.expose() == key.expose())
    }
}
