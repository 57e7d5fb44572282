//! Prepares the environment for the system's displays before a window opens.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "windows_and_macos.rs")]
mod system;

pub use system::{is_there, prepare, report};
