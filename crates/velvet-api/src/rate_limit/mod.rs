//! Rate limiter: learns the plan's limit from the replies, and stays below it.
//!
//! It uses no clock and no network, so a simulated day runs in seconds. Times are those of [`Clock::elapsed`].
//!
//! A request occupies a slot in the plan's minute from its permit until a minute after its reply arrived. The server
//! counts it at some point in between. So whatever the latency, the server never counts more of our requests than we
//! do.
//!
//! [`Clock::elapsed`]: velvet_platform::clock::Clock::elapsed

mod foreign_traffic;
mod headers;
mod permit;
mod quota;
mod sliding_window;

use std::time::Duration;

pub use headers::RateLimitHeaders;
pub use permit::Permit;
pub(super) use permit::SharedRateLimiter;

use foreign_traffic::ForeignTraffic;
use quota::QuotaSnapshot;
use sliding_window::{MINUTE, SlidingWindow};

/// Two requests per second.
const STEADY: Duration = Duration::from_millis(500);
/// How far even pacing may catch up after a delay, so that an occasional late timer does not slow the whole batch.
const SLACK: Duration = Duration::from_millis(250);
/// How often one request may use the reserve for other clients, to see how much of it is in use.
const PROBE: Duration = Duration::from_secs(3);
/// Polling interval for callers that wait for a reply without being notified.
const AWHILE: Duration = Duration::from_millis(250);
/// Shorter waits for a slot only mean that a batch is slightly ahead of its minute, so they count as spacing.
const HARDLY: Duration = Duration::from_secs(1);
/// Assumed limit until the server reports one: its smallest paid plan (API.md, "Limits, money, errors").
const STARTER: i64 = 600;
/// Approximate number of requests in flight when nothing limits the engine. Used for forecasts.
const AT_ONCE: u32 = 32;
/// Number of replies in a row without limit headers after which a known limit counts as gone.
const SILENCES: u8 = 3;

/// How a request is paced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pacing {
    /// As soon as there is a slot. For single adds and reads.
    AtOnce,
    /// At most two per second.
    Steady,
    /// Evenly, as fast as the plan allows. Immediately if there is no limit.
    Fast,
}

/// Why there is no permit now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Throttle {
    /// The server asked to wait.
    RetryAfter,
    /// The plan's minute is full.
    PlanFull,
    /// The previous request was sent too recently.
    Spacing,
    /// Nothing is known about the plan, or nothing recent. One request is in flight, and its reply will tell.
    ///
    /// When that happens is unknown, so the wait is only a polling interval.
    Probing,
}

/// How long to wait before trying to acquire a permit again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Duration of the wait, always positive. A reply may free a slot earlier, except after [`Throttle::RetryAfter`].
    pub wait: Duration,
    /// Reason for the wait.
    pub why: Throttle,
    /// The notification counter at that time (see [`Api::until`](super::Api::until)).
    seen: u64,
}

impl Wait {
    fn new(wait: Duration, why: Throttle) -> Self {
        // Timers have a resolution of a millisecond, so a shorter wait would be a busy loop.
        Self { wait: wait.max(Duration::from_millis(1)), why, seen: 0 }
    }
}

/// What is known about the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Unknown,
    Unlimited,
    PerMinute(i64),
}

/// A reserved slot in the plan's minute.
///
/// It must be given back to its [`RateLimiter`] through `answered`, `failed`, or `unused`.
#[derive(Debug)]
#[must_use = "a place that is not given back is occupied for good"]
pub struct Reservation {
    sent: Duration,
    /// Send order: increases with every request that is sent.
    order: u64,
    /// Number of permits granted when it was sent.
    taken: i64,
    /// Our other requests without a reply when it was sent.
    beside: i64,
    /// All our requests in the window when it was sent, including this one.
    ours: i64,
}

/// Our requests of the last minute, and what the server reported about the limit.
#[derive(Debug)]
pub struct RateLimiter {
    plan: Plan,
    /// Number of replies in a row without limit headers.
    silences: u8,
    /// Our requests that have a permit but no reply.
    out: i64,
    /// Our requests that were answered.
    window: SlidingWindow,
    /// Number of permits granted so far.
    taken: i64,
    /// When the latest permit was granted.
    last: Duration,
    /// Number of requests sent so far.
    left: u64,
    /// The quota from the reply to the newest request. `None` allows only one request at a time.
    quota: Option<QuotaSnapshot>,
    /// Send order of the newest request whose reply was used.
    newest: u64,
    not_before: Duration,
    obeying: bool,
    /// When the last request of a batch was due.
    beat: Option<Duration>,
    /// Moving average of the time to a reply.
    latency: Duration,
    foreign: ForeignTraffic,
    dice: fastrand::Rng,
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::seeded(fastrand::u64(..))
    }
}

impl RateLimiter {
    /// Creates a limiter that knows nothing yet. The seed determines the jitter.
    pub fn seeded(seed: u64) -> Self {
        Self {
            plan: Plan::Unknown,
            silences: 0,
            out: 0,
            window: SlidingWindow::default(),
            taken: 0,
            last: Duration::ZERO,
            left: 0,
            quota: None,
            newest: 0,
            not_before: Duration::ZERO,
            obeying: false,
            beat: None,
            latency: Duration::ZERO,
            foreign: ForeignTraffic::default(),
            dice: fastrand::Rng::with_seed(seed),
        }
    }

    /// Reserves a slot at `now`, or returns how long to wait before trying again.
    pub fn try_acquire(&mut self, pacing: Pacing, now: Duration) -> Result<Reservation, Wait> {
        self.pass(now);
        if let Some(wait) = left(self.not_before, now) {
            return Err(Wait::new(wait, Throttle::RetryAfter));
        }
        if self.quota.is_none() && self.out > 0 {
            return Err(Wait::new(AWHILE, Throttle::Probing));
        }
        let due = self.due(pacing, now);
        let (room, spacing) = (self.until_room(pacing, now), left(due, now));
        match room.max(spacing) {
            Some(wait) if room >= spacing && wait >= HARDLY => {
                return Err(Wait::new(wait, Throttle::PlanFull));
            }
            Some(wait) => return Err(Wait::new(wait, Throttle::Spacing)),
            None => {}
        }
        match pacing {
            Pacing::AtOnce => {}
            Pacing::Steady => self.beat = Some(now),
            Pacing::Fast => self.beat = Some(due.max(now.saturating_sub(SLACK))),
        }
        self.out += 1;
        self.taken += 1;
        self.last = now;
        self.adjust_room(-1);
        let (taken, beside) = (self.taken, self.out - 1);
        Ok(Reservation { sent: now, order: 0, taken, beside, ours: self.out + self.window.count() })
    }

    /// Marks the request of `reservation` as sent.
    pub fn leaves(&mut self, reservation: &mut Reservation, now: Duration) {
        self.pass(now);
        self.left += 1;
        *reservation = Reservation {
            sent: now,
            order: self.left,
            taken: self.taken,
            beside: self.out - 1,
            ours: self.out + self.window.count(),
        };
    }

    /// Gives back the slot after a reply, and learns from it. Returns the wait if the server asked for one.
    #[allow(clippy::needless_pass_by_value)] // Consumed, so that it is given back only once.
    pub fn answered(
        &mut self,
        reservation: Reservation,
        headers: &RateLimitHeaders,
        now: Duration,
    ) -> Option<Duration> {
        self.pass(now);
        let too_fast = headers.status == 429;
        // A rejected request may not have been counted.
        self.give_back(&reservation, now, !too_fast);
        let took = now.saturating_sub(reservation.sent);
        self.latency = if self.latency.is_zero() { took } else { (self.latency * 7 + took) / 8 };
        if reservation.order >= self.newest {
            self.learn(&reservation, headers, now);
        }
        too_fast.then(|| self.apply_retry_after(headers.wait, now))
    }

    /// Gives back the slot of a request without a reply. It is unknown whether the server counted it.
    #[allow(clippy::needless_pass_by_value)] // Consumed, so that it is given back only once.
    pub fn failed(&mut self, reservation: Reservation, now: Duration) {
        self.pass(now);
        self.give_back(&reservation, now, false);
    }

    /// Frees the slot of a request that was never sent.
    #[allow(clippy::needless_pass_by_value)] // Consumed, so that it is given back only once.
    pub fn unused(&mut self, _place: Reservation) {
        self.out -= 1;
        self.adjust_room(1);
    }

    /// Applies a wait that the server asked for, with or without a duration. Sends nothing until it is over, plus some
    /// jitter.
    ///
    /// Returns the wait without the jitter.
    pub fn apply_retry_after(&mut self, told: Option<Duration>, now: Duration) -> Duration {
        let wait = headers::obeyed(told);
        // Jitter, so that clients do not all retry at once.
        let more = (wait / 20).min(Duration::from_secs(1)).mul_f64(self.dice.f64());
        self.not_before = self.not_before.max(now + wait + more);
        self.obeying = true;
        wait
    }

    /// Sends nothing before `wait` is over. The server asked an earlier run of the app to wait.
    pub fn restore_wait(&mut self, wait: Duration, now: Duration) {
        self.not_before = self.not_before.max(now + wait);
        self.obeying = true;
    }

    /// Estimates how long `items` requests take from `now` on, based on what is known of the plan.
    pub fn forecast(&mut self, pacing: Pacing, items: u64, now: Duration) -> Duration {
        self.pass(now);
        let after_first = u32::try_from(items.saturating_sub(1)).unwrap_or(u32::MAX);
        let evenly = |every: Duration| every.saturating_mul(after_first);
        let running = match (self.plan, pacing) {
            (Plan::Unknown, Pacing::Fast) => evenly(MINUTE / count(STARTER)),
            (Plan::Unlimited, Pacing::Fast) => self.latency.saturating_mul(after_first / AT_ONCE),
            (Plan::Unknown | Plan::Unlimited, Pacing::AtOnce) => Duration::ZERO,
            (_, Pacing::Steady | Pacing::Fast) => evenly(self.interval(pacing, now)),
            (Plan::PerMinute(limit), Pacing::AtOnce) => {
                let room = u64::try_from(limit - self.ours()).unwrap_or(0);
                let later = u32::try_from(items.saturating_sub(room)).unwrap_or(u32::MAX);
                (MINUTE / count(limit)).saturating_mul(later)
            }
        };
        running.saturating_add(self.not_before.saturating_sub(now))
    }

    fn ours(&self) -> i64 {
        self.out + self.window.count()
    }

    /// Returns how many slots a batch leaves free for urgent requests.
    fn kept(pacing: Pacing, limit: i64) -> i64 {
        if pacing == Pacing::AtOnce { 0 } else { (limit / 20).min(2) }
    }

    /// Returns how many slots stay free for other clients, which don't wait for us.
    fn reserve(&self, pacing: Pacing, limit: i64, now: Duration) -> i64 {
        if pacing == Pacing::AtOnce { 0 } else { self.foreign.reserve(limit, now) }
    }

    /// Returns how long until the plan's minute has a free slot, or `None` if it has one.
    fn until_room(&self, pacing: Pacing, now: Duration) -> Option<Duration> {
        let Plan::PerMinute(limit) = self.plan else { return None };
        let kept = Self::kept(pacing, limit);
        // First, our own requests, which we know without the server.
        let too_many = self.ours() + 1 - (limit - kept);
        let ours = (too_many > 0)
            .then(|| self.window.leaves(too_many).map_or(MINUTE, |moment| moment.saturating_sub(now)));
        let Some((quota, room)) = self.quota.as_ref().and_then(|quota| Some((quota, quota.room?))) else {
            return ours;
        };
        let missing = 1 + kept + self.reserve(pacing, limit, now) - room;
        if missing <= 0 {
            return ours;
        }
        // Other clients use the key too. Slots become free when our requests expire, or when the snapshot is a minute
        // old, because everything it counted has expired by then.
        let mut until = quota.received + MINUTE;
        if let Some(moment) = self.window.leaves(missing) {
            until = until.min(moment);
        }
        if room > kept && self.out == 0 {
            until = until.min(self.last + PROBE);
        }
        ours.max(left(until, now))
    }

    /// Returns when the next request with this pacing is due.
    fn due(&self, pacing: Pacing, now: Duration) -> Duration {
        self.beat.map_or(now, |beat| beat + self.interval(pacing, now))
    }

    fn interval(&self, pacing: Pacing, now: Duration) -> Duration {
        let fast = match self.plan {
            Plan::PerMinute(limit) => {
                let theirs =
                    self.quota.as_ref().map_or(0, |quota| quota.others) + self.reserve(pacing, limit, now);
                // Twice the latency. A request occupies its slot while in flight, and is also subtracted a second time
                // from the believed room if another request is counted meanwhile.
                (MINUTE + 2 * self.latency) / count(limit - theirs - Self::kept(pacing, limit))
            }
            Plan::Unknown | Plan::Unlimited => Duration::ZERO,
        };
        match pacing {
            Pacing::AtOnce => Duration::ZERO,
            Pacing::Steady => fast.max(STEADY),
            Pacing::Fast => fast,
        }
    }

    fn learn(&mut self, reservation: &Reservation, headers: &RateLimitHeaders, now: Duration) {
        match headers.limit {
            Some(limit) => {
                self.plan = Plan::PerMinute(limit);
                self.silences = 0;
                let since = self.taken - reservation.taken;
                let others = headers.remaining.map(|remaining| {
                    // A lower bound: subtracts all our requests that may have been counted.
                    let others = (limit - remaining - reservation.ours - since).max(0);
                    self.foreign.seen(others, now);
                    others
                });
                // Requests in flight when this one was sent, or sent later, may not be included in `remaining`.
                let room = headers.remaining.map(|remaining| remaining - reservation.beside - since);
                self.quota = Some(QuotaSnapshot { received: now, room, others: others.unwrap_or(0) });
            }
            // The server sends its limit headers with every reply (API.md). Something in between does not.
            None if (200..=299).contains(&headers.status) => {
                self.silences = self.silences.saturating_add(1);
                if self.silences < SILENCES && matches!(self.plan, Plan::PerMinute(_)) {
                    return;
                }
                self.plan = Plan::Unlimited;
                self.quota = Some(QuotaSnapshot { received: now, room: None, others: 0 });
            }
            None => return,
        }
        self.newest = reservation.order;
    }

    fn give_back(&mut self, reservation: &Reservation, now: Duration, counted: bool) {
        self.out -= 1;
        self.window.answered(reservation.sent, now, counted);
    }

    fn adjust_room(&mut self, more: i64) {
        if let Some(room) = self.quota.as_mut().and_then(|quota| quota.room.as_mut()) {
            *room += more;
        }
    }

    fn pass(&mut self, now: Duration) {
        while let Some(gone) = self.window.gone(now) {
            if let Some(quota) = &mut self.quota {
                quota.frees(&gone);
            }
        }
        // A snapshot is valid for a minute. The end of a wait that the server asked for also makes it obsolete.
        let old = self.quota.as_ref().is_some_and(|quota| quota.received + MINUTE <= now);
        let obeyed = self.obeying && self.not_before <= now;
        if old || obeyed {
            self.quota = None;
        }
        self.obeying &= !obeyed;
    }
}

/// Returns the time left until `moment`, if any.
fn left(moment: Duration, now: Duration) -> Option<Duration> {
    moment.checked_sub(now).filter(|wait| !wait.is_zero())
}

/// Converts to a divisor: at least 1.
fn count(number: i64) -> u32 {
    u32::try_from(number.max(1)).unwrap_or(u32::MAX)
}
