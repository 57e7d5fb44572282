use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Counts the time asleep (`man clock_gettime`). `Instant` is `CLOCK_UPTIME_RAW`, which stands still in between.
pub(super) fn since_boot() -> Duration {
    clock_gettime(ClockId::Monotonic).try_into().unwrap_or_default()
}
