//! Pings the window around the page repeatedly from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use velvet_tests::screen::Screen;

/// The pause between an answer and the next ping.
const PAUSE: Duration = Duration::from_millis(5);

/// A thread that pings a window.
pub struct Pulse {
    over: Arc<AtomicBool>,
    felt: JoinHandle<Duration>,
}

impl Pulse {
    /// Starts pinging.
    pub fn feel(screen: Screen, window: u32) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let felt = thread::spawn(move || {
            let mut longest = Duration::ZERO;
            while !seen.load(Ordering::Relaxed) {
                let asked = Instant::now();
                screen.is_alive(window);
                longest = longest.max(asked.elapsed());
                thread::sleep(PAUSE);
            }
            longest
        });
        Self { over, felt }
    }

    /// Stops pinging. Returns the longest time without an answer, in milliseconds.
    pub fn longest(self) -> f64 {
        self.over.store(true, Ordering::Relaxed);
        self.felt.join().map_or(f64::NAN, |longest| longest.as_secs_f64() * 1000.0)
    }
}
