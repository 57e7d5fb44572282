use velvet_core::{api::ApiKey, view::KeychainProblem};

/// A place for a few keys, which are numbered from 1 on. Each call may block for as long as it likes.
pub trait SecretBackend: Send + 'static {
    /// The key of this number, if there is one.
    fn read(&self, slot: u32) -> Result<Option<ApiKey>, KeychainProblem>;
    /// Keeps it under this number, in place of any other.
    fn write(&self, slot: u32, key: &ApiKey) -> Result<(), KeychainProblem>;
    /// Takes it out. Fine when there is none.
    fn delete(&self, slot: u32) -> Result<(), KeychainProblem>;
}
