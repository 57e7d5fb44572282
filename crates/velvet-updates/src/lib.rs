//! Notices of new versions.
//!
//! A release knows the address of one public file, and the key that must have signed it. [`Releases::newest`] fetches the
//! file and verifies it, and [`Notice::standing`] compares it with the version that is installed. Nothing is installed or
//! opened here, and no other crate of the app that talks to a network is linked: the API key is out of reach.

mod error;
mod fetch;
mod notice;
mod releases;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use error::UpdateError;
pub use notice::{Notice, Severity, Standing};
pub use releases::{Releases, ReleasesError};
pub use semver::Version;
