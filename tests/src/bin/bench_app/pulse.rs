//! Whether the window around the page is alive, asked again and again from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use velvet_tests::screen::Screen;

/// How long between an answer and the next question.
const PAUSE: Duration = Duration::from_millis(5);

/// Feels the pulse of a window.
pub struct Pulse {
    over: Arc<AtomicBool>,
    felt: JoinHandle<Duration>,
}

impl Pulse {
    /// Begins.
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

    /// Ends, and gives the longest time without an answer in milliseconds.
    pub fn longest(self) -> f64 {
        self.over.store(true, Ordering::Relaxed);
        self.felt.join().map_or(f64::NAN, |longest| longest.as_secs_f64() * 1000.0)
    }
}
