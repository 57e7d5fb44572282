//! Compares the log's search results, their order, and the offers for selections with a model that reads all rows.
#![allow(clippy::unwrap_used)]

mod book;
#[path = "../common/claims.rs"]
mod claims;
mod copy;
mod find;
mod offer;
mod places;
