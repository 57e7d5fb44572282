use std::fmt;

/// The service's own id for a connected account, `fansly_…`.
///
/// It is picked from the list the service gave and never typed, so it is carried as it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// Carries what the service said. Nothing is no id, and neither is what a path would take for a direction.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!matches!(text.as_str(), "" | "." | "..")).then_some(Self(text))
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
