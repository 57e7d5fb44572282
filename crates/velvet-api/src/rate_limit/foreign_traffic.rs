use std::time::Duration;

/// Other clients count as gone after this time without a trace.
const GONE: Duration = Duration::from_secs(5 * 60);
/// Half-life of the largest burst seen.
const FADES: Duration = Duration::from_secs(60);

/// Traffic of other clients with the same key, as far as replies reveal it.
#[derive(Debug, Default)]
pub(super) struct ForeignTraffic {
    /// Their requests in the last minute, as of the newest reply.
    count: i64,
    /// When they were last seen.
    when: Option<Duration>,
    /// The largest increase between two replies, and its time.
    burst: i64,
    burst_at: Duration,
}

impl ForeignTraffic {
    pub(super) fn seen(&mut self, count: i64, now: Duration) {
        let came = count - self.count;
        if came > self.faded(now) {
            (self.burst, self.burst_at) = (came, now);
        }
        self.count = count;
        if count > 0 {
            self.when = Some(now);
        }
    }

    /// Returns how much of `limit` to leave to the other clients, which don't know about us.
    pub(super) fn reserve(&self, limit: i64, now: Duration) -> i64 {
        match self.when {
            Some(when) if now.saturating_sub(when) < GONE => {
                self.faded(now).clamp((limit + 63) / 64, (limit / 10).max(1))
            }
            _ => 0,
        }
    }

    fn faded(&self, now: Duration) -> i64 {
        let halves = now.saturating_sub(self.burst_at).as_secs() / FADES.as_secs();
        self.burst >> halves.min(62)
    }
}
