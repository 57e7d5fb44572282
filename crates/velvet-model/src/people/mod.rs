//! Who is meant by what somebody typed where a fan belongs. Nothing is asked or kept here.

mod fan_input;
mod fan_input_error;
mod link;
mod username;

pub use fan_input::{FanInput, understand};
pub use fan_input_error::FanInputError;
pub use username::Username;
