use url::Url;

use super::FanInputError;
use crate::sanitize::line;

/// First path segments that are pages of the site and not usernames.
///
/// `post` was seen in public client code. The others are typical for such sites (a guess). If one is missing here, the
/// only cost is a lookup that finds nobody.
const PAGES: [&str; 16] = [
    "account",
    "explore",
    "home",
    "legal",
    "lists",
    "login",
    "messages",
    "notifications",
    "post",
    "posts",
    "r",
    "register",
    "search",
    "settings",
    "subscriptions",
    "vault",
];

/// Maximum length of a host that is quoted back, in characters.
const ECHO: usize = 60;

/// Returns the name in a link to a profile, or `None` if the text is not a link.
pub(super) fn name_in(text: &str) -> Option<Result<String, FanInputError>> {
    Some(address(text)?.and_then(|url| of_profile(&url)))
}

/// Parses the text as a URL, with or without a scheme.
fn address(text: &str) -> Option<Result<Url, FanInputError>> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else if let Some(rest) = text.strip_prefix("//") {
        format!("https://{rest}")
    } else {
        let host = text.split(['/', '?', '#']).next().unwrap_or_default();
        // `jamie.fox` may be a name. It is a link if something follows it, or if it is the site itself.
        let alone = host.len() == text.len() && !is_the_site(&host.to_lowercase());
        if alone || host.starts_with('@') || !host.contains('.') {
            return None;
        }
        format!("https://{text}")
    };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let blank = text.contains(char::is_whitespace);
    Some(url.filter(|_| !blank).ok_or_else(|| FanInputError::not_a_name(text)))
}

fn of_profile(url: &Url) -> Result<String, FanInputError> {
    let host = url.host_str().unwrap_or_default();
    if !is_the_site(host) || url.port().is_some() {
        return Err(FanInputError::OtherSite(line(host, ECHO)));
    }
    let mut parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    let name = match parts.next() {
        // `fansly.com/live/NAME` also leads to a profile (seen in public client code).
        Some("live") => parts.next(),
        Some(page) if PAGES.contains(&page.to_ascii_lowercase().as_str()) => None,
        name => name,
    };
    name.map(|name| name.trim_start_matches('@').to_owned()).ok_or(FanInputError::NoProfile)
}

fn is_the_site(host: &str) -> bool {
    matches!(host, "fansly.com" | "www.fansly.com")
}
