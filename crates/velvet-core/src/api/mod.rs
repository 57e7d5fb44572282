//! The service: the only HTTP client, and the judgement of what it answers. Facts and their sources: API.md.

mod accounts;
mod client;
mod judge;
mod me;
pub mod pace;
mod reply;
mod url;
mod vips;

pub use accounts::ListedAccount;
pub use client::{Api, TimeLimits};
pub use judge::Verdict;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use judge::judge_bytes;
pub use pace::{Tempo, Turn, Wait, WaitCause};
pub use url::ApiUrl;
pub use vips::{Sighting, VipEnd};
