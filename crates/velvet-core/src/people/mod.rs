//! Who is meant by what somebody typed where a fan belongs, and what readings of the VIP list prove about people.
//! Nothing is asked or kept here.

mod link;
mod readings;
mod typed;
mod username;

pub(crate) use readings::Readings;
pub use typed::{NoOne, Typed, understand};
pub use username::Username;
