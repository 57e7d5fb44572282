//! How fast requests may leave: learnt from what the service says, kept below it.

use std::{collections::VecDeque, time::Duration};

use reqwest::header::HeaderMap;

/// The service counts over a sliding window of one minute (API.md, "Limits").
const WINDOW: Duration = Duration::from_secs(60);
/// What to wait when told to, without being told how long: a whole window.
const UNTOLD: Duration = WINDOW;
/// "Wait nothing" after "too fast" would be answered by being too fast again.
const SHORTEST: Duration = Duration::from_secs(1);
/// Nobody is kept waiting longer on the word of one header.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Requests of the last minute, and what the service said about them. Times are those of [`Clock::elapsed`].
///
/// [`Clock::elapsed`]: crate::clock::Clock::elapsed
#[derive(Debug, Default)]
pub(crate) struct Pace {
    sent: VecDeque<Duration>,
    limit: Option<usize>,
    not_before: Duration,
}

impl Pace {
    /// Takes a turn at `now`, or says how long to wait before asking again.
    pub(crate) fn turn(&mut self, now: Duration) -> Result<(), Duration> {
        self.forget_old(now);
        if let Some(wait) = self.not_before.checked_sub(now).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if let (Some(limit), Some(&oldest)) = (self.limit, self.sent.front())
            && self.sent.len() >= limit
        {
            return Err((oldest + WINDOW).saturating_sub(now).max(Duration::from_millis(1)));
        }
        self.sent.push_back(now);
        Ok(())
    }

    /// Learns from the headers of an answer that came at `now`.
    pub(crate) fn learn(&mut self, headers: &HeaderMap, now: Duration) {
        self.forget_old(now);
        self.learn_limit(headers);
        if number(headers, "x-ratelimit-remaining") == Some(0) {
            // All of it ours: room again when our oldest leaves the window. Otherwise others use the same key, and
            // when theirs leave is not known.
            let all_ours = self.limit.is_some_and(|limit| self.sent.len() >= limit);
            let free = self.sent.front().filter(|_| all_ours).map_or(now, |oldest| *oldest) + WINDOW;
            self.not_before = self.not_before.max(free);
        }
    }

    /// Notes an answer "too many requests" that came at `now`, and says how long to wait. What it says of the time
    /// counts more than how little room it says is left.
    pub(crate) fn told_to_wait(&mut self, headers: &HeaderMap, now: Duration) -> Duration {
        self.learn_limit(headers);
        let told =
            ["x-ratelimit-retry-after", "retry-after"].iter().filter_map(|name| seconds(headers, name)).max();
        let wait = told.unwrap_or(UNTOLD).max(SHORTEST);
        self.not_before = self.not_before.max(now + wait);
        wait
    }

    fn learn_limit(&mut self, headers: &HeaderMap) {
        if let Some(limit) = number(headers, "x-ratelimit-limit").filter(|limit| *limit > 0) {
            self.limit = Some(limit);
        }
    }

    fn forget_old(&mut self, now: Duration) {
        while self.sent.front().is_some_and(|sent| *sent + WINDOW <= now) {
            self.sent.pop_front();
        }
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn number(headers: &HeaderMap, name: &str) -> Option<usize> {
    text(headers, name)?.parse().ok()
}

/// Seconds, whole or with a fraction; rounded up to the millisecond, so that nothing leaves early.
fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    let seconds: f64 = text(headers, name)?.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0)?;
    let wait = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST).min(LONGEST);
    Some(Duration::from_millis(u64::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn secs(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn waits_exactly_as_told_and_never_less() {
        for (pairs, wait) in [
            (vec![("x-ratelimit-retry-after", "12")], secs(12)),
            (vec![("retry-after", "7")], secs(7)),
            (vec![("retry-after", "7"), ("x-ratelimit-retry-after", "9")], secs(9)),
            (vec![("retry-after", "2.0004")], Duration::from_millis(2_001)),
            (vec![("retry-after", "0")], SHORTEST),
            (vec![], UNTOLD),
            (vec![("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], UNTOLD),
            (vec![("retry-after", "-3")], UNTOLD),
            (vec![("retry-after", "1e300")], LONGEST),
        ] {
            let mut pace = Pace::default();
            assert_eq!(pace.told_to_wait(&headers(&pairs), secs(5)), wait, "{pairs:?}");
            assert_eq!(
                pace.turn(secs(5) + wait.checked_sub(Duration::from_millis(1)).unwrap()),
                Err(Duration::from_millis(1))
            );
            assert_eq!(pace.turn(secs(5) + wait), Ok(()));
        }
    }

    #[test]
    fn others_on_the_same_key_are_left_their_room() {
        let mut pace = Pace::default();
        pace.turn(secs(1)).unwrap();
        pace.learn(&headers(&[("x-ratelimit-limit", "100"), ("x-ratelimit-remaining", "0")]), secs(2));
        assert_eq!(pace.turn(secs(3)), Err(secs(59)));
    }

    proptest! {
        /// In no window of a minute does more leave than the plan allows.
        #[test]
        fn stays_below_the_plan(limit in 1_usize..40, steps in prop::collection::vec(0_u64..4_000, 1..300)) {
            let mut pace = Pace::default();
            pace.learn(&headers(&[("x-ratelimit-limit", &limit.to_string())]), Duration::ZERO);
            let (mut now, mut left) = (Duration::ZERO, Vec::new());
            for step in steps {
                now += Duration::from_millis(step);
                match pace.turn(now) {
                    Ok(()) => left.push(now),
                    Err(wait) => prop_assert!(wait > Duration::ZERO && wait <= WINDOW),
                }
                let recent = left.iter().filter(|t| **t + WINDOW > now).count();
                prop_assert!(recent <= limit);
            }
        }
    }
}
