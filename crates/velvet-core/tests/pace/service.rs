//! The server's side, on a simulated clock.

use std::time::{Duration, Instant};

use velvet_core::api::rate_limit::RateLimitHeaders;
use velvet_practice::SlidingWindow;

/// Counts requests like the server, and answers with the same numbers.
pub struct Service {
    /// An arbitrary instant from which all others are measured.
    start: Instant,
    window: SlidingWindow,
    /// The most requests per minute, or `None` for no limit.
    pub limit: Option<u32>,
}

impl Service {
    pub fn new(limit: Option<u32>) -> Self {
        Self { start: Instant::now(), window: SlidingWindow::new(Duration::from_secs(60)), limit }
    }

    /// Handles a request that arrives at `at`. Requests count even without a limit, because one may be set soon.
    pub fn receives(&mut self, at: Duration) -> RateLimitHeaders {
        let counted = self.window.pass(self.start + at, self.limit.unwrap_or(u32::MAX));
        let limit = self.limit.map(i64::from);
        match (counted, limit) {
            (_, None) => RateLimitHeaders { status: 201, limit, remaining: None, wait: None },
            (Ok(remaining), _) => {
                RateLimitHeaders { status: 201, limit, remaining: Some(remaining.into()), wait: None }
            }
            (Err(wait), _) => {
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                let wait = Some(Duration::from_secs(seconds.max(1)));
                RateLimitHeaders { status: 429, limit, remaining: Some(0), wait }
            }
        }
    }
}
