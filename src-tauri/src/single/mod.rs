//! One instance at a time: a second start brings the first one's window forward. Two instances never share a ledger in
//! any case, because the ledger has its own lock.

#[cfg_attr(any(target_os = "linux", windows), path = "linux_and_windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

#[cfg(all(test, windows))]
mod windows_tests;

pub use system::instance;
