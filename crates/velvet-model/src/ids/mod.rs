//! IDs are text from paste to wire to export. They are never stored in a float or an integer; an integer is only
//! computed to read the parts of an ID.

mod account;
mod fan;
mod normalize;
mod structure;

pub use account::AccountId;
pub use fan::{FanId, FanIdError};
pub use normalize::{ascii_digits, is_invisible, trim_noise};
pub use structure::{IdDoubt, IdLimits, IdParts, created_ms};
