//! The engine against the practice service: how batches run, pause, stop and end.

#[path = "../common/mod.rs"]
mod common;

mod orders;
mod sends;
mod trouble;
mod unclear;
mod undo;
