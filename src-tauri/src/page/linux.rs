//! `WebKitGTK` reports the end of the page's process by a signal.

use tauri::{Builder, Manager, Runtime, WebviewWindow};
use webkit2gtk::WebViewExt;

/// Always `true`: the app is linked with `WebKitGTK`.
pub fn is_installed() -> bool {
    true
}

/// Needs nothing before the window exists.
pub fn prepare<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}

/// Reloads the window's page whenever its process ends.
pub fn watch<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    window.with_webview(move |view| {
        view.inner().connect_web_process_terminated(move |_, reason| {
            super::revive(&app, &format!("{reason:?}"));
        });
    })
}
