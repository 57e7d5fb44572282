use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::EngineError;
use velvet_model::Mode;
use velvet_model::ids::{AccountId, FanId};

/// A registry of the requests in flight: at most one per fan of an account. Clones share their state.
#[derive(Clone, Default)]
pub struct InFlightRegistry {
    state: Arc<Mutex<State>>,
    /// Number of pieces of work that the app should not interrupt when it closes.
    busy: watch::Sender<usize>,
}

#[derive(Default)]
struct State {
    open: HashMap<InFlightKey, CancellationToken>,
    closed: bool,
}

/// The key of a request: the mode, the account, and the fan.
pub type InFlightKey = (Mode, AccountId, FanId);

impl InFlightRegistry {
    /// Registers a fan as in flight until every clone of the guard is dropped.
    ///
    /// # Errors
    /// [`EngineError::AlreadySending`] if the fan is in flight, or while the registry is closed.
    pub fn begin(&self, key: InFlightKey) -> Result<InFlight, EngineError> {
        let mut state = lock(&self.state);
        if state.closed || state.open.contains_key(&key) {
            return Err(EngineError::AlreadySending);
        }
        let stop = CancellationToken::new();
        state.open.insert(key.clone(), stop.clone());
        Ok(InFlight(Arc::new(Guard { state: self.state.clone(), key, stop, _busy: self.busy() })))
    }

    /// Registers work that the app should not interrupt, until the guard is dropped.
    pub fn busy(&self) -> BusyGuard {
        self.busy.send_modify(|count| *count += 1);
        BusyGuard(self.busy.clone())
    }

    /// Cancels the request for a fan if it still waits. A request that was sent is not affected.
    pub fn stop(&self, key: &InFlightKey) {
        if let Some(stop) = lock(&self.state).open.get(key) {
            stop.cancel();
        }
    }

    /// Cancels every request that still waits.
    pub fn stop_all(&self) {
        lock(&self.state).open.values().for_each(CancellationToken::cancel);
    }

    /// Refuses new requests until the guard is dropped.
    pub fn close(&self) -> IntakeClosedGuard {
        lock(&self.state).closed = true;
        IntakeClosedGuard(self.state.clone())
    }

    /// Returns whether any fan is in flight or waits to be.
    pub fn any(&self) -> bool {
        !lock(&self.state).open.is_empty()
    }

    /// Resolves when no work is left.
    pub async fn none(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.busy.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// A guard of a fan in flight. The fan stays in flight until the last clone is dropped.
#[derive(Clone)]
pub struct InFlight(Arc<Guard>);

impl InFlight {
    /// Resolves when the request was [canceled](InFlightRegistry::stop).
    pub async fn stopped(&self) {
        self.0.stop.cancelled().await;
    }

    /// Returns whether the request was canceled.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.is_cancelled()
    }
}

struct Guard {
    state: Arc<Mutex<State>>,
    key: InFlightKey,
    stop: CancellationToken,
    _busy: BusyGuard,
}

impl Drop for Guard {
    fn drop(&mut self) {
        lock(&self.state).open.remove(&self.key);
    }
}

/// A guard that keeps the app busy.
pub struct BusyGuard(watch::Sender<usize>);

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// A guard that keeps the registry closed.
pub struct IntakeClosedGuard(Arc<Mutex<State>>);

impl Drop for IntakeClosedGuard {
    fn drop(&mut self) {
        lock(&self.0).closed = false;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
