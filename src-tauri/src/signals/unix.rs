//! `SIGTERM` (logout, shutdown, `kill`), `SIGINT` (Ctrl+C), and `SIGHUP` (the terminal was closed).

use futures::future::select_all;
use tauri::{AppHandle, Runtime, async_runtime::spawn};
use tokio::signal::unix::{SignalKind, signal};

use crate::shutdown;

/// Ends the app when one of these signals arrives.
pub fn listen<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    spawn(async move {
        let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
        let mut signals: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
        if signals.is_empty() {
            return;
        }
        select_all(signals.iter_mut().map(|signal| Box::pin(signal.recv()))).await;
        tracing::info!("asked to end by a signal");
        shutdown::end(&app).await;
    });
}
