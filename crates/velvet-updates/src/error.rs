use semver::Version;

use crate::releases::LARGEST_FILE;

/// Why there is no notice, or why it was refused.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// A proxy is set up that the app cannot use. Without it, the host would see the address that the proxy may be there
    /// to hide.
    #[error("a proxy is set up that cannot be used")]
    ProxyUnusable,
    /// The client could not be built.
    #[error("the HTTP client could not be built")]
    NoClient(#[source] reqwest::Error),
    /// The host could not be reached, its certificate was refused, or the connection broke.
    #[error("the host could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The host answered with this status instead of the file.
    #[error("the host answered with status {0}")]
    Status(u16),
    /// The host redirects too often, or to an address that is not encrypted.
    #[error("the host redirects too often, or to an address without encryption")]
    Redirected,
    /// The whole file had not arrived at the deadline.
    #[error("the file did not arrive in time")]
    TimedOut,
    /// The file is larger than any notice.
    #[error("the file is larger than {LARGEST_FILE} bytes")]
    TooLarge,
    /// The file, or the notice in it, does not have the documented form.
    #[error("the file is malformed")]
    Malformed(#[source] serde_json::Error),
    /// The file has no signature.
    #[error("the notice is not signed")]
    Unsigned,
    /// The signature is damaged, by another key, or of another text.
    #[error("the signature is not valid for this notice")]
    WronglySigned(#[source] minisign_verify::Error),
    /// The notice is about a version older than the one that is installed.
    #[error("the notice is about version {0}, which is older than the installed one")]
    Downgraded(Version),
    /// The notice is older than one that was accepted before.
    #[error("the notice about version {0} is older than one that was accepted before")]
    Replayed(Version),
}
