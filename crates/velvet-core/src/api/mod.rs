//! The service: the only HTTP client, and the judgement of what it answers. Facts and their sources: API.md.

mod accounts;
mod chats;
mod client;
mod fan;
mod followers;
mod judge;
mod me;
pub mod pace;
mod probe;
mod profile;
mod proxy;
mod reply;
mod subscribers;
mod supporters;
mod url;
mod vips;
mod walk;

pub use accounts::ListedAccount;
pub use client::{Api, NoClient, TimeLimits};
pub use fan::Fan;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use judge::judge_bytes;
pub use judge::{Reason, Verdict};
pub use me::Session;
pub use pace::{Tempo, Turn, Wait, WaitCause};
pub use probe::RawReply;
pub use proxy::Proxy;
pub use subscribers::{Standing, Subscriber, SubscriberStatus};
pub use supporters::{Period, Supporters};
pub use url::ApiUrl;
pub use vips::Sighting;
pub use walk::{Doubt, End, OnPage, PageRead, Reading};
