//! Handles SIGINT and SIGTERM: the first pauses, the second exits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use velvet_core::engine::Control;

/// Turns signals into controls, from now on. The returned flag is for work that cannot wait for a control.
pub fn heed(control: watch::Sender<Control>) -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = stopped.clone();
    tokio::spawn(async move {
        one().await;
        flag.store(true, Ordering::Relaxed);
        control.send_replace(Control::Pause);
        eprintln!(
            "headless: Pausing. Waiting for the requests already sent; send the signal again to quit now."
        );
        one().await;
        // The ledger is consistent at any time, and the next start checks the requests in flight.
        std::process::exit(4);
    });
    stopped
}

#[cfg(unix)]
async fn one() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn one() {
    let _ = tokio::signal::ctrl_c().await;
}
