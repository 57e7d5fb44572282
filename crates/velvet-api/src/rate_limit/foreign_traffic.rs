use std::time::Duration;

/// Whoever was not seen for so long is not there.
const GONE: Duration = Duration::from_secs(5 * 60);
/// In so long a burst that was seen is half forgotten.
const FADES: Duration = Duration::from_secs(60);

/// Others that use the same key, as far as the answers show them.
#[derive(Debug, Default)]
pub(super) struct ForeignTraffic {
    /// How many they had in the minute at the newest answer.
    count: i64,
    /// When there were some.
    when: Option<Duration>,
    /// The most that came between two answers, and when.
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

    /// How many places of `limit` are better left to them: they do not know of us.
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
