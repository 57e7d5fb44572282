//! Ids are text, from paste to wire to export: no float and no integer ever holds one.

mod account;
mod clean;
mod fan;

pub use account::AccountId;
pub use clean::{is_invisible, tidy};
pub use fan::FanId;
