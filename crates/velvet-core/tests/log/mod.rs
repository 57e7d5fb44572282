//! Compares the log's search results, their order, and the offers for selections with a model that reads all rows.

mod book;
mod copy;
mod find;
mod offer;
mod places;
