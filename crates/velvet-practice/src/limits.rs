use std::{
    collections::VecDeque,
    str::FromStr,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

/// A plan of apifansly.com, with its rate limit per minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    /// 100 requests.
    Free,
    /// 600 requests.
    Starter,
    /// 1,000 requests.
    Pro,
    /// No limit. The service calls it Enterprise.
    Unlimited,
}

impl Plan {
    /// Returns the rate limit per minute, if there is one.
    pub fn per_minute(self) -> Option<u32> {
        match self {
            Self::Free => Some(100),
            Self::Starter => Some(600),
            Self::Pro => Some(1_000),
            Self::Unlimited => None,
        }
    }

    /// Returns the text of `X-RateLimit-Plan`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::Starter => "Starter",
            Self::Pro => "Pro",
            Self::Unlimited => "Enterprise",
        }
    }
}

impl FromStr for Plan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "free" => Ok(Self::Free),
            "starter" => Ok(Self::Starter),
            "pro" => Ok(Self::Pro),
            "unlimited" => Ok(Self::Unlimited),
            _ => Err(format!("Unknown plan: {text:?}. Choose free, starter, pro, or unlimited.")),
        }
    }
}

/// The times of the requests that still count against the rate limit.
#[derive(Debug)]
pub struct SlidingWindow {
    length: Duration,
    passed: VecDeque<Instant>,
}

impl SlidingWindow {
    /// Returns an empty window.
    pub fn new(length: Duration) -> Self {
        Self { length, passed: VecDeque::new() }
    }

    /// Counts a request and returns how many may follow at once. If the limit is reached, returns the time until the
    /// next request may come. A refused request does not count (a guess: the documentation does not say).
    pub fn pass(&mut self, now: Instant, limit: u32) -> Result<u32, Duration> {
        while self.passed.front().is_some_and(|&first| now.saturating_duration_since(first) >= self.length) {
            self.passed.pop_front();
        }
        let counted = u32::try_from(self.passed.len()).unwrap_or(u32::MAX);
        if counted < limit {
            self.passed.push_back(now);
            return Ok(limit - counted - 1);
        }
        // If the limit was lowered, more requests may count than allowed. All but `limit - 1` of them must expire
        // first.
        let blocking = counted.saturating_sub(limit) as usize;
        let leaves = self.passed.get(blocking).map(|&moment| moment + self.length);
        Err(leaves.map_or(self.length, |moment| moment.saturating_duration_since(now)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::SlidingWindow;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn counts_down_and_then_says_how_long() {
        let (mut window, start) = (SlidingWindow::new(MINUTE), Instant::now());
        for left in (0..3).rev() {
            assert_eq!(window.pass(start, 3), Ok(left));
        }
        assert_eq!(window.pass(start + Duration::from_secs(20), 3), Err(Duration::from_secs(40)));
    }

    #[test]
    fn it_slides_rather_than_starting_over() {
        let (mut window, start) = (SlidingWindow::new(MINUTE), Instant::now());
        assert_eq!(window.pass(start, 2), Ok(1));
        assert_eq!(window.pass(start + Duration::from_secs(50), 2), Ok(0));
        assert_eq!(window.pass(start + MINUTE, 2), Ok(0), "the first has left");
        assert_eq!(window.pass(start + MINUTE, 2), Err(Duration::from_secs(50)), "the second has not");
    }

    #[test]
    fn what_was_turned_away_does_not_count() {
        let (mut window, start) = (SlidingWindow::new(MINUTE), Instant::now());
        assert_eq!(window.pass(start, 1), Ok(0));
        for second in 1..60 {
            assert!(window.pass(start + Duration::from_secs(second), 1).is_err());
        }
        assert_eq!(window.pass(start + MINUTE, 1), Ok(0));
    }

    #[test]
    fn a_lowered_limit_waits_for_enough_to_leave() {
        let (mut window, start) = (SlidingWindow::new(MINUTE), Instant::now());
        for second in 0..4 {
            assert!(window.pass(start + Duration::from_secs(second), 10).is_ok());
        }
        let now = start + Duration::from_secs(10);
        assert_eq!(window.pass(now, 2), Err(Duration::from_secs(52)), "the third must leave, at 62 s");
        assert_eq!(window.pass(now, 0), Err(MINUTE), "nothing is ever free under a limit of none");
    }
}
