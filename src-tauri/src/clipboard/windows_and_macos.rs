//! Windows and macOS: the system takes the text, and keeps it after the app has ended.

use tauri::{AppHandle, Runtime, async_runtime::spawn_blocking};

pub(super) async fn put<R: Runtime>(_: &AppHandle<R>, text: String) -> Result<(), String> {
    spawn_blocking(move || arboard::Clipboard::new()?.set_text(text))
        .await
        .map_err(|error| error.to_string())?
        .map_err(|error: arboard::Error| error.to_string())
}
