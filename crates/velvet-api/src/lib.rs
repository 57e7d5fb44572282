//! The calls to apifansly.com: the only HTTP client, and the judgment of its responses. `docs/API.md` has the facts and
//! their sources.

mod accounts;
mod chats;
mod client;
mod fan;
mod followers;
mod judge;
mod key;
mod me;
pub mod pace;
mod probe;
mod profile;
mod proxy;
mod reply;
mod subscribers;
mod supporters;
mod understood;
mod url;
mod vip_filter;
mod vips;
mod walk;

pub use client::{Api, NoClient, TimeLimits};
#[cfg(any(test, feature = "fuzzing"))]
pub use judge::judge_bytes;
pub use judge::{Reason, Verdict};
pub use key::ApiKey;
pub use me::Session;
pub use pace::{Tempo, Turn, Wait, WaitCause};
pub use probe::RawReply;
pub use proxy::Proxy;
pub use subscribers::{Standing, Subscriber, SubscriberStatus};
pub use supporters::{Period, Supporters};
pub use url::ApiUrl;
pub use velvet_model::{Fan, ListedAccount};
pub use vips::Sighting;
pub use walk::{Doubt, End, OnPage, PageRead, Reading};
