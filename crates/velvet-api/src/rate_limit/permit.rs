use std::{
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;

use super::{Pacing, RateLimitHeaders, RateLimiter, Reservation, Throttle, Wait};
use velvet_platform::clock::Clock;

/// The rate limiter of a key with its clock, shared by all clones of a client.
pub(crate) struct SharedRateLimiter {
    clock: Arc<dyn Clock>,
    pace: Mutex<RateLimiter>,
    /// Increases whenever a reply arrives or a slot is returned, because there may be a slot earlier than expected.
    news: watch::Sender<u64>,
    requests: AtomicU64,
    /// Called with the end of the wait whenever the server asks for one.
    told: OnceLock<ToldToWait>,
}

/// Callback with a time in milliseconds since 1970.
pub(crate) type ToldToWait = Box<dyn Fn(i64) + Send + Sync>;

impl SharedRateLimiter {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            pace: Mutex::default(),
            news: watch::Sender::default(),
            requests: AtomicU64::new(0),
            told: OnceLock::new(),
        }
    }

    /// Registers the callback. Only the first one counts.
    pub(crate) fn when_told_to_wait(&self, told: ToldToWait) {
        let _ = self.told.set(told);
    }

    pub(crate) fn wait_as_told_before(&self, wait: Duration) {
        self.with(|pace, now| pace.wait_as_told_before(wait, now));
        self.spread();
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Returns the number of requests sent.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn try_acquire(self: &Arc<Self>, tempo: Pacing) -> Result<Permit, Wait> {
        let place = self.with(|pace, now| {
            // Read under the lock, so that anything learned later increases the counter.
            pace.try_acquire(tempo, now).map_err(|wait| Wait { seen: *self.news.borrow(), ..wait })
        })?;
        Ok(Permit { gate: self.clone(), place: Some(place), left: false })
    }

    pub(crate) async fn until(&self, wait: &Wait) {
        let mut news = self.news.subscribe();
        let learnt = news.wait_for(|news| *news != wait.seen);
        if wait.why == Throttle::Probing {
            // Every request in flight ends, and that increases the counter.
            let _ = learnt.await;
            return;
        }
        tokio::select! {
            biased;
            _ = learnt => {}
            () = self.clock.sleep(wait.wait) => {}
        }
    }

    pub(crate) fn forecast(&self, tempo: Pacing, items: u64) -> Duration {
        self.with(|pace, now| pace.forecast(tempo, items, now))
    }

    /// Applies a 429 from Fansly itself, behind the API. It has no duration.
    pub(crate) fn asked_to_wait(&self) {
        let wait = self.with(|pace, now| pace.wait_as_told(None, now));
        self.tell_wait(wait);
        self.spread();
    }

    fn tell_wait(&self, wait: Duration) {
        if let Some(told) = self.told.get() {
            told(self.clock.now().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)));
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut RateLimiter, Duration) -> T) -> T {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that times never go backwards.
        work(&mut pace, self.clock.elapsed())
    }

    fn spread(&self) {
        self.news.send_modify(|news| *news = news.wrapping_add(1));
    }
}

/// A permit to send one request: a reserved slot in the plan's minute. If it is dropped unused, the slot is free again.
#[must_use = "a turn that is dropped is given back"]
pub struct Permit {
    gate: Arc<SharedRateLimiter>,
    place: Option<Reservation>,
    left: bool,
}

impl Permit {
    /// Marks the request as sent.
    pub(crate) fn leaves(&mut self) {
        self.left = true;
        if let Some(place) = &mut self.place {
            self.gate.with(|pace, now| pace.leaves(place, now));
        }
    }

    /// Records the reply.
    pub(crate) fn answered(mut self, said: &RateLimitHeaders) {
        if let Some(place) = self.place.take() {
            let wait = self.gate.with(|pace, now| pace.answered(place, said, now));
            if let Some(wait) = wait {
                self.gate.tell_wait(wait);
            }
            self.gate.requests.fetch_add(1, Ordering::Relaxed);
            self.gate.spread();
        }
    }

    /// Marks the request as not sent, because there was no connection.
    pub(crate) fn never_left(mut self) {
        self.left = false;
    }
}

impl Drop for Permit {
    /// Unused, or without a reply: the connection was lost, the request timed out, or its caller was dropped.
    fn drop(&mut self) {
        let Some(place) = self.place.take() else { return };
        if self.left {
            self.gate.with(|pace, now| pace.failed(place, now));
            self.gate.requests.fetch_add(1, Ordering::Relaxed);
        } else {
            self.gate.with(|pace, _| pace.unused(place));
        }
        self.gate.spread();
    }
}

impl std::fmt::Debug for Permit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Turn").field("place", &self.place).field("left", &self.left).finish_non_exhaustive()
    }
}
