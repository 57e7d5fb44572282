//! The server's side, on a simulated clock.

use std::time::{Duration, Instant};

use velvet_core::api::rate_limit::RateLimitHeaders;
use velvet_practice::SlidingWindow;

/// How a server may count the requests of a minute. The real one has not said.
#[derive(Debug, Clone, Copy)]
pub enum Counting {
    /// Those of the last 60 seconds.
    Sliding,
    /// Those since the last full minute.
    Fixed,
    /// A bucket of tokens that fills evenly within a minute.
    Bucket,
}

/// Counts requests like the server, and answers with the same numbers.
pub struct Service {
    /// An arbitrary instant from which all others are measured.
    start: Instant,
    counting: Counting,
    window: SlidingWindow,
    /// Requests since the last full minute, and which minute that is.
    minute: (u64, u32),
    /// Tokens in the bucket, and when it was last filled.
    bucket: (f64, Duration),
    /// The most requests per minute, or `None` for no limit.
    pub limit: Option<u32>,
}

impl Service {
    pub fn new(counting: Counting, limit: Option<u32>) -> Self {
        Self {
            start: Instant::now(),
            counting,
            window: SlidingWindow::new(Duration::from_secs(60)),
            minute: (0, 0),
            bucket: (limit.map_or(f64::MAX, f64::from), Duration::ZERO),
            limit,
        }
    }

    /// Counts a request. Returns how many more there is room for, or how long to wait.
    fn count(&mut self, at: Duration, limit: u32) -> Result<u32, Duration> {
        match self.counting {
            Counting::Sliding => self.window.pass(self.start + at, limit),
            Counting::Fixed => {
                let minute = at.as_secs() / 60;
                if self.minute.0 != minute {
                    self.minute = (minute, 0);
                }
                if self.minute.1 >= limit {
                    return Err(Duration::from_secs((minute + 1) * 60).saturating_sub(at));
                }
                self.minute.1 += 1;
                Ok(limit - self.minute.1)
            }
            Counting::Bucket => {
                let per_second = f64::from(limit) / 60.0;
                let filled = self.bucket.0 + at.saturating_sub(self.bucket.1).as_secs_f64() * per_second;
                self.bucket = (filled.min(f64::from(limit)), at);
                if self.bucket.0 < 1.0 {
                    return Err(Duration::from_secs_f64((1.0 - self.bucket.0) / per_second));
                }
                self.bucket.0 -= 1.0;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                // Between nothing and the limit.
                Ok(self.bucket.0 as u32)
            }
        }
    }

    /// Handles a request that arrives at `at`. Requests count even without a limit, because one may be set soon.
    pub fn receives(&mut self, at: Duration) -> RateLimitHeaders {
        let counted = self.count(at, self.limit.unwrap_or(u32::MAX));
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
