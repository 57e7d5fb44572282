//! `WebView2` tells it only through calls that are not safe in Rust (`ProcessFailed`), so the page is looked at now and then:
//! when its process ends, `WebView2` shows a page of its own in that place, or none that answers.

use std::time::Duration;

use tauri::{Builder, Manager, Runtime, WebviewWindow, async_runtime::spawn};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

const EVERY: Duration = Duration::from_secs(5);

/// After so many looks without an answer the page is taken for dead. One that is only busy answers in between.
const UNANSWERED: u32 = 4;

/// Nothing to ask for ahead of the window.
pub fn prepare<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}

/// Loads the window's page again when it is found to be gone.
#[allow(clippy::unnecessary_wraps)] // On Linux it can fail.
pub fn watch<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let window = window.clone();
    spawn(async move {
        // The page is not judged before it was there for the first time.
        let (mut seen, mut unanswered) = (false, 0);
        loop {
            sleep(EVERY).await;
            if window.app_handle().get_webview_window(window.label()).is_none() {
                return;
            }
            // The web view sleeps while nobody can see it.
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

/// What page is there, if one answers.
async fn address<R: Runtime>(window: &WebviewWindow<R>) -> Option<String> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let asked = window.eval_with_callback("location.href", move |address| {
        let _ = tell.send(address);
    });
    asked.ok()?;
    timeout(EVERY, told.recv()).await.ok()?
}
