use url::Url;
use velvet_model::ids::{AccountId, FanId};
use velvet_platform::proxy::{self, Proxy};

/// The URL of the API.
///
/// It is either the real server or one on this computer, so no setting can send the key to another host or unencrypted
/// over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiUrl(Url);

impl ApiUrl {
    /// The URL of the real server.
    pub const REAL: &'static str = "https://v1.apifansly.com/api/fansly";

    /// Parses a URL.
    ///
    /// # Errors
    /// A message for the user: not a URL, neither the real server nor this computer, or with a user name, password,
    /// query, or fragment.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim()).map_err(|error| format!("This isn't an address: {error}."))?;
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err("The address can't have a user name, a password, \"?\", or \"#\".".to_owned());
        }
        let url = Self(url);
        let on_this_computer = ["http", "https"].contains(&url.0.scheme()) && url.is_loopback();
        if url.is_real() || on_this_computer {
            Ok(url)
        } else {
            Err(format!("The address must be {} or on this computer.", Self::REAL))
        }
    }

    /// Returns whether this is the real server.
    pub fn is_real(&self) -> bool {
        self.0.as_str().trim_end_matches('/') == Self::REAL
    }

    /// Returns the replacement for the real server as `host:port`, or `None` for the real server.
    ///
    /// An unusable URL gets a name of its own. Besides letters and digits, the name has only `.`, `-`, and `:`.
    pub fn elsewhere(url: &Result<Self, String>) -> Option<String> {
        let Ok(Self(url)) = url.as_ref().map_err(|_| ()) else { return Some("no-address".to_owned()) };
        if url.as_str().trim_end_matches('/') == Self::REAL {
            return None;
        }
        let host = url.host_str().unwrap_or_default().replace(['[', ']'], "").replace(':', "-");
        Some(format!("{host}:{}", url.port_or_known_default().unwrap_or_default()))
    }

    /// Returns whether the server is on this computer.
    pub fn is_loopback(&self) -> bool {
        proxy::is_loopback(&self.0)
    }

    /// Finds the proxy for the server. Queries the system, which may take a moment.
    pub fn proxy(&self) -> Proxy {
        Proxy::found(&self.0)
    }

    /// Returns host and port.
    pub fn authority(&self) -> String {
        self.0.authority().to_owned()
    }

    /// Returns the URL for adding or removing a fan.
    pub fn vip(&self, account: &AccountId, fan: &FanId) -> String {
        self.call(&[account.as_str(), "chats", fan.as_str(), "vip"], &[]).into()
    }

    /// Returns the URL of a call. Each segment is percent-encoded, so it can't change the rest of the path.
    pub(crate) fn call(&self, parts: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_never_travels_readable() {
        for good in [
            ApiUrl::REAL,
            "https://v1.apifansly.com/api/fansly/",
            "http://127.0.0.1:4000/api/fansly",
            "http://localhost:1",
            "http://[::1]:9/x",
            "https://localhost:4443/api/fansly",
        ] {
            assert!(ApiUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://v1.apifansly.com",
            "http://127.0.0.1.example.com",
            "ftp://127.0.0.1",
            "file:///etc",
            "",
            "x",
            "https://me:secret@v1.apifansly.com",
            "http://localhost.example.com",
            // Hosts that look like the real one, and the real one in another place.
            "https://v1.apifansly.co/api/fansly",
            "https://v1.apifansly.com.example.com/api/fansly",
            "https://example.com/v1.apifansly.com/api/fansly",
            "https://v1.apifansly.com:8443/api/fansly",
            "https://v1.apifansly.com/other",
            "https://192.168.0.2/api/fansly",
        ] {
            assert!(ApiUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn another_address_has_a_name_of_its_own_that_can_name_a_file() {
        let elsewhere = |text: &str| ApiUrl::elsewhere(&ApiUrl::parse(text));
        assert_eq!(elsewhere(ApiUrl::REAL), None);
        for (address, name) in [
            ("http://127.0.0.1:4000/api/fansly", "127.0.0.1:4000"),
            ("http://127.0.0.1:4001/api/fansly", "127.0.0.1:4001"),
            ("http://localhost", "localhost:80"),
            ("https://localhost", "localhost:443"),
            ("http://[::1]:9/x", "--1:9"),
            ("https://v1.apifansly.co/api/fansly", "no-address"),
        ] {
            assert_eq!(elsewhere(address).as_deref(), Some(name), "{address}");
        }
    }

    #[test]
    fn a_part_cannot_leave_its_place_in_the_path() {
        let api = ApiUrl::parse("http://127.0.0.1:4000/api/fansly/").unwrap();
        let url = api.call(&["../x?y#z/%2e", "chats", "..", "vip"], &[("cursor", "a&b=c")]);
        assert_eq!(url.path(), "/api/fansly/..%2Fx%3Fy%23z%2F%252e/chats/vip");
        assert_eq!(url.query(), Some("cursor=a%26b%3Dc"));
    }
}
