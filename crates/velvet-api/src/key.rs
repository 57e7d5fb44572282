//! The API key: kept only in memory, wiped on drop, and never printed.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The user's API key.
///
/// `Debug` shows no part of it and it cannot be serialized, so it can't end up in a log, error, or reply by accident.
#[derive(Clone)]
pub struct ApiKey(SecretString);

/// Why a text is not a key, or probably not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is empty.
    #[error("empty")]
    Empty,
    /// The text has inner whitespace or characters not allowed in a header, or is a whole file.
    #[error("not a key")]
    Malformed,
    /// The text is an account ID.
    #[error("an account ID")]
    IsAccount,
    /// The text has the format of another vendor's IDs or keys.
    #[error("another vendor's ID or key")]
    OtherVendor,
    /// The text looks more like a fan ID, an address, or a word.
    #[error("probably not a key")]
    Unlikely,
}

/// Longest key, in bytes. A longer text is a file, and no server accepts such a header.
const LONGEST: usize = 4_096;

/// Shortest plausible key, in bytes. A shorter text is probably a word.
const SHORTEST: usize = 8;

/// Prefixes of IDs and keys from vendors with similar names (API.md, introduction).
const OTHER_VENDORS: [&str; 5] = ["fansly_acct_", "acct_", "ofapi_", "ofapi-", "onlyfansapi_"];

impl ApiKey {
    /// Parses a pasted key. Trims whitespace, quotes, and invisible characters, and the header name if a whole example
    /// line was copied.
    ///
    /// The format of a key is not documented (API.md, "Found since"), so only impossible keys are rejected.
    /// [`doubt`](Self::doubt) tells whether the text looks like something else.
    ///
    /// # Errors
    /// If the text can't be a key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = velvet_model::ids::trim_noise(text);
        let text = match text.split_once(':') {
            Some((name, rest)) if name.trim().eq_ignore_ascii_case("x-api-key") => {
                velvet_model::ids::trim_noise(rest)
            }
            _ => text,
        };
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if text.len() > LONGEST || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(KeyError::Malformed);
        }
        if is_account_id(&text) {
            return Err(KeyError::IsAccount);
        }
        Ok(Self(SecretString::from(text)))
    }

    /// Returns a warning if the text looks like something other than a key for this API.
    pub fn doubt(&self) -> Option<KeyError> {
        let lower = self.expose().to_ascii_lowercase();
        if OTHER_VENDORS.iter().any(|prefix| lower.starts_with(prefix)) {
            return Some(KeyError::OtherVendor);
        }
        let address = lower.contains("://") || lower.contains('@');
        let id = lower.bytes().all(|b| b.is_ascii_digit()) || lower.starts_with("fansly_");
        (address || id || lower.len() < SHORTEST).then_some(KeyError::Unlikely)
    }

    /// Exposes the key for the request header and the keychain.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Matches `fansly_` followed by lowercase letters and digits, fewer than in any key (API.md, "IDs").
fn is_account_id(text: &str) -> bool {
    let run = text.strip_prefix("fansly_").unwrap_or_default();
    (1..32).contains(&run.len()) && run.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_part_of_it() {
        let key = ApiKey::parse("k3y-material-nobody-may-see").unwrap();
        let shown = format!("{key:?} {:?}", Some(&key));
        assert!(!shown.contains("material") && !shown.contains("k3y"), "{shown}");
    }

    #[test]
    fn what_stands_around_a_key_is_taken_off() {
        for text in
            ["  abcdef123456\n", "\"abcdef123456\"", "x-api-key: abcdef123456", "X-API-Key:'abcdef123456'"]
        {
            assert_eq!(ApiKey::parse(text).unwrap().expose(), "abcdef123456", "{text:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_reason() {
        use KeyError as E;
        let file = "x".repeat(5_000);
        for (text, code) in [
            ("", E::Empty),
            ("  ", E::Empty),
            ("x-api-key:", E::Empty),
            ("two words here", E::Malformed),
            ("schlüssel-1234", E::Malformed),
            ("a\nb: injected-header", E::Malformed),
            (&file, E::Malformed),
            ("fansly_7d1c2b", E::IsAccount),
            ("fansly_0123456789abcdefghijklmn", E::IsAccount),
        ] {
            assert_eq!(ApiKey::parse(text).err(), Some(code), "{text:?}");
        }
    }

    #[test]
    fn what_looks_like_something_else_is_doubted_and_not_refused() {
        use KeyError as E;
        let token = format!("eyJhbGciOi.{}", "a".repeat(900));
        for (text, doubt) in [
            ("af_live_0123456789abcdef", None),
            ("0123456789abcdef0123456789abcdef", None),
            (&token, None),
            ("sk+live/0123=~", None),
            ("fansly_acct_0123456789", Some(E::OtherVendor)),
            ("OFAPI_0123456789abcdef", Some(E::OtherVendor)),
            ("acct_0123456789", Some(E::OtherVendor)),
            ("fansly_live_0123456789abcdef", Some(E::Unlikely)),
            ("fansly_0123456789abcdef0123456789abcdef", Some(E::Unlikely)),
            ("843584256474116096", Some(E::Unlikely)),
            ("1234567890123456789012345678901234567890", Some(E::Unlikely)),
            ("me@example.com", Some(E::Unlikely)),
            ("https://apifansly.com/console", Some(E::Unlikely)),
            ("short", Some(E::Unlikely)),
        ] {
            assert_eq!(ApiKey::parse(text).map(|key| key.doubt()), Ok(doubt), "{text:?}");
        }
    }
}
