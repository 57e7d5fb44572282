//! The log: what is found in it, in which order, and what can be done about what was chosen, against a model that reads
//! everything and thinks plainly.
#![allow(clippy::unwrap_used)]

mod book;
#[path = "../common/claims.rs"]
mod claims;
mod find;
mod offer;
mod places;
