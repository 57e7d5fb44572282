//! Who is meant: what somebody typed where a fan belongs, an id or a name. Nothing is looked up here.

mod link;
mod typed;
mod username;

pub use typed::{NoOne, Typed, understand};
pub use username::Username;
