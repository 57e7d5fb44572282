//! `WKWebView` tells it to Tauri's builder.

use tauri::{Builder, Manager, Runtime, WebviewWindow};

/// Loads the page again whenever its process ends.
pub fn prepare<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.on_web_content_process_terminate(|webview| super::revive(webview.app_handle(), "terminated"))
}

/// Nothing more to do once the window is there.
#[allow(clippy::unnecessary_wraps)] // On Linux it can fail.
pub fn watch<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
