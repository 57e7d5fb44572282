//! Quick hide: the window is gone at once, and comes back when the user starts the app again. Until then, no notification
//! gives it away. Everything else goes on.

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(any(target_os = "linux", windows), path = "linux_and_windows.rs")]
mod system;

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{AppHandle, Manager, Runtime};

/// Whether the window was hidden in a hurry and has not come back.
#[derive(Debug, Default)]
pub struct QuickHide(AtomicBool);

impl QuickHide {
    /// Whether the app has to be quiet.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Called when the window is back.
    pub fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Hides the window.
pub fn hide<R: Runtime>(app: &AppHandle<R>) {
    // First, so that nothing is shown in between. If hiding fails, the window stays and the notifications with it.
    let quiet = app.state::<QuickHide>();
    quiet.0.store(true, Ordering::Relaxed);
    if let Err(error) = system::hide(app) {
        tracing::warn!(%error, "the window could not be hidden");
        quiet.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_is_quiet_from_hiding_to_coming_back() {
        let app = tauri::test::mock_app();
        app.manage(QuickHide::default());
        let quiet = app.state::<QuickHide>();
        assert!(!quiet.is_on());
        hide(app.handle());
        assert!(quiet.is_on());
        crate::window::bring_forward(app.handle());
        assert!(!quiet.is_on());
    }
}
