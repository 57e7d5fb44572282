//! Who is meant by what somebody typed where a fan belongs. Nothing is asked or kept here.

mod link;
mod no_one;
mod typed;
mod username;

pub use no_one::NoOne;
pub use typed::{Typed, understand};
pub use username::Username;
