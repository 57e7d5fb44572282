//! Commands for the log.

use tauri::State;
use velvet_core::{
    app::App,
    view::{BatchCourse, BatchView, FoundRows, LogFound, LogOffer, LogQuery, LogSlice, Selection, SpanCount},
};

use super::{Answer, copy};
use crate::AnyClipboard;

/// Returns a slice of the log, newest first.
#[tauri::command]
pub async fn log_slice(app: State<'_, App>, offset: u32, limit: u32) -> Answer<LogSlice> {
    app.entries().await.slice(offset, limit).await
}

/// Searches and sorts the log.
#[tauri::command]
pub async fn find_log(app: State<'_, App>, query: LogQuery) -> Answer<LogFound> {
    app.entries().await.find(query).await
}

/// Returns a slice of a search result.
#[tauri::command]
pub async fn found_rows(app: State<'_, App>, found: u64, offset: u64, limit: u32) -> Answer<FoundRows> {
    app.entries().await.rows(found, offset, limit).await
}

/// Returns what can be done with the selected rows, and the credits it uses.
#[tauri::command]
pub async fn offer_rows(app: State<'_, App>, selection: Selection) -> Answer<LogOffer> {
    app.entries().await.offer(selection).await
}

/// Starts batches that undo the selected rows.
#[tauri::command]
pub async fn undo_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.entries().await.undo(selection).await
}

/// Starts batches that retry the selected rows that did not succeed.
#[tauri::command]
pub async fn retry_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.entries().await.retry(selection).await
}

/// Copies the fan IDs of the selected rows. Returns their number.
#[tauri::command]
pub async fn copy_entries(
    app: State<'_, App>,
    clipboard: State<'_, AnyClipboard>,
    selection: Selection,
) -> Answer<u64> {
    copy(&clipboard, app.entries().await.ids(selection).await?).await
}

/// Sets the note of a fan.
#[tauri::command]
pub async fn set_note(app: State<'_, App>, fan: String, note: String) -> Answer<()> {
    app.entries().await.set_note(fan, note).await
}

/// Sets the same note for every selected fan. Returns the number of fans.
#[tauri::command]
pub async fn set_notes(app: State<'_, App>, selection: Selection, note: String) -> Answer<u64> {
    app.entries().await.set_notes(selection, note).await
}

/// Renames a batch.
#[tauri::command]
pub async fn set_batch_name(app: State<'_, App>, batch: i64, name: String) -> Answer<BatchView> {
    app.batches().await.rename(batch, name).await
}

/// Counts what was done between each pair of neighboring bounds.
#[tauri::command]
pub async fn log_days(
    app: State<'_, App>,
    account: Option<String>,
    bounds: Vec<i64>,
) -> Answer<Vec<SpanCount>> {
    app.entries().await.days(account, bounds).await
}

/// Returns how many credits the app has used since a time, at least.
#[tauri::command]
pub async fn credits_since(app: State<'_, App>, since: i64) -> Answer<u64> {
    app.entries().await.credits_since(since).await
}

/// Returns the timeline of a batch.
#[tauri::command]
pub async fn batch_course(app: State<'_, App>, batch: i64) -> Answer<BatchCourse> {
    app.batches().await.timeline(batch).await
}
