use std::fmt;

/// A Fansly username, without the @.
///
/// Its rules are not documented. Public client code that parses links accepts up to 50 letters, digits, `_`, `-`, and
/// `.` (that nothing else occurs is a guess). A username without a letter is rejected, because it could be an ID.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

const LONGEST: usize = 50;

impl Username {
    /// Wraps a text that could be a username.
    pub fn new(text: &str) -> Option<Self> {
        let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let fits =
            text.len() <= LONGEST && text.bytes().all(part) && text.bytes().any(|b| b.is_ascii_alphabetic());
        fits.then(|| Self(text.to_owned()))
    }

    /// Returns the username as it was entered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether `text` is the same username. Case makes no difference.
    pub fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_an_id_or_a_way_through_a_path_is_no_username() {
        for text in ["jamie", "Jamie_Fox", "a.b-c", "7up", "x"] {
            assert_eq!(Username::new(text).unwrap().as_str(), text);
        }
        let long = "x".repeat(51);
        for text in ["", ".", "..", "-", "843584256474116096", "843584256474116096.0", "7", "ja mie", "a/b"] {
            assert_eq!(Username::new(text), None, "{text:?}");
        }
        for text in ["%2e", "é", "@x", &long] {
            assert_eq!(Username::new(text), None, "{text:?}");
        }
    }

    #[test]
    fn capital_letters_make_no_difference_and_anything_else_does() {
        let jamie = Username::new("Jamie_Fox").unwrap();
        assert!(jamie.is("jamie_fox") && jamie.is("JAMIE_FOX"));
        assert!(!jamie.is("jamie_fox2") && !jamie.is("jamie-fox") && !jamie.is(" jamie_fox"));
    }
}
