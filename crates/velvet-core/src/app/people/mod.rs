//! Lists of people, as the server has them: VIPs, subscribers, followers, supporters, and fans with a chat. Also looks up names.
//!
//! The VIP list is kept in the ledger, with what the app did since. The others are only kept while the app runs, for
//! privacy: they serve to select people, and old ones are nobody's business.

mod cache;
mod export;
mod find;
mod find_fans;
mod look_up;
mod partial_read;
mod read;
mod read_lists;
mod read_vips;
mod record;
mod saved_views;
mod service;
mod staleness;
mod start;
mod view;
mod work;

pub(super) use cache::PeopleCache;
pub use export::PeopleExportCursor;
pub(super) use look_up::{PATIENCE_IN_A_LIST, most_credits, sought, still_good_in_a_list};
pub use service::People;
pub(super) use start::label;
