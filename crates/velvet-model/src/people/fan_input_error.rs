use crate::{Failure, sanitize::line};

/// Longest part of a refused text that is shown again.
pub(super) const ECHO: usize = 24;

/// Why a text means nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FanInputError {
    /// It is an id that is none, several ids, or nothing: the same as where only ids are taken.
    NoId(Failure),
    /// A link to this other site.
    OtherSite(String),
    /// A link to the site that leads to no profile: its front page, a post, the messages.
    NoProfile,
    /// Digits where a name belongs, behind an @ or in a link: so many of them. It could be an id as well, so it is
    /// taken for neither.
    Digits(usize),
    /// Nothing that anybody could be called: this is how it begins.
    NotAName(String),
}

impl FanInputError {
    pub(super) fn not_a_name(text: &str) -> Self {
        Self::NotAName(line(text, ECHO))
    }
}
