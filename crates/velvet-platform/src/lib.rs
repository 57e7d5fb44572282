//! What the operating system gives: a clock, private files, and the points at which a test ends the process.

pub mod clock;
pub mod files;
pub mod moments;

/// Runs work that waits for the disk. Other work of the runtime goes on meanwhile, so it must have several threads.
pub fn on_disk<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}
