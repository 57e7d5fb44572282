//! IDs are text from paste to wire to export. They are never stored in a float or an integer.

mod account;
mod fan;
mod normalize;
mod structure;

pub use account::AccountId;
pub use fan::{FanId, FanIdError};
pub use normalize::{ascii_digits, is_invisible, trim_noise};
pub use structure::{IdDoubt, IdLimits, IdParts};
