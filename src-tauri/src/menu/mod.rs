//! The system's menu bar. The window describes it, because commands and texts are there.

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(not(target_os = "macos"), path = "linux_and_windows.rs")]
mod system;

pub use system::{listen, show};
