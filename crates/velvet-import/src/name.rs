//! Detects whether a cell names someone who could be looked up.

use super::header;
use velvet_model::people::{FanInput, Username, understand};

/// Longest cell, in bytes, that is searched for a name. Links are the longest.
const LONGEST: usize = 240;

/// Most words of a name. A line with more is a sentence.
const WORDS: usize = 4;

/// Placeholders for an unknown name, and words that spreadsheets write. After an @, they are names like any other.
const NOBODY: [&str; 19] = [
    "n/a",
    "n.a.",
    "na",
    "none",
    "null",
    "nil",
    "nan",
    "undefined",
    "unknown",
    "anonymous",
    "deleted",
    "empty",
    "test",
    "total",
    "sum",
    "true",
    "false",
    "yes",
    "no",
];

/// How clearly a cell names someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// It could be a username, or it links to a profile.
    Username,
    /// It could only be a display name.
    Shown,
}

/// Returns the name in a cell, in its lookup form: `@jamie` if only that username is meant.
pub(crate) fn name_in(text: &str) -> Option<String> {
    like(text)?;
    if !text.trim_start().starts_with('@') && header::is_heading(text) {
        return None;
    }
    understand(text).ok().as_ref().and_then(FanInput::sought)
}

/// Whether a cell looks like a name. It must be fast, because it runs for every cell of a list.
pub(crate) fn like(text: &str) -> Option<Likeness> {
    let text = text.trim();
    if text.len() > LONGEST || NOBODY.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    if Username::new(text.strip_prefix('@').unwrap_or(text)).is_some() || text.contains("fansly.com/") {
        return Some(Likeness::Username);
    }
    let sentence = |c: char| c.is_control() || ",;:!?<>{}[]=\"|\\".contains(c);
    let fits = text.chars().any(char::is_alphabetic)
        && !text.contains(sentence)
        && text.split_whitespace().take(WORDS + 1).count() <= WORDS;
    fits.then_some(Likeness::Shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_as_it_is_looked_up() {
        for (text, name) in [
            (" @Jamie_Fox ", "@Jamie_Fox"),
            ("jamie", "jamie"),
            ("Zoë Ö.", "Zoë Ö."),
            ("https://fansly.com/jamie/posts?x=1", "@jamie"),
            ("@none", "@none"),
            ("@user", "@user"),
            ("User 7", "User 7"),
        ] {
            assert_eq!(name_in(text).as_deref(), Some(name), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_name_costs_nothing() {
        for text in [
            "",
            " ",
            "n/a",
            "None",
            "843584256474116096",
            "x843584256474116096",
            "jamie 84358425",
            "-12.50",
            "$12.50",
            "jamie@example.com",
            "https://example.com/jamie",
            "https://fansly.com/",
            "Dear Jamie, hello",
            "she wrote me in the evening",
            "<b>jamie</b>",
            "a\tb",
            "@123456",
            "User ID",
            "Username",
            "fan_id",
        ] {
            assert_eq!(name_in(text), None, "{text:?}");
        }
        assert_eq!(name_in(&"x ".repeat(1_000_000)), None);
    }
}
