use crate::{ids::FanIdError, sanitize::line};

/// Maximum length of rejected input that is quoted back, in characters.
pub(super) const ECHO: usize = 24;

/// Why an input matches nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FanInputError {
    /// Not a valid ID, several IDs, or empty. The same errors as in fields that take only IDs.
    #[error(transparent)]
    NoId(#[from] FanIdError),
    /// A link to another site, with its host.
    #[error("a link to another site")]
    OtherSite(String),
    /// A link to Fansly that does not lead to a profile, such as the front page, a post, or the messages.
    #[error("a link that does not lead to a profile")]
    NoProfile,
    /// Only digits after an @ or in a link, with their number. They could also be an ID, so they are treated as
    /// neither.
    #[error("{0} digits where a name belongs")]
    Digits(usize),
    /// The text can't be a name. Holds its beginning.
    #[error("not a name")]
    NotAName(String),
}

impl FanInputError {
    pub(super) fn not_a_name(text: &str) -> Self {
        Self::NotAName(line(text, ECHO))
    }
}
