//! How fast requests may leave: learnt from what the service says, kept below it.
//!
//! No clock, no network: a day of it can be run in seconds. Times are those of [`Clock::elapsed`].
//!
//! A request occupies a place in the plan's minute from the moment it gets its turn until a minute after its answer
//! came. The service counts it from some moment in between, so however long it was on its way, the service never
//! counts more of ours than we do.
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

/// Two a second.
const STEADY: Duration = Duration::from_millis(500);
/// How far an even pace may run after its plan, so that a late timer here and there does not slow the whole run.
const SLACK: Duration = Duration::from_millis(250);
/// How often one goes ahead into room that is kept for others, to see how much of it is used.
const PROBE: Duration = Duration::from_secs(3);
/// For who waits for an answer without being woken by it.
const AWHILE: Duration = Duration::from_millis(250);
/// A wait for room below this is nothing but a run that is a little ahead of its minute.
const HARDLY: Duration = Duration::from_secs(1);
/// What is guessed as long as the service said nothing: its smallest paid plan (API.md, "Limits").
const STARTER: i64 = 600;
/// What the engine has out at once, about, when nothing limits it. For a forecast.
const AT_ONCE: u32 = 32;
/// So many answers in a row must be silent about a limit that was known, before it is believed to be gone.
const SILENCES: u8 = 3;

/// How urgently a request wants to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pacing {
    /// As soon as there is room: single adds, reads.
    AtOnce,
    /// Two a second at most.
    Steady,
    /// Evenly, as the plan allows; without a limit at once.
    Fast,
}

/// Why there is no turn now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Throttle {
    /// The service said to wait.
    RetryAfter,
    /// The plan's minute is full.
    PlanFull,
    /// The one before left a moment ago.
    Spacing,
    /// Nothing is known of the plan, or nothing lately: one request goes ahead, and its answer tells. There is no
    /// moment at which it comes; the wait given is one after which to ask again.
    Probing,
}

/// How long to wait before asking for a turn again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Never nothing. There may be a turn earlier when an answer tells more; there is none before the end of it when
    /// the service said to wait.
    pub wait: Duration,
    /// Why.
    pub why: Throttle,
    /// The state of the news when this was said ([`Api::until`](super::Api::until)).
    seen: u64,
}

impl Wait {
    fn new(wait: Duration, why: Throttle) -> Self {
        // A timer counts milliseconds; less would be a loop without a pause.
        Self { wait: wait.max(Duration::from_millis(1)), why, seen: 0 }
    }
}

/// What is known of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Unknown,
    Unlimited,
    PerMinute(i64),
}

/// A place in the minute, taken. It must be given back to the [`RateLimiter`] it came from, by one of three ways.
#[derive(Debug)]
#[must_use = "a place that is not given back is occupied for good"]
pub struct Reservation {
    sent: Duration,
    /// Rises with every request that leaves.
    order: u64,
    /// How many turns had been given when it left.
    taken: i64,
    /// Ours without an answer when it left, itself not counted.
    beside: i64,
    /// All of ours when it left, itself counted.
    ours: i64,
}

/// Our requests of the last minute, and what the service said about them.
#[derive(Debug)]
pub struct RateLimiter {
    plan: Plan,
    /// Answers in a row that were silent about a limit.
    silences: u8,
    /// Ours that have a turn and no answer.
    out: i64,
    /// Ours that were answered.
    minute: SlidingWindow,
    /// Turns given since the beginning.
    taken: i64,
    /// When the newest turn was given.
    last: Duration,
    /// Requests that left since the beginning.
    left: u64,
    /// What is to be believed of the newest answer, by when it was asked. Nothing: one at a time.
    told: Option<QuotaSnapshot>,
    /// The newest request whose answer was learnt from.
    newest: u64,
    not_before: Duration,
    obeying: bool,
    /// When the last one of a batch was due.
    beat: Option<Duration>,
    /// How long an answer takes, about.
    latency: Duration,
    others: ForeignTraffic,
    dice: fastrand::Rng,
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::seeded(fastrand::u64(..))
    }
}

impl RateLimiter {
    /// Nothing known. The same seed makes the same little extras of waiting.
    pub fn seeded(seed: u64) -> Self {
        Self {
            plan: Plan::Unknown,
            silences: 0,
            out: 0,
            minute: SlidingWindow::default(),
            taken: 0,
            last: Duration::ZERO,
            left: 0,
            told: None,
            newest: 0,
            not_before: Duration::ZERO,
            obeying: false,
            beat: None,
            latency: Duration::ZERO,
            others: ForeignTraffic::default(),
            dice: fastrand::Rng::with_seed(seed),
        }
    }

    /// Takes a place at `now`, or says how long to wait before asking again.
    pub fn try_acquire(&mut self, tempo: Pacing, now: Duration) -> Result<Reservation, Wait> {
        self.pass(now);
        if let Some(wait) = left(self.not_before, now) {
            return Err(Wait::new(wait, Throttle::RetryAfter));
        }
        if self.told.is_none() && self.out > 0 {
            return Err(Wait::new(AWHILE, Throttle::Probing));
        }
        let due = self.due(tempo, now);
        let (room, spacing) = (self.until_room(tempo, now), left(due, now));
        match room.max(spacing) {
            Some(wait) if room >= spacing && wait >= HARDLY => {
                return Err(Wait::new(wait, Throttle::PlanFull));
            }
            Some(wait) => return Err(Wait::new(wait, Throttle::Spacing)),
            None => {}
        }
        match tempo {
            Pacing::AtOnce => {}
            Pacing::Steady => self.beat = Some(now),
            Pacing::Fast => self.beat = Some(due.max(now.saturating_sub(SLACK))),
        }
        self.out += 1;
        self.taken += 1;
        self.last = now;
        self.tell_room(-1);
        let (taken, beside) = (self.taken, self.out - 1);
        Ok(Reservation { sent: now, order: 0, taken, beside, ours: self.out + self.minute.count() })
    }

    /// The request that has `place` is handed to the network.
    pub fn leaves(&mut self, place: &mut Reservation, now: Duration) {
        self.pass(now);
        self.left += 1;
        *place = Reservation {
            sent: now,
            order: self.left,
            taken: self.taken,
            beside: self.out - 1,
            ours: self.out + self.minute.count(),
        };
    }

    /// Its answer came. Gives the wait the service asked for, when it did.
    #[allow(clippy::needless_pass_by_value)] // A place is given back once.
    pub fn answered(
        &mut self,
        place: Reservation,
        said: &RateLimitHeaders,
        now: Duration,
    ) -> Option<Duration> {
        self.pass(now);
        let too_fast = said.status == 429;
        // What is turned away may not have been counted.
        self.give_back(&place, now, !too_fast);
        let took = now.saturating_sub(place.sent);
        self.latency = if self.latency.is_zero() { took } else { (self.latency * 7 + took) / 8 };
        if place.order >= self.newest {
            self.learn(&place, said, now);
        }
        too_fast.then(|| self.wait_as_told(said.wait, now))
    }

    /// No answer came. Whether the service counted it is not known.
    #[allow(clippy::needless_pass_by_value)] // A place is given back once.
    pub fn failed(&mut self, place: Reservation, now: Duration) {
        self.pass(now);
        self.give_back(&place, now, false);
    }

    /// The request never left: its place is free again.
    #[allow(clippy::needless_pass_by_value)] // A place is given back once.
    pub fn unused(&mut self, _place: Reservation) {
        self.out -= 1;
        self.tell_room(1);
    }

    /// The service said to wait, and how long, or not how long. Gives the wait: never less than told, a little more.
    pub fn wait_as_told(&mut self, told: Option<Duration>, now: Duration) -> Duration {
        let wait = headers::obeyed(told);
        // Who waits for the same moment as everybody else meets everybody else.
        let more = (wait / 20).min(Duration::from_secs(1)).mul_f64(self.dice.f64());
        self.not_before = self.not_before.max(now + wait + more);
        self.obeying = true;
        wait
    }

    /// Nothing leaves before `wait` is over: the service said so to an earlier run of the app.
    pub fn wait_as_told_before(&mut self, wait: Duration, now: Duration) {
        self.not_before = self.not_before.max(now + wait);
        self.obeying = true;
    }

    /// How long `items` requests would take from `now` on, from what is known of the plan.
    pub fn forecast(&mut self, tempo: Pacing, items: u64, now: Duration) -> Duration {
        self.pass(now);
        let after_first = u32::try_from(items.saturating_sub(1)).unwrap_or(u32::MAX);
        let evenly = |every: Duration| every.saturating_mul(after_first);
        let running = match (self.plan, tempo) {
            (Plan::Unknown, Pacing::Fast) => evenly(MINUTE / count(STARTER)),
            (Plan::Unlimited, Pacing::Fast) => self.latency.saturating_mul(after_first / AT_ONCE),
            (Plan::Unknown | Plan::Unlimited, Pacing::AtOnce) => Duration::ZERO,
            (_, Pacing::Steady | Pacing::Fast) => evenly(self.interval(tempo, now)),
            (Plan::PerMinute(limit), Pacing::AtOnce) => {
                let room = u64::try_from(limit - self.ours()).unwrap_or(0);
                let later = u32::try_from(items.saturating_sub(room)).unwrap_or(u32::MAX);
                (MINUTE / count(limit)).saturating_mul(later)
            }
        };
        running.saturating_add(self.not_before.saturating_sub(now))
    }

    fn ours(&self) -> i64 {
        self.out + self.minute.count()
    }

    /// How many places a batch leaves for what is wanted at once.
    fn kept(tempo: Pacing, limit: i64) -> i64 {
        if tempo == Pacing::AtOnce { 0 } else { (limit / 20).min(2) }
    }

    /// What is left unused for others, who do not wait for us.
    fn reserve(&self, tempo: Pacing, limit: i64, now: Duration) -> i64 {
        if tempo == Pacing::AtOnce { 0 } else { self.others.reserve(limit, now) }
    }

    /// How long until there is room in the plan's minute; nothing when there is.
    fn until_room(&self, tempo: Pacing, now: Duration) -> Option<Duration> {
        let Plan::PerMinute(limit) = self.plan else { return None };
        let kept = Self::kept(tempo, limit);
        // First, what needs no word of the service: our own.
        let too_many = self.ours() + 1 - (limit - kept);
        let ours = (too_many > 0)
            .then(|| self.minute.leaves(too_many).map_or(MINUTE, |moment| moment.saturating_sub(now)));
        let Some((told, room)) = self.told.as_ref().and_then(|told| Some((told, told.room?))) else {
            return ours;
        };
        let missing = 1 + kept + self.reserve(tempo, limit, now) - room;
        if missing <= 0 {
            return ours;
        }
        // Others use the key as well. Room again when ours leave, or when what was said is a minute old: what was
        // counted then has left by now.
        let mut until = told.received + MINUTE;
        if let Some(moment) = self.minute.leaves(missing) {
            until = until.min(moment);
        }
        if room > kept && self.out == 0 {
            until = until.min(self.last + PROBE);
        }
        ours.max(left(until, now))
    }

    /// When a request of this tempo is due.
    fn due(&self, tempo: Pacing, now: Duration) -> Duration {
        self.beat.map_or(now, |beat| beat + self.interval(tempo, now))
    }

    fn interval(&self, tempo: Pacing, now: Duration) -> Duration {
        let fast = match self.plan {
            Plan::PerMinute(limit) => {
                let theirs =
                    self.told.as_ref().map_or(0, |told| told.others) + self.reserve(tempo, limit, now);
                // Twice the time on the way: a place is ours for that long as well, and a request that is on its way
                // while another is counted is counted twice in what is believed of the room.
                (MINUTE + 2 * self.latency) / count(limit - theirs - Self::kept(tempo, limit))
            }
            Plan::Unknown | Plan::Unlimited => Duration::ZERO,
        };
        match tempo {
            Pacing::AtOnce => Duration::ZERO,
            Pacing::Steady => fast.max(STEADY),
            Pacing::Fast => fast,
        }
    }

    fn learn(&mut self, place: &Reservation, said: &RateLimitHeaders, now: Duration) {
        match said.limit {
            Some(limit) => {
                self.plan = Plan::PerMinute(limit);
                self.silences = 0;
                let since = self.taken - place.taken;
                let others = said.remaining.map(|remaining| {
                    // At least so many are not ours: all of ours that can have been counted are taken off.
                    let others = (limit - remaining - place.ours - since).max(0);
                    self.others.seen(others, now);
                    others
                });
                // What was on its way when this one left, or left later, may not be counted in what it says.
                let room = said.remaining.map(|remaining| remaining - place.beside - since);
                self.told = Some(QuotaSnapshot { received: now, room, others: others.unwrap_or(0) });
            }
            // The service puts its figures on every reply (API.md), and other programs on the way do not.
            None if (200..=299).contains(&said.status) => {
                self.silences = self.silences.saturating_add(1);
                if self.silences < SILENCES && matches!(self.plan, Plan::PerMinute(_)) {
                    return;
                }
                self.plan = Plan::Unlimited;
                self.told = Some(QuotaSnapshot { received: now, room: None, others: 0 });
            }
            None => return,
        }
        self.newest = place.order;
    }

    fn give_back(&mut self, place: &Reservation, now: Duration, counted: bool) {
        self.out -= 1;
        self.minute.answered(place.sent, now, counted);
    }

    fn tell_room(&mut self, more: i64) {
        if let Some(room) = self.told.as_mut().and_then(|told| told.room.as_mut()) {
            *room += more;
        }
    }

    fn pass(&mut self, now: Duration) {
        while let Some(gone) = self.minute.gone(now) {
            if let Some(told) = &mut self.told {
                told.frees(&gone);
            }
        }
        // A word is good for a minute. And who said when to come again said what to do with all words before.
        let old = self.told.as_ref().is_some_and(|told| told.received + MINUTE <= now);
        let obeyed = self.obeying && self.not_before <= now;
        if old || obeyed {
            self.told = None;
        }
        self.obeying &= !obeyed;
    }
}

/// The time left until `moment`, if any.
fn left(moment: Duration, now: Duration) -> Option<Duration> {
    moment.checked_sub(now).filter(|wait| !wait.is_zero())
}

/// As a divisor.
fn count(number: i64) -> u32 {
    u32::try_from(number.max(1)).unwrap_or(u32::MAX)
}
