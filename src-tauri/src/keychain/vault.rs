use velvet_core::{key::ApiKey, view::KeychainProblem};

/// A place for one key. Each call may block for as long as it likes.
pub trait Vault: Send + 'static {
    /// The key, if there is one.
    fn read(&self) -> Result<Option<ApiKey>, KeychainProblem>;
    /// Keeps the key in place of any other.
    fn write(&self, key: &ApiKey) -> Result<(), KeychainProblem>;
    /// Takes the key out. Fine when there is none.
    fn delete(&self) -> Result<(), KeychainProblem>;
}
