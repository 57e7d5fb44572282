//! SIGINT and SIGTERM: once pauses, twice ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use velvet_core::batch::Control;

/// Turns signals into an order, from now on. The flag is for work that cannot wait for an order.
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
        // The ledger stands whatever happens; what is on its way is looked at by the next start.
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
