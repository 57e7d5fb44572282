//! Operating system services: the clock, private files, and the fail points where a test ends the process.

pub mod clock;
pub mod failpoint;
pub mod files;

/// Runs work that waits for the disk. Needs a multi-threaded runtime, so that other tasks continue meanwhile.
pub fn blocking<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}
