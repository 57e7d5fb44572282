//! Windows tells the window itself.

use tauri::{AppHandle, Runtime};

/// Nothing to listen for.
pub fn listen<R: Runtime>(_: &AppHandle<R>) {}
