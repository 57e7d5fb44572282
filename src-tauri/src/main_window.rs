//! The main window, once it is open.

use tauri::{AppHandle, Manager, Runtime, Theme};
use velvet_core::view::Appearance;

use crate::quick_hide::QuickHide;

/// The window's label, as in the capability.
pub const MAIN: &str = "main";

/// Applies the chosen appearance to what the system draws around the page.
pub fn dress<R: Runtime>(app: &AppHandle<R>, appearance: Appearance) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.set_theme(theme(appearance));
    }
}

/// Shows the window to a user who started the app a second time.
pub fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    app.state::<QuickHide>().end();
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    }
}

/// Converts the appearance. `None` means the system's theme.
pub(crate) fn theme(appearance: Appearance) -> Option<Theme> {
    match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    }
}
