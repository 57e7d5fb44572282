//! Who is meant by what somebody typed where a fan belongs. Nothing is asked or kept here.

mod link;
mod typed;
mod username;

pub use typed::{NoOne, Typed, understand};
pub use username::Username;
