use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Counts the time asleep and follows nobody who sets the computer's clock. `Instant` is `CLOCK_MONOTONIC`, which stands
/// still in between (`man clock_gettime`).
pub(super) fn since_boot() -> Duration {
    clock_gettime(ClockId::Boottime).try_into().unwrap_or_default()
}
