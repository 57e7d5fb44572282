//! The page's own process: it may end (out of memory, a fault in the web view), and then the page is loaded anew. The core
//! has gone on meanwhile and tells the new page everything.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager, Runtime, async_runtime::spawn};
use tokio::time::sleep;
use velvet_core::app::App;

use crate::{shutdown::Closing, window::MAIN};
pub use system::{prepare, watch};

/// How long the page is left alone before it is loaded again, by how often it ended lately: one that always ends must not
/// keep the computer busy.
const PAUSES: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(60)];

/// After this time without an end, the next one is the first again.
const LATELY: Duration = Duration::from_secs(120);

/// When the page's process ended lately.
#[derive(Default)]
pub struct Ends(Mutex<Vec<Instant>>);

impl Ends {
    /// It ended now. How long to wait before it is loaded again.
    fn note(&self, now: Instant) -> Duration {
        let mut ends = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ends.retain(|end| now.saturating_duration_since(*end) < LATELY);
        let pause = PAUSES[ends.len().min(PAUSES.len() - 1)];
        ends.push(now);
        pause
    }
}

/// The page's process has ended: loads the page again, and has it say so.
pub fn revive<R: Runtime>(app: &AppHandle<R>, why: &str) {
    tracing::error!(why, "the page's process ended");
    // The question on closing went with it; the next page can be asked again.
    app.state::<Closing>().is_over();
    app.state::<App>().page_ended();
    let pause = app.state::<Ends>().note(Instant::now());
    let app = app.clone();
    // Later in any case: the web view is in the middle of telling this.
    spawn(async move {
        sleep(pause).await;
        let loaded = app.get_webview_window(MAIN).map(|window| window.reload());
        if let Some(Err(error)) = loaded {
            tracing::error!(%error, "the page could not be loaded again");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_ends_again_and_again_is_loaded_less_and_less_often() {
        let ends = Ends::default();
        let start = Instant::now();
        let at = |seconds| ends.note(start + Duration::from_secs(seconds)).as_secs();
        assert_eq!([at(0), at(1), at(5), at(20), at(90)], [0, 2, 10, 60, 60]);
        assert_eq!(at(300), 0, "and as before after a quiet while");
    }
}
