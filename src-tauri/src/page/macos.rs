//! `WKWebView` reports the end of the page's process to Tauri's builder.

use tauri::{Builder, Manager, Runtime, WebviewWindow};

/// Always `true`: the web view is a part of macOS.
pub fn is_installed() -> bool {
    true
}

/// Reloads the page whenever its process ends.
pub fn prepare<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.on_web_content_process_terminate(|webview| super::revive(webview.app_handle(), "terminated"))
}

/// Does nothing: the builder already watches the page.
#[allow(clippy::unnecessary_wraps)] // It can fail on Linux.
pub fn watch<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
