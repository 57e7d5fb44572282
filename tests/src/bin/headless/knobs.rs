//! Settings from the environment that only proofs use. The app has none of them.
//!
//! * `VELVET_ROPE_TEST_HASTE=50`: the clock runs this many times faster, so that pauses pass sooner.
//! * `VELVET_ROPE_TEST_TIMEOUT_MS=400`: how long to wait for a reply.
//! * `VELVET_ROPE_TEST_DIE=before_send:3`: kills this process, like `kill -9`, when it reaches that fail point for the
//!   third time.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use rustix::process::{Signal, getpid, kill_process};
use velvet_core::api::TimeLimits;
use velvet_core::clock::{Clock, SystemClock};
use velvet_core::failpoint::{self, FailPoint};

/// Returns the system's clock, sped up if a proof asks for it.
pub fn clock() -> Arc<dyn Clock> {
    match number("VELVET_ROPE_TEST_HASTE").and_then(|times| u32::try_from(times).ok()) {
        Some(times) if times > 1 => Arc::new(Hasty { clock: SystemClock::default(), times }),
        _ => Arc::new(SystemClock::default()),
    }
}

/// Returns the time limits for requests.
pub fn limits() -> TimeLimits {
    number("VELVET_ROPE_TEST_TIMEOUT_MS").map_or_else(TimeLimits::default, |ms| {
        let limit = Duration::from_millis(ms);
        TimeLimits { connect: limit, total: limit }
    })
}

/// Kills this process at the fail point that a proof has named.
///
/// # Errors
/// Returns a sentence if there is no such fail point.
pub fn die_when_told() -> Result<(), String> {
    let Ok(told) = env::var("VELVET_ROPE_TEST_DIE") else { return Ok(()) };
    let (word, times) = told.split_once(':').unwrap_or((&told, "1"));
    let fatal =
        FailPoint::from_word(word).ok_or_else(|| format!("VELVET_ROPE_TEST_DIE: Unknown moment {word:?}"))?;
    let times: u64 = times
        .parse()
        .map_err(|_| format!("VELVET_ROPE_TEST_DIE: Expected a number of times, not {times:?}"))?;
    let met = AtomicU64::new(0);
    failpoint::watch(move |moment| {
        if moment == fatal && met.fetch_add(1, Ordering::Relaxed) + 1 == times {
            // The signal arrives before the call returns, so no code after it runs.
            let _ = kill_process(getpid(), Signal::KILL);
        }
    });
    Ok(())
}

/// A clock that runs faster: pauses are shorter, and everything seems to take longer.
struct Hasty {
    clock: SystemClock,
    times: u32,
}

impl Clock for Hasty {
    fn now(&self) -> i64 {
        self.clock.now()
    }

    fn elapsed(&self) -> Duration {
        self.clock.elapsed() * self.times
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep(duration / self.times).boxed()
    }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hasty_clock_keeps_its_own_measure() {
        let clock = Hasty { clock: SystemClock::default(), times: 100 };
        let (began, real) = (clock.elapsed(), std::time::Instant::now());
        clock.sleep(Duration::from_secs(1)).await;
        assert!(
            clock.elapsed().checked_sub(began).unwrap() >= Duration::from_secs(1),
            "never too short by its own measure"
        );
        assert!(real.elapsed() < Duration::from_secs(1));
    }
}
