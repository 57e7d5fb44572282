//! One app at a time: a second start brings the window of the first one forward. The ledger's own lock sees to it that
//! two never share a ledger.

#[cfg_attr(any(target_os = "linux", windows), path = "linux_and_windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

pub use system::instance;
