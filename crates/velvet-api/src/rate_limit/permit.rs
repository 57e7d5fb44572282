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
    limiter: Mutex<RateLimiter>,
    /// Increases whenever a reply arrives or a slot is returned, because there may be a slot earlier than expected.
    changes: watch::Sender<u64>,
    requests: AtomicU64,
    /// Called with the end of the wait whenever the server asks for one.
    on_wait: OnceLock<OnWait>,
}

/// Callback with a time in milliseconds since 1970.
pub(crate) type OnWait = Box<dyn Fn(i64) + Send + Sync>;

impl SharedRateLimiter {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            limiter: Mutex::default(),
            changes: watch::Sender::default(),
            requests: AtomicU64::new(0),
            on_wait: OnceLock::new(),
        }
    }

    /// Registers the callback. Only the first one counts.
    pub(crate) fn on_wait(&self, on_wait: OnWait) {
        let _ = self.on_wait.set(on_wait);
    }

    pub(crate) fn restore_wait(&self, wait: Duration) {
        self.with(|limiter, now| limiter.restore_wait(wait, now));
        self.spread();
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Returns the number of requests sent.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn try_acquire(self: &Arc<Self>, pacing: Pacing) -> Result<Permit, Wait> {
        let reservation = self.with(|limiter, now| {
            // Read under the lock, so that anything learned later increases the counter.
            limiter.try_acquire(pacing, now).map_err(|wait| Wait { seen: *self.changes.borrow(), ..wait })
        })?;
        Ok(Permit { limiter: self.clone(), reservation: Some(reservation), left: false })
    }

    pub(crate) async fn until(&self, wait: &Wait) {
        let mut changes = self.changes.subscribe();
        let learnt = changes.wait_for(|changes| *changes != wait.seen);
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

    pub(crate) fn forecast(&self, pacing: Pacing, items: u64) -> Duration {
        self.with(|limiter, now| limiter.forecast(pacing, items, now))
    }

    /// Applies a 429 from Fansly itself, behind the API. It has no duration.
    pub(crate) fn asked_to_wait(&self) {
        let wait = self.with(|limiter, now| limiter.apply_retry_after(None, now));
        self.tell_wait(wait);
        self.spread();
    }

    fn tell_wait(&self, wait: Duration) {
        if let Some(on_wait) = self.on_wait.get() {
            on_wait(self.clock.now().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)));
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut RateLimiter, Duration) -> T) -> T {
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that times never go backwards.
        work(&mut limiter, self.clock.elapsed())
    }

    fn spread(&self) {
        self.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
    }
}

/// A permit to send one request: a reserved slot in the plan's minute. If it is dropped unused, the slot is free again.
#[must_use = "a turn that is dropped is given back"]
pub struct Permit {
    limiter: Arc<SharedRateLimiter>,
    reservation: Option<Reservation>,
    left: bool,
}

impl Permit {
    /// Marks the request as sent.
    pub(crate) fn leaves(&mut self) {
        self.left = true;
        if let Some(reservation) = &mut self.reservation {
            self.limiter.with(|limiter, now| limiter.leaves(reservation, now));
        }
    }

    /// Records the reply.
    pub(crate) fn answered(mut self, headers: &RateLimitHeaders) {
        if let Some(reservation) = self.reservation.take() {
            let wait = self.limiter.with(|limiter, now| limiter.answered(reservation, headers, now));
            if let Some(wait) = wait {
                self.limiter.tell_wait(wait);
            }
            self.limiter.requests.fetch_add(1, Ordering::Relaxed);
            self.limiter.spread();
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
        let Some(reservation) = self.reservation.take() else { return };
        if self.left {
            self.limiter.with(|limiter, now| limiter.failed(reservation, now));
            self.limiter.requests.fetch_add(1, Ordering::Relaxed);
        } else {
            self.limiter.with(|limiter, _| limiter.unused(reservation));
        }
        self.limiter.spread();
    }
}

impl std::fmt::Debug for Permit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Turn")
            .field("place", &self.reservation)
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
