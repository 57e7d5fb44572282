//! Linux: GTK's clipboard, which the web view uses too. It serves the text until something else is copied or the app
//! ends, on Wayland as on X11.
//!
//! `arboard` would need a window of its own on X11, and on Wayland the right to watch the clipboard, which some desktops
//! give to nobody. It also sends the text in one request, and X11 takes at most 16 MB: about 880,000 IDs.

use gtk::{Clipboard, gdk::SELECTION_CLIPBOARD};
use tauri::{AppHandle, Runtime};
use tokio::sync::oneshot;

/// Only the main thread may call GTK. It copies the text, which takes milliseconds even for a million IDs.
pub(super) async fn put<R: Runtime>(app: &AppHandle<R>, text: String) -> Result<(), String> {
    let (done, is_done) = oneshot::channel();
    app.run_on_main_thread(move || {
        Clipboard::get(&SELECTION_CLIPBOARD).set_text(&text);
        let _ = done.send(());
    })
    .map_err(|error| error.to_string())?;
    is_done.await.map_err(|error| error.to_string())
}
