//! Lists of people, as the service has them: who is VIP, who subscribes, follows or supports; and who is called so.
//!
//! The VIP list is kept in the ledger, with what the app did since. The others are kept while the app runs: they are
//! read to choose from, and what they said last month is nobody's business.

mod export;
mod found;
mod fresh;
mod halves;
mod list_names;
mod look_up;
mod read;
mod read_lists;
mod read_vips;
mod rules;
mod shelf;
mod start;
mod view;
mod work;

pub use export::TakenPeople;
pub(super) use list_names::names_offered;
pub(super) use shelf::Shelf;
pub(super) use start::label;
