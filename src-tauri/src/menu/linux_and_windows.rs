//! The window shows everything itself.

use tauri::{AppHandle, Runtime};
use velvet_core::view::SystemMenu;

/// Does nothing: there is no menu bar.
#[allow(clippy::unnecessary_wraps)] // It can fail on macOS.
pub fn show<R: Runtime>(_: &AppHandle<R>, _: &[SystemMenu]) -> tauri::Result<()> {
    Ok(())
}

/// Does nothing.
pub fn listen<R: Runtime>(_: &AppHandle<R>) {}
