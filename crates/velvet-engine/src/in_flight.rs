use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::EngineError;
use velvet_model::Mode;
use velvet_model::ids::{AccountId, FanId};

/// What is on its way now: one flight for each fan of an account. Clones are the same.
#[derive(Clone, Default)]
pub struct InFlightRegistry {
    state: Arc<Mutex<State>>,
    /// How much is being done that the app should not end in the middle of.
    busy: watch::Sender<usize>,
}

#[derive(Default)]
struct State {
    open: HashMap<InFlightKey, CancellationToken>,
    closed: bool,
}

/// A fan of an account, in one mode.
pub type InFlightKey = (Mode, AccountId, FanId);

impl InFlightRegistry {
    /// Puts a fan in flight, until every clone of the guard is dropped.
    ///
    /// # Errors
    /// `already_sending`, also while the intake is closed.
    pub fn begin(&self, key: InFlightKey) -> Result<InFlight, EngineError> {
        let mut state = lock(&self.state);
        if state.closed || state.open.contains_key(&key) {
            return Err(EngineError::AlreadySending);
        }
        let stop = CancellationToken::new();
        state.open.insert(key.clone(), stop.clone());
        Ok(InFlight(Arc::new(Guard { state: self.state.clone(), key, stop, _busy: self.busy() })))
    }

    /// Work that the app should not end in the middle of, until the guard is dropped.
    pub fn busy(&self) -> BusyGuard {
        self.busy.send_modify(|count| *count += 1);
        BusyGuard(self.busy.clone())
    }

    /// Stops a flight, if it waits. One that is being sent comes to its own end.
    pub fn stop(&self, key: &InFlightKey) {
        if let Some(stop) = lock(&self.state).open.get(key) {
            stop.cancel();
        }
    }

    /// Stops everything that waits.
    pub fn stop_all(&self) {
        lock(&self.state).open.values().for_each(CancellationToken::cancel);
    }

    /// Lets nothing begin any more, until the guard is dropped.
    pub fn close(&self) -> IntakeClosedGuard {
        lock(&self.state).closed = true;
        IntakeClosedGuard(self.state.clone())
    }

    /// Whether a fan is on its way, or waits for it.
    pub fn any(&self) -> bool {
        !lock(&self.state).open.is_empty()
    }

    /// Resolves when nothing is being done.
    pub async fn none(&self) {
        // The sender lives as long as this does, so waiting cannot fail.
        let _ = self.busy.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// A fan who is in flight until the last clone is dropped.
#[derive(Clone)]
pub struct InFlight(Arc<Guard>);

impl InFlight {
    /// Resolves when somebody [asks to stop](InFlightRegistry::stop) what waits for this fan.
    pub async fn stopped(&self) {
        self.0.stop.cancelled().await;
    }

    /// Whether somebody asked to stop what waits for this fan.
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

/// While one is there, the app is busy.
pub struct BusyGuard(watch::Sender<usize>);

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// While it is there, nothing begins.
pub struct IntakeClosedGuard(Arc<Mutex<State>>);

impl Drop for IntakeClosedGuard {
    fn drop(&mut self) {
        lock(&self.0).closed = false;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
