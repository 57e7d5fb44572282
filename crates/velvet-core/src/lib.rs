//! Everything Velvet Rope knows: ids, the service's replies, batches, the ledger. It knows no window, no keychain,
//! and chooses neither clock nor network: they are handed in.

pub mod api;
pub mod app;
pub mod batch;
pub mod clock;
pub mod export;
pub mod files;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
pub mod ids;
pub mod import;
pub mod key;
pub mod ledger;
mod line;
pub mod log;
pub mod moments;
pub mod people;
mod recent;
pub mod view;
mod words;

/// Runs work that waits for the disk. Other work of the runtime goes on meanwhile, so it must have several threads.
fn on_disk<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}
