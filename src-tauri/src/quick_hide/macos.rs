//! Hiding the app, as Command-H does, gives the screen and the menu bar to the app before. A click on its icon in the
//! Dock, or Command-Tab, brings it back.

use tauri::{AppHandle, Runtime};

pub fn hide<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    app.hide()
}
