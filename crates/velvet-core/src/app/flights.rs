use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    ids::{AccountId, FanId},
    view::{ErrorCode, Failure, Mode},
};

/// What is on its way now: one flight for each fan of an account.
#[derive(Default)]
pub(super) struct Flights {
    open: Mutex<HashMap<Flight, CancellationToken>>,
    count: watch::Sender<usize>,
}

/// A fan of an account, in one mode.
pub(super) type Flight = (Mode, AccountId, FanId);

impl Flights {
    fn lock(&self) -> MutexGuard<'_, HashMap<Flight, CancellationToken>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a flight, with what stops it while it waits.
    ///
    /// # Errors
    /// `already_sending`.
    pub(super) fn takes_off(&self, flight: &Flight) -> Result<CancellationToken, Failure> {
        let mut open = self.lock();
        if open.contains_key(flight) {
            return Err(Failure::new(ErrorCode::AlreadySending));
        }
        let stop = CancellationToken::new();
        open.insert(flight.clone(), stop.clone());
        Ok(stop)
    }

    /// Work that the app should not end in the middle of, until the guard is dropped.
    pub(super) fn busy(&self) -> Busy {
        self.count.send_modify(|count| *count += 1);
        Busy(self.count.clone())
    }

    /// Ends a flight.
    pub(super) fn lands(&self, flight: &Flight) {
        self.lock().remove(flight);
    }

    /// Stops a flight, if it waits. One that is being sent comes to its own end.
    pub(super) fn stop(&self, flight: &Flight) {
        if let Some(stop) = self.lock().get(flight) {
            stop.cancel();
        }
    }

    /// Resolves when nothing is being done.
    pub(super) async fn none(&self) {
        // The sender lives as long as this does, so waiting cannot fail.
        let _ = self.count.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// While one is there, the app is busy.
pub(super) struct Busy(watch::Sender<usize>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
