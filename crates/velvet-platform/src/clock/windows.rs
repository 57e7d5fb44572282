use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

/// `Instant` is the performance counter, which goes on while the computer sleeps. Since the first call, not since the
/// computer was started: only distances are asked for.
pub(super) fn since_boot() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
