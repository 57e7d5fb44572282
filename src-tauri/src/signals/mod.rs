//! The system's wish that the app ends, where it comes as a signal.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

pub use system::listen;
