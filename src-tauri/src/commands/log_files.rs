//! Files of the log.

use tauri::State;
use velvet_core::{
    app::App,
    view::{AppState, ExportFormat, ExportWords, Selection, TrimOffer},
};

use super::{Answer, export};
use crate::{AnyDialogs, dialogs::BACKUPS};

/// Asks for a place and writes the chosen rows of the log. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn export_log(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    selection: Selection,
    format: ExportFormat,
    words: ExportWords,
) -> Answer<Option<String>> {
    export(&dialogs, app.log_export(selection, format, words).await?).await
}

/// Ends the export that is being written.
#[tauri::command]
pub async fn cancel_export(app: State<'_, App>) -> Answer<()> {
    app.cancel_export();
    Ok(())
}

/// Asks for a place and writes the whole log. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn save_backup(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<String>> {
    match dialogs.save(app.backup_name()).await {
        Some(path) => app.save_backup(path).await.map(Some),
        None => Ok(None),
    }
}

/// Asks for a back-up and takes it in place of the log. Nothing when the user chose none.
#[tauri::command]
pub async fn restore_backup(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<AppState>> {
    match dialogs.open(&BACKUPS).await {
        Some(path) => app.restore_backup(path).await.map(Some),
        None => Ok(None),
    }
}

/// What would go if everything that ended before a moment were removed from the log.
#[tauri::command]
pub async fn trim_offer(app: State<'_, App>, before: i64) -> Answer<TrimOffer> {
    app.trim_offer(before).await
}

/// Removes from the log what ended before a moment.
#[tauri::command]
pub async fn trim_log(app: State<'_, App>, before: i64) -> Answer<AppState> {
    app.trim_log(before).await
}

/// Opens the ledger again, after what kept it closed was mended.
#[tauri::command]
pub async fn open_ledger_again(app: State<'_, App>) -> Answer<AppState> {
    app.open_ledger_again().await
}
