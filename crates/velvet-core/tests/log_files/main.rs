//! The log as files: taken along, saved, brought back, trimmed, upgraded. Nothing is changed on the way, and no file is
//! ever half of one.
#![allow(clippy::unwrap_used)] // The lint does not see that helpers of tests are tests.

#[path = "../common/mod.rs"]
mod common;

mod backup;
mod book;
mod cells;
mod export;
mod formulas;
mod hostile;
mod restore;
mod trim;
mod upgrade;
mod wal;
