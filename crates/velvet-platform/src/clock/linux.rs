use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Includes time asleep and ignores changes of the computer's clock. `Instant` is `CLOCK_MONOTONIC`, which stops during
/// sleep (`man clock_gettime`).
pub(super) fn since_boot() -> Duration {
    clock_gettime(ClockId::Boottime).try_into().unwrap_or_default()
}
