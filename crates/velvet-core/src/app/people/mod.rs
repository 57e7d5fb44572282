//! Lists of people, as the service has them: who is VIP, who subscribes, follows or supports; and who is called so.
//!
//! The VIP list is kept in the ledger, with what the app did since. The others are kept while the app runs: they are
//! read to choose from, and what they said last month is nobody's business.

mod cache;
mod export;
mod find;
mod list_names;
mod look_up;
mod partial_read;
mod read;
mod read_lists;
mod read_vips;
mod saved_views;
mod staleness;
mod start;
mod view;
mod work;

pub(super) use cache::PeopleCache;
pub use export::PeopleExportCursor;
pub(super) use list_names::names_offered;
pub(super) use start::label;
