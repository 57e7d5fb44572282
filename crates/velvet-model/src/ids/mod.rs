//! Ids are text, from paste to wire to export: no float and no integer ever holds one.

mod account;
mod fan;
mod normalize;

pub use account::AccountId;
pub use fan::FanId;
pub use normalize::{is_invisible, trim_noise};
