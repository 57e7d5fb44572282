//! Commands for exports, backups, and the ledger file.

use tauri::{AppHandle, Runtime, State};
use velvet_core::{
    app::App,
    view::{AppState, ExportFormat, ExportWords, SavedFile, Selection, TrimOffer},
};

use super::{Answer, export};
use crate::{AnyDialogs, SavedFiles, dialogs::BACKUPS, taskbar};

/// Asks where to save the selected rows of the log and exports them. Returns the file, or `None` if the user canceled.
#[tauri::command]
pub async fn export_log(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    saved: State<'_, SavedFiles>,
    selection: Selection,
    format: ExportFormat,
    words: ExportWords,
) -> Answer<Option<SavedFile>> {
    export(&dialogs, &saved, app.entries().await.export(&selection, format, words)?).await
}

/// Cancels the running export.
#[tauri::command]
pub async fn cancel_export(app: State<'_, App>) -> Answer<()> {
    app.cancel_export();
    Ok(())
}

/// Asks where to save a backup of the log and writes it. Returns the file, or `None` if the user canceled.
#[tauri::command]
pub async fn save_backup(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    saved: State<'_, SavedFiles>,
) -> Answer<Option<SavedFile>> {
    let backups = app.backups().await;
    saved.save(&dialogs, backups.file_name(), |path| backups.save(path)).await
}

/// Asks for a backup and replaces the log with it. Returns `None` if the user canceled.
#[tauri::command]
pub async fn restore_backup<R: Runtime>(
    window: AppHandle<R>,
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
) -> Answer<Option<AppState>> {
    let Some(path) = dialogs.open(&BACKUPS).await else { return Ok(None) };
    let restored = app.backups().await.restore(path).await?;
    taskbar::clear(&window);
    Ok(Some(restored))
}

/// Returns what `trim_log` would remove for the same time.
#[tauri::command]
pub async fn trim_offer(app: State<'_, App>, before: i64) -> Answer<TrimOffer> {
    app.backups().await.trim_offer(before).await
}

/// Removes what ended before a given time from the log.
#[tauri::command]
pub async fn trim_log(app: State<'_, App>, before: i64) -> Answer<AppState> {
    app.backups().await.trim(before).await
}

/// Reopens the ledger after the user fixed what kept it closed.
#[tauri::command]
pub async fn open_ledger_again(app: State<'_, App>) -> Answer<AppState> {
    app.backups().await.reopen().await
}
