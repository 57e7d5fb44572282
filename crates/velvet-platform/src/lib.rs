//! What the operating system gives: a clock, private files, and the points at which a test ends the process.

pub mod clock;
pub mod failpoint;
pub mod files;

/// Runs work that waits for the disk. Other work of the runtime goes on meanwhile, so it must have several threads.
pub fn blocking<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}
