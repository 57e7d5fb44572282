//! Hiding, rather than minimizing, takes the window out of the taskbar too, whose preview would show it. A second start
//! brings it back (`crate::single`).

use tauri::{AppHandle, Manager, Runtime};

use crate::window::MAIN;

pub fn hide<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    app.get_webview_window(MAIN).map_or(Ok(()), |window| window.hide())
}
