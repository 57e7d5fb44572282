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
    /// The page with new versions.
    Releases,
}

impl Link {
    /// Returns the address. That of the page with new versions was set when the app was built.
    ///
    /// # Errors
    /// `link_unusable` if the username could not be one, or if no such page was set.
    pub fn url(&self, releases: Option<&str>) -> Result<String, Failure> {
        let unusable = || Failure::new(ErrorCode::LinkUnusable);
        match self {
            Self::Releases => releases.map(str::to_owned).ok_or_else(unusable),
            Self::Console => Ok("https://apifansly.com/".to_owned()),
            // A username has no character that means something in an address.
            Self::Profile { username } => Username::new(username)
                .map(|username| format!("https://fansly.com/{username}"))
                .ok_or_else(unusable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_username_leads_to_another_site_or_page() {
        let profile = |username: &str| Link::Profile { username: username.to_owned() }.url(None);
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
        assert_eq!(Link::Console.url(None).unwrap(), "https://apifansly.com/");
    }

    #[test]
    fn the_page_with_new_versions_is_the_one_that_the_app_was_built_with() {
        let page = "https://releases.example/velvet-rope";
        assert_eq!(Link::Releases.url(Some(page)).unwrap(), page);
        assert_eq!(Link::Releases.url(None).unwrap_err().code, ErrorCode::LinkUnusable);
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
