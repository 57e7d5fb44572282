//! Calls to apifansly.com: the only HTTP client with the key, and the judgment of the replies.
//!
//! `docs/API.md` has the facts and their sources.

mod accounts;
mod chats;
mod client;
mod fan;
mod followers;
mod judge;
mod key;
mod me;
mod pagination;
mod probe;
mod profile;
pub mod rate_limit;
mod reply;
mod subscribers;
mod supporters;
mod understood;
mod url;
mod vip_filter;
mod vips;

pub use client::{Api, ClientError, TimeLimits};
#[cfg(any(test, feature = "fuzzing"))]
pub use judge::judge_bytes;
pub use judge::{Reason, Verdict};
pub use key::{ApiKey, KeyError};
pub use me::Session;
pub use pagination::{Completeness, IncompleteReason, OnPage, PageRead, PagedRead};
pub use probe::RawReply;
pub use profile::{BY_IDS_RETURNS_FANS, IDS_PER_REQUEST};
pub use rate_limit::{Pacing, Permit, Throttle, Wait};
pub use subscribers::{Standing, Subscriber, SubscriberStatus};
pub use supporters::{Period, Supporters};
pub use url::ApiUrl;
pub use velvet_model::{Fan, ListedAccount};
pub use vips::Presence;
