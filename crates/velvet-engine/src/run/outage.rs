use std::time::Duration;

use super::Backoff;
use velvet_model::WaitReason;

/// So many items in a row without a clear answer are no matter of one fan any more.
const STREAK: u32 = 3;
/// So many, and the user is asked. With the pauses in between it takes about half an hour to get there.
const TOO_MANY: u32 = 30;

/// What goes wrong with everything, rather than with one item: no connection, or a service in trouble. The batch waits
/// then, longer each time, and sends one item at a time to see whether it is over.
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

    /// There was an answer that can be understood, good or bad.
    pub(super) fn clear(&mut self) {
        self.unclear = 0;
        self.pauses = 0;
    }

    /// There is no connection.
    pub(super) fn offline(&mut self, now: Duration) {
        self.hold(now, WaitReason::NoConnection);
    }

    /// There was no answer that can be understood. Whether there were too many of them to go on alone.
    pub(super) fn unclear(&mut self, now: Duration) -> bool {
        self.unclear += 1;
        if self.unclear >= STREAK {
            self.hold(now, WaitReason::Trouble);
        }
        self.unclear >= TOO_MANY
    }

    /// How long nothing leaves from `now` on, and why.
    pub(super) fn wait(&self, now: Duration) -> Option<(Duration, WaitReason)> {
        self.until.checked_sub(now).filter(|wait| !wait.is_zero()).map(|wait| (wait, self.why))
    }

    /// Whether one item at a time is enough.
    pub(super) fn is_probing(&self) -> bool {
        self.pauses > 0
    }

    /// How long an item waits that was sent `tries` times.
    pub(super) fn pause(&self, tries: u32) -> Duration {
        pause(self.backoff, tries)
    }

    fn hold(&mut self, now: Duration, why: WaitReason) {
        // What was on its way together fails together, and counts once.
        if self.until > now {
            return;
        }
        self.pauses = self.pauses.saturating_add(1);
        self.until = now + pause(self.backoff, self.pauses);
        self.why = why;
    }
}

/// Twice as long each time, and a little more by chance: apps that lost the service together do not come back
/// together.
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
