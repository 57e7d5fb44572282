//! `WebView2` reports the end of the page's process only through a call that needs unsafe Rust (`ProcessFailed`), so
//! the page is polled. After its process ended, `WebView2` shows an error page of its own there, or nothing that
//! answers.

use std::time::Duration;

use tauri::{Builder, Manager, Runtime, WebviewWindow, async_runtime::spawn};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

const EVERY: Duration = Duration::from_secs(5);

/// The number of unanswered polls after which the page counts as dead. A busy page answers in between.
const UNANSWERED: u32 = 4;

/// Whether Microsoft Edge `WebView2` is installed. Windows 11 has it, and the installer adds it to Windows 10, but other
/// programs can remove it.
pub fn is_installed() -> bool {
    tauri::webview_version().is_ok()
}

/// Needs nothing before the window exists.
pub fn prepare<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}

/// Reloads the window's page when polling finds it gone.
#[allow(clippy::unnecessary_wraps)] // It can fail on Linux.
pub fn watch<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let window = window.clone();
    spawn(async move {
        // Polls count only after the page has answered once.
        let (mut seen, mut unanswered) = (false, 0);
        loop {
            sleep(EVERY).await;
            if window.app_handle().get_webview_window(window.label()).is_none() {
                return;
            }
            // The web view sleeps while it is invisible.
            if !window.is_visible().unwrap_or(false) || window.is_minimized().unwrap_or(true) {
                unanswered = 0;
                continue;
            }
            match address(&window).await {
                Some(address) if address.contains("://tauri.localhost") => (seen, unanswered) = (true, 0),
                Some(_) => unanswered = UNANSWERED,
                None => unanswered += 1,
            }
            if seen && unanswered >= UNANSWERED {
                (seen, unanswered) = (false, 0);
                super::revive(window.app_handle(), "found gone");
            }
        }
    });
    Ok(())
}

/// Returns the URL of the page shown, if it answers.
async fn address<R: Runtime>(window: &WebviewWindow<R>) -> Option<String> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let asked = window.eval_with_callback("location.href", move |address| {
        let _ = tell.send(address);
    });
    asked.ok()?;
    timeout(EVERY, told.recv()).await.ok()?
}
