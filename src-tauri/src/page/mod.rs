//! The page's process. If it ends (out of memory, or a bug in the web view), the page is loaded again. The core keeps
//! running and sends the new page the whole state.

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
pub use system::{is_installed, prepare, watch};

/// The delays before the page is reloaded, by how often it ended recently. A page that always crashes must not keep the
/// computer busy.
const PAUSES: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(60)];

/// How far back an end counts as recent.
const LATELY: Duration = Duration::from_secs(120);

/// The recent ends of the page's process.
#[derive(Default)]
pub struct Ends(Mutex<Vec<Instant>>);

impl Ends {
    /// Records an end. Returns the delay before the page is reloaded.
    fn note(&self, now: Instant) -> Duration {
        let mut ends = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ends.retain(|end| now.saturating_duration_since(*end) < LATELY);
        let pause = PAUSES[ends.len().min(PAUSES.len() - 1)];
        ends.push(now);
        pause
    }
}

/// Reloads the page after its process ended, and has the core report it.
pub fn revive<R: Runtime>(app: &AppHandle<R>, why: &str) {
    tracing::error!(why, "the page's process ended");
    // The question about closing was lost with the page. The next page can show it again.
    app.state::<Closing>().is_over();
    app.state::<App>().page_ended();
    let pause = app.state::<Ends>().note(Instant::now());
    let app = app.clone();
    // Reload later even without a delay: the web view is still running this callback.
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
