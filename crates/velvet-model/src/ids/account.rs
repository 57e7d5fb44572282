use std::fmt;

/// The API's own ID for a connected account, `fansly_…`.
///
/// Users pick it from the account list and never type it, so it is kept exactly as received.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// Wraps an ID from the API. Rejects an empty one, `.`, and `..`, which a URL path would resolve.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!matches!(text.as_str(), "" | "." | "..")).then_some(Self(text))
    }

    /// Returns the ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
