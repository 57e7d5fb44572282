use std::fmt;

/// The name by which somebody is found at Fansly, without the @.
///
/// Its rules are not documented. Public programs that read links know letters, digits, `_`, `-` and `.`, up to 50 of
/// them (a guess for anything else). One without a letter is left out: it cannot be told from an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

const LONGEST: usize = 50;

impl Username {
    /// Takes a name that could be one.
    pub fn new(text: &str) -> Option<Self> {
        let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let fits =
            text.len() <= LONGEST && text.bytes().all(part) && text.bytes().any(|b| b.is_ascii_alphabetic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is how the service writes the same name: capital letters make no difference.
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
