use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Includes time asleep (`man clock_gettime`). `Instant` is `CLOCK_UPTIME_RAW`, which stops during sleep.
pub(super) fn since_boot() -> Duration {
    clock_gettime(ClockId::Monotonic).try_into().unwrap_or_default()
}
