use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

/// `Instant` is the performance counter, which keeps counting during sleep. Counts from the first call instead of from
/// boot, because callers only use differences.
pub(super) fn since_boot() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
