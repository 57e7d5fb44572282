//! Detects whether a proxy is set up on this computer, and whether requests will use it.
//!
//! reqwest uses the settings it understands and silently ignores the rest. Users may rely on a proxy to hide their
//! address, so this module finds settings that reqwest would ignore.

mod excepted;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

use std::env;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
use url::{Host, Url};
#[cfg(windows)]
use windows as system;

use self::excepted::is_excepted;

/// The proxy of this computer, without its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    /// No proxy, or none for this URL.
    None,
    /// A proxy from environment variables (`HTTPS_PROXY`, `ALL_PROXY`).
    Environment,
    /// A proxy from the system settings.
    System,
    /// A proxy that the app cannot use: an invalid address, a script, or an unsupported setting.
    Unusable,
}

impl Proxy {
    /// Finds the proxy for `url`. An address on this computer has none. Queries the system, which may take a moment.
    pub fn found(url: &Url) -> Self {
        let Ok(target) = url.as_str().parse::<Uri>() else { return Self::None };
        // hyper-util takes the first variable of each pair that is set, even if it is empty.
        let set = |names: [&str; 2]| names.into_iter().find_map(env::var_os).unwrap_or_default();
        let named = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]].map(set);
        let excepted = is_excepted(&set(["NO_PROXY", "no_proxy"]).to_string_lossy(), &target);
        if is_loopback(url) || excepted {
            Self::None
        } else if Matcher::from_env().intercept(&target).is_some() {
            Self::Environment
        } else if named.iter().any(|value| !value.is_empty()) {
            Self::Unusable
        } else if Matcher::from_system().intercept(&target).is_some() {
            Self::System
        } else if system::is_set_up(&target) {
            Self::Unusable
        } else {
            Self::None
        }
    }

    /// Returns a short name for the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Environment => "environment",
            Self::System => "system",
            Self::Unusable => "unusable",
        }
    }
}

/// Returns whether a URL leads to this computer. No proxy is used for one.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
