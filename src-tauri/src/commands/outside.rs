//! Commands that open something outside of the app. The page names neither a path nor an address.

use tauri::State;
use velvet_core::{
    app::App,
    view::{ErrorCode, Failure, Link},
};

use super::Answer;
use crate::{AnyOpener, SavedFiles, opener::show};

/// Shows a file that was saved since the app started in its folder.
#[tauri::command]
pub async fn show_saved(
    saved: State<'_, SavedFiles>,
    opener: State<'_, AnyOpener>,
    handle: u32,
) -> Answer<()> {
    match saved.path(handle) {
        Some(path) => show(&opener, path).await,
        None => Err(Failure::new(ErrorCode::Internal)),
    }
}

/// Shows the file of the log in its folder.
#[tauri::command]
pub async fn show_log_file(app: State<'_, App>, opener: State<'_, AnyOpener>) -> Answer<()> {
    show(&opener, app.backups().await.ledger_file()?).await
}

/// Opens a page in the browser.
#[tauri::command]
pub async fn open_link(app: State<'_, App>, opener: State<'_, AnyOpener>, link: Link) -> Answer<()> {
    opener.browse(app.address_of(&link)?).await.map_err(|error| {
        tracing::warn!(%error, "no browser opened");
        Failure::new(ErrorCode::LinkNotOpened)
    })
}
