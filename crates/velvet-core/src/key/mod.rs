//! The API key: in memory only, wiped when dropped, never printed.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{
    ids::FanId,
    view::{ErrorCode, Failure},
};

/// The user's API key.
///
/// `Debug` shows no part of it and it cannot be serialised, so that no log, error or reply can hold it by accident.
#[derive(Clone)]
pub struct ApiKey(SecretString);

/// Shorter texts are words, not keys; longer ones are files.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=512;

/// How the ids and keys of the vendors with like names begin (API.md, head). None is this service's.
const OTHER_VENDORS: [&str; 5] = ["fansly_acct_", "acct_", "ofapi_", "ofapi-", "onlyfansapi_"];

impl ApiKey {
    /// Reads what somebody pasted. Blanks, quotes and invisible characters around it are taken off, and the header
    /// name in front of it, when a whole line of an example was copied.
    ///
    /// # Errors
    /// A `key_…` code when no key of this service can look like that.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = crate::ids::tidy(text);
        let text = match text.split_once(':') {
            Some((name, rest)) if name.trim().eq_ignore_ascii_case("x-api-key") => crate::ids::tidy(rest),
            _ => text,
        };
        if text.is_empty() {
            return Err(Failure::new(ErrorCode::KeyEmpty));
        }
        let lower = text.to_ascii_lowercase();
        if OTHER_VENDORS.iter().any(|prefix| lower.starts_with(prefix)) {
            return Err(Failure::new(ErrorCode::KeyOtherVendor));
        }
        let carriable = text.bytes().all(|b| b.is_ascii_graphic());
        let address = lower.contains("://") || text.contains('@');
        // A string of digits is an id somebody copied from the wrong place; the service's own account ids too.
        let id = FanId::parse(&text).is_ok() || lower.starts_with("fansly_");
        if !carriable || address || id || !LENGTH.contains(&text.len()) {
            return Err(Failure::new(ErrorCode::KeyMalformed));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// The key itself, for the request's header and the keychain.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
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
        use ErrorCode as E;
        for (text, code) in [
            ("", E::KeyEmpty),
            ("  ", E::KeyEmpty),
            ("fansly_acct_0123456789", E::KeyOtherVendor),
            ("ofapi_0123456789abcdef", E::KeyOtherVendor),
            ("two words here", E::KeyMalformed),
            ("schlüssel-1234", E::KeyMalformed),
            ("https://apifansly.com/console", E::KeyMalformed),
            ("me@example.com", E::KeyMalformed),
            ("843584256474116096", E::KeyMalformed),
            ("fansly_7d1c2b", E::KeyMalformed),
            ("short", E::KeyMalformed),
            ("a\nb: injected-header", E::KeyMalformed),
        ] {
            assert_eq!(ApiKey::parse(text).unwrap_err().code, code, "{text:?}");
        }
    }
}
