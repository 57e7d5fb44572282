use serde::Deserialize;
use ts_rs::TS;
use velvet_model::people::Username;

use super::{ErrorCode, Failure};

/// A page that the app may open in the browser. The window names it, and never its address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Link {
    /// The console of apifansly.com, where keys and credits are.
    Console,
    /// The profile of a fan.
    Profile {
        /// The fan's username, without the @.
        username: String,
    },
}

impl Link {
    /// Returns the address.
    ///
    /// # Errors
    /// `link_unusable` if the username could not be one.
    pub fn url(&self) -> Result<String, Failure> {
        match self {
            Self::Console => Ok("https://apifansly.com/".to_owned()),
            // A username has no character that means something in an address.
            Self::Profile { username } => Username::new(username)
                .map(|username| format!("https://fansly.com/{username}"))
                .ok_or_else(|| Failure::new(ErrorCode::LinkUnusable)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_username_leads_to_another_site_or_page() {
        let profile = |username: &str| Link::Profile { username: username.to_owned() }.url();
        assert_eq!(profile("Jamie_Fox-1.x").unwrap(), "https://fansly.com/Jamie_Fox-1.x");
        for text in [
            "",
            "..",
            "../settings",
            "a/b",
            "//example.com",
            "@example.com",
            "x@example.com",
            "x:y",
            "a?b=c",
            "a#b",
            "a\\b",
            "%2e%2e",
            "a b",
            "a\nb",
            "ja\u{202e}mie",
            "https://example.com",
            "javascript:alert(1)",
            "-",
            "843584256474116096",
        ] {
            assert_eq!(profile(text).unwrap_err().code, ErrorCode::LinkUnusable, "{text:?}");
        }
    }

    #[test]
    fn the_console_is_at_the_host_of_the_api() {
        assert_eq!(Link::Console.url().unwrap(), "https://apifansly.com/");
    }

    #[test]
    fn an_address_from_the_window_is_no_link() {
        for text in [
            r#"{ "kind": "url", "url": "https://example.com" }"#,
            r#"{ "url": "https://example.com" }"#,
            r#"{ "kind": "profile", "url": "https://example.com" }"#,
            r#""https://example.com""#,
        ] {
            assert!(serde_json::from_str::<Link>(text).is_err(), "{text}");
        }
    }
}
