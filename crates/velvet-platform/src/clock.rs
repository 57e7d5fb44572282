//! The clock abstraction. The core uses only the clock it is given, so tests control the time.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::future::BoxFuture;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

/// A source of time and timers.
pub trait Clock: Send + Sync {
    /// Returns milliseconds since 1970, UTC. May jump when the user sets the computer's clock.
    fn now(&self) -> i64;
    /// Returns the time since a fixed point of this run. Monotonic, and keeps counting while the computer sleeps.
    fn elapsed(&self) -> Duration;
    /// Completes after `duration` at the earliest. Time that the computer sleeps counts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The computer's clock.
#[derive(Debug)]
pub struct SystemClock {
    start: Duration,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: system::since_boot() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn elapsed(&self) -> Duration {
        system::since_boot().saturating_sub(self.start)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(sleep_by(system::since_boot, duration, STEP))
    }
}

/// How late a wait may end if the computer was asleep.
const STEP: Duration = Duration::from_secs(5);

/// Waits for `duration` by the clock `time`.
///
/// Timers stop while a computer with Linux or macOS sleeps. A long wait is therefore split into steps, and checks the
/// clock after each.
async fn sleep_by(time: impl Fn() -> Duration, duration: Duration, step: Duration) {
    let end = time().saturating_add(duration);
    while let Some(left) = end.checked_sub(time()).filter(|left| !left.is_zero()) {
        tokio::time::sleep(left.min(step)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_wait_that_the_computer_slept_through_is_over_when_it_wakes() {
        let seconds = Arc::new(AtomicU64::new(100));
        let clock = {
            let seconds = seconds.clone();
            move || Duration::from_secs(seconds.load(Ordering::Relaxed))
        };
        let mut wait = Box::pin(sleep_by(clock, Duration::from_secs(3600), Duration::from_millis(1)));
        assert!((&mut wait).now_or_never().is_none());
        seconds.store(100 + 3599, Ordering::Relaxed);
        assert!((&mut wait).now_or_never().is_none(), "a second is left");
        seconds.store(100 + 3600, Ordering::Relaxed);
        tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap();
    }

    #[tokio::test]
    async fn the_clock_runs() {
        let clock = SystemClock::default();
        let before = clock.elapsed();
        clock.sleep(Duration::from_millis(2)).await;
        assert!(clock.elapsed() >= before + Duration::from_millis(2));
    }
}
