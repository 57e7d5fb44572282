use std::time::Duration;

use super::Backoff;
use velvet_model::WaitReason;

/// Consecutive unclear replies that mean trouble for everybody, not for one fan.
const STREAK: u32 = 3;
/// Consecutive unclear replies that pause the batch. With the pauses in between, this takes about half an hour.
const TOO_MANY: u32 = 30;

/// Tracks trouble that concerns every item: no connection, or a server in trouble. The batch then waits, longer each
/// time, and sends one item at a time to find out whether the trouble is over.
#[derive(Debug)]
pub(super) struct Outage {
    backoff: Backoff,
    unclear: u32,
    pauses: u32,
    until: Duration,
    why: WaitReason,
}

impl Outage {
    pub(super) fn new(backoff: Backoff) -> Self {
        Self { backoff, unclear: 0, pauses: 0, until: Duration::ZERO, why: WaitReason::Trouble }
    }

    /// Records a clear reply, good or bad.
    pub(super) fn clear(&mut self) {
        self.unclear = 0;
        self.pauses = 0;
    }

    /// Records a missing connection.
    pub(super) fn offline(&mut self, now: Duration) {
        self.hold(now, WaitReason::NoConnection);
    }

    /// Records an unclear reply. Returns whether there were too many to go on.
    pub(super) fn unclear(&mut self, now: Duration) -> bool {
        self.unclear += 1;
        if self.unclear >= STREAK {
            self.hold(now, WaitReason::Trouble);
        }
        self.unclear >= TOO_MANY
    }

    /// Returns how long nothing may be sent from `now` on, and why.
    pub(super) fn wait(&self, now: Duration) -> Option<(Duration, WaitReason)> {
        self.until.checked_sub(now).filter(|wait| !wait.is_zero()).map(|wait| (wait, self.why))
    }

    /// Returns whether only one item at a time should be sent.
    pub(super) fn is_probing(&self) -> bool {
        self.pauses > 0
    }

    /// Returns how long an item waits after `tries` tries.
    pub(super) fn pause(&self, tries: u32) -> Duration {
        pause(self.backoff, tries)
    }

    fn hold(&mut self, now: Duration, why: WaitReason) {
        // Requests that were in flight together fail together, and count once.
        if self.until > now {
            return;
        }
        self.pauses = self.pauses.saturating_add(1);
        self.until = now + pause(self.backoff, self.pauses);
        self.why = why;
    }
}

/// Doubles each time. Jitter, so that clients do not all retry at once.
fn pause(backoff: Backoff, times: u32) -> Duration {
    let doubled = backoff.first.saturating_mul(2_u32.saturating_pow(times.saturating_sub(1).min(16)));
    doubled.min(backoff.longest).mul_f64(1.0 + 0.2 * fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_the_first_clear_answer() {
        let patience = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };
        let mut outage = Outage::new(patience);
        let mut now = Duration::from_secs(100);
        let mut last = Duration::ZERO;
        for _ in 0..6 {
            outage.offline(now);
            outage.offline(now);
            let (wait, why) = outage.wait(now).unwrap();
            assert!(wait > last && why == WaitReason::NoConnection);
            last = wait;
            now += wait;
            assert!(outage.wait(now).is_none() && outage.is_probing());
        }
        for _ in 0..20 {
            outage.offline(now);
            let (wait, _) = outage.wait(now).unwrap();
            assert!(wait <= Duration::from_secs(72));
            now += wait;
        }
        outage.clear();
        assert!(!outage.is_probing());
    }

    #[test]
    fn trouble_without_an_end_is_left_to_the_user_after_half_an_hour() {
        let patience = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };
        let (mut outage, mut now, mut times) = (Outage::new(patience), Duration::ZERO, 1);
        while !outage.unclear(now) {
            now += outage.wait(now).map_or(Duration::ZERO, |(wait, _)| wait);
            times += 1;
        }
        assert_eq!(times, TOO_MANY);
        assert!((20..40).contains(&(now.as_secs() / 60)), "{now:?}");
    }

    #[test]
    fn one_fan_with_trouble_holds_nobody_up() {
        let mut outage = Outage::new(Backoff::default());
        for second in 0..100 {
            assert!(!outage.unclear(Duration::from_secs(second)));
            assert!(!outage.unclear(Duration::from_secs(second)));
            assert!(outage.wait(Duration::from_secs(second)).is_none());
            outage.clear();
        }
    }
}
