//! Whether a proxy is set up on this computer, and whether requests will go through it.
//!
//! reqwest takes what it understands and goes past the rest without a word. Whoever set up a proxy may have done it to
//! hide their address, so what is set up and not understood is found here.

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
#[cfg(windows)]
use windows as system;

use self::excepted::is_excepted;
use super::ApiUrl;

/// The proxy of this computer. Never its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    /// There is none, or none for this address.
    None,
    /// Environment variables name it (`HTTPS_PROXY`, `ALL_PROXY`).
    Environment,
    /// The system's settings name it.
    System,
    /// One is set up in a way that cannot be used: an address that is none, a script, a setting that is not read.
    Unusable,
}

impl Proxy {
    /// The proxy for the service at `url`. Asks the system, which may take a moment.
    pub fn found(url: &ApiUrl) -> Self {
        let Ok(target) = url.call(&[], &[]).as_str().parse::<Uri>() else { return Self::None };
        // As hyper-util reads them: the first of each pair that is set, whatever is in it.
        let set = |names: [&str; 2]| names.into_iter().find_map(env::var_os).unwrap_or_default();
        let named = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]].map(set);
        let excepted = is_excepted(&set(["NO_PROXY", "no_proxy"]).to_string_lossy(), &target);
        if url.is_loopback() || excepted {
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

    /// In a word, for the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Environment => "environment",
            Self::System => "system",
            Self::Unusable => "unusable",
        }
    }
}
