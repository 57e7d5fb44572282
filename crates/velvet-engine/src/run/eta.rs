use std::{collections::VecDeque, time::Duration};

/// Period over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(60);
/// Shortest measurement that says something about the rate.
const STABLE: Duration = Duration::from_secs(10);
/// Interval between two samples.
const STEP: Duration = Duration::from_millis(500);
/// Share of the difference between the expected and the measured time that moves the estimate, per second.
const GIVE: f64 = 0.1;

/// Estimates the rate of a batch and its remaining time. The estimate counts down like a clock and is corrected gently,
/// so that it does not jump.
#[derive(Debug, Default)]
pub(super) struct EtaEstimator {
    samples: VecDeque<(Duration, u64)>,
    left: Option<(Duration, f64)>,
}

impl EtaEstimator {
    /// Adds a sample: at `now`, `ended` items have ended, and `open` have not. By the plan, these take `planned`.
    pub(super) fn learn(&mut self, now: Duration, ended: u64, open: u64, planned: Duration) {
        if self.samples.back().is_none_or(|(last, _)| now >= *last + STEP) {
            self.samples.push_back((now, ended));
        }
        while self.samples.len() > 2 && self.samples[1].0 + WINDOW <= now {
            self.samples.pop_front();
        }
        #[allow(clippy::cast_precision_loss)] // Counts of fans; an estimate.
        let measured = match self.per_minute() {
            Some(rate) if rate > 0.0 && self.span() >= STABLE => open as f64 * 60.0 / rate,
            _ => planned.as_secs_f64(),
        };
        self.left = Some(match self.left {
            _ if open == 0 => (now, 0.0),
            None => (now, measured),
            Some((then, left)) => {
                let passed = now.saturating_sub(then).as_secs_f64();
                let expected = (left - passed).max(0.0);
                let give = (GIVE * passed).min(1.0);
                (now, expected + (measured - expected) * give)
            }
        });
    }

    /// Returns the rate, in items per minute.
    pub(super) fn per_minute(&self) -> Option<f64> {
        let ((first, from), (last, to)) = (self.samples.front()?, self.samples.back()?);
        let span = last.saturating_sub(*first).as_secs_f64();
        #[allow(clippy::cast_precision_loss)] // Counts of fans; a rate.
        (span > 0.0).then(|| to.saturating_sub(*from) as f64 * 60.0 / span)
    }

    /// Returns the approximate remaining time, in seconds.
    pub(super) fn seconds_left(&self) -> Option<u64> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Not negative, and far below.
        self.left.map(|(_, left)| left.round() as u64)
    }

    fn span(&self) -> Duration {
        match (self.samples.front(), self.samples.back()) {
            (Some((first, _)), Some((last, _))) => last.saturating_sub(*first),
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items end in bursts, two per second on average. The estimate must never jump by more than a few seconds, and
    /// must be right at the end.
    #[test]
    fn the_time_left_does_not_jump() {
        let mut forecast = EtaEstimator::default();
        let (mut ended, total) = (0_u64, 400_u64);
        let mut last: Option<u64> = None;
        for half in 0..400_u64 {
            let now = Duration::from_millis(500 * half);
            if half % 10 == 0 {
                ended = half.min(total);
            }
            let open = total - ended;
            forecast.learn(now, ended, open, Duration::from_millis(open * 500));
            let left = forecast.seconds_left().unwrap();
            if let Some(last) = last {
                assert!(left.abs_diff(last) <= 3, "from {last} to {left} at {now:?}");
            }
            last = Some(left);
        }
        assert!(last.unwrap() <= 6);
    }

    #[test]
    fn a_slower_service_is_noticed() {
        let mut forecast = EtaEstimator::default();
        for second in 0..120_u64 {
            forecast.learn(Duration::from_secs(second), second, 1_000 - second, Duration::from_secs(100));
        }
        let left = forecast.seconds_left().unwrap();
        assert!((800..=1_000).contains(&left), "{left}");
        assert!((forecast.per_minute().unwrap() - 60.0).abs() < 2.0);
    }
}
