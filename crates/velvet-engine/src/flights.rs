use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use velvet_model::ids::{AccountId, FanId};
use velvet_model::{ErrorCode, Failure, Mode};

/// What is on its way now: one flight for each fan of an account. Clones are the same.
#[derive(Clone, Default)]
pub struct Flights {
    airport: Arc<Mutex<Airport>>,
    /// How much is being done that the app should not end in the middle of.
    busy: watch::Sender<usize>,
}

#[derive(Default)]
struct Airport {
    open: HashMap<Flight, CancellationToken>,
    closed: bool,
}

/// A fan of an account, in one mode.
pub type Flight = (Mode, AccountId, FanId);

impl Flights {
    /// Begins a flight. It ends when the guard is dropped.
    ///
    /// # Errors
    /// `already_sending`, also while nothing may begin.
    pub fn takes_off(&self, flight: Flight) -> Result<InFlight, Failure> {
        let mut airport = lock(&self.airport);
        if airport.closed || airport.open.contains_key(&flight) {
            return Err(Failure::new(ErrorCode::AlreadySending));
        }
        let stop = CancellationToken::new();
        airport.open.insert(flight.clone(), stop.clone());
        Ok(InFlight { airport: self.airport.clone(), flight, stop, _busy: self.busy() })
    }

    /// Work that the app should not end in the middle of, until the guard is dropped.
    pub fn busy(&self) -> Busy {
        self.busy.send_modify(|count| *count += 1);
        Busy(self.busy.clone())
    }

    /// Stops a flight, if it waits. One that is being sent comes to its own end.
    pub fn stop(&self, flight: &Flight) {
        if let Some(stop) = lock(&self.airport).open.get(flight) {
            stop.cancel();
        }
    }

    /// Stops everything that waits.
    pub fn stop_all(&self) {
        lock(&self.airport).open.values().for_each(CancellationToken::cancel);
    }

    /// Lets nothing begin any more, until the guard is dropped.
    pub fn close(&self) -> Closed {
        lock(&self.airport).closed = true;
        Closed(self.airport.clone())
    }

    /// Whether a fan is on its way, or waits for it.
    pub fn any(&self) -> bool {
        !lock(&self.airport).open.is_empty()
    }

    /// Resolves when nothing is being done.
    pub async fn none(&self) {
        // The sender lives as long as this does, so waiting cannot fail.
        let _ = self.busy.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// A flight on its way.
pub struct InFlight {
    airport: Arc<Mutex<Airport>>,
    flight: Flight,
    /// Ends its waits.
    pub stop: CancellationToken,
    _busy: Busy,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        lock(&self.airport).open.remove(&self.flight);
    }
}

/// While one is there, the app is busy.
pub struct Busy(watch::Sender<usize>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// While it is there, nothing begins.
pub struct Closed(Arc<Mutex<Airport>>);

impl Drop for Closed {
    fn drop(&mut self) {
        lock(&self.0).closed = false;
    }
}

fn lock(airport: &Mutex<Airport>) -> MutexGuard<'_, Airport> {
    airport.lock().unwrap_or_else(PoisonError::into_inner)
}
