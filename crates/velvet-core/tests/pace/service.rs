//! The service's side of it, on time that is only counted.

use std::time::{Duration, Instant};

use velvet_core::api::rate_limit::RateLimitHeaders;
use velvet_practice::SlidingWindow;

/// Counts like the service, and answers with the same figures.
pub struct Service {
    /// Some moment; all others are counted from it.
    start: Instant,
    window: SlidingWindow,
    /// Requests a minute may have; nothing: as many as come.
    pub limit: Option<u32>,
}

impl Service {
    pub fn new(limit: Option<u32>) -> Self {
        Self { start: Instant::now(), window: SlidingWindow::new(Duration::from_secs(60)), limit }
    }

    /// A request arrives at `at`. Without a limit it is counted as well: there may be one in a moment.
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
