use velvet_core::{api::ApiKey, view::KeychainProblem};

/// A store for a few keys, numbered from 1. Each call may block for any length of time.
pub trait SecretBackend: Send + 'static {
    /// Reads the key with this number, if there is one.
    fn read(&self, slot: u32) -> Result<Option<ApiKey>, KeychainProblem>;
    /// Stores the key under this number, replacing any other.
    fn write(&self, slot: u32, key: &ApiKey) -> Result<(), KeychainProblem>;
    /// Deletes the key with this number. Succeeds if there is none.
    fn delete(&self, slot: u32) -> Result<(), KeychainProblem>;
}
