//! On Windows, the window itself receives the request.

use tauri::{AppHandle, Runtime};

/// Does nothing.
pub fn listen<R: Runtime>(_: &AppHandle<R>) {}
