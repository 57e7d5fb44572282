//! The tests of the whole core, in one program: linking one for each subject would take longer than running them.
#![allow(clippy::unwrap_used)] // The lint exempts only #[test] functions.

mod adds;
mod batch_model;
mod batch_runs;
mod batches;
mod bindings;
mod certificates;
mod common;
mod faults;
mod keys;
mod ledger;
mod lists;
mod log;
mod log_acts;
mod log_files;
mod odd_paths;
mod odd_service;
mod open_list;
mod pace;
mod people;
mod practice;
mod preferences;
mod private_unix;
mod probe;
mod proxies;
mod reads;
mod report;
mod restarts;
mod updates;
mod waits;
