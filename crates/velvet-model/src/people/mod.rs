//! Interprets what a user enters in a fan field. Does no I/O and keeps no state.

mod fan_input;
mod fan_input_error;
mod link;
mod several;
mod username;

pub use fan_input::{FanInput, understand};
pub use fan_input_error::FanInputError;
pub use several::several_in_line;
pub use username::Username;
