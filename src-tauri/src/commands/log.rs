//! The log: found, chosen from, noted.

use tauri::State;
use velvet_core::{
    app::App,
    view::{BatchCourse, BatchView, FoundRows, LogFound, LogOffer, LogQuery, LogSlice, Selection, SpanCount},
};

use super::Answer;

/// A part of the log, newest first.
#[tauri::command]
pub async fn log_slice(app: State<'_, App>, offset: u32, limit: u32) -> Answer<LogSlice> {
    app.log_slice(offset, limit).await
}

/// Finds rows of the log, in an order.
#[tauri::command]
pub async fn find_log(app: State<'_, App>, query: LogQuery) -> Answer<LogFound> {
    app.find_log(query).await
}

/// A part of what was found.
#[tauri::command]
pub async fn found_rows(app: State<'_, App>, found: u64, offset: u64, limit: u32) -> Answer<FoundRows> {
    app.found_rows(found, offset, limit).await
}

/// What can be done about the rows that were chosen, and what it would cost.
#[tauri::command]
pub async fn offer_rows(app: State<'_, App>, selection: Selection) -> Answer<LogOffer> {
    app.offer_rows(selection).await
}

/// Starts batches that take back what the rows did that were chosen.
#[tauri::command]
pub async fn undo_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.undo_rows(selection).await
}

/// Starts batches that try again what did not work of the rows that were chosen.
#[tauri::command]
pub async fn retry_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.retry_rows(selection).await
}

/// The ids of the rows that were chosen, one a line.
#[tauri::command]
pub async fn ids_of(app: State<'_, App>, selection: Selection) -> Answer<String> {
    app.ids_of(selection).await
}

/// Notes something about a fan.
#[tauri::command]
pub async fn set_note(app: State<'_, App>, fan: String, note: String) -> Answer<()> {
    app.set_note(fan, note).await
}

/// Notes the same about every fan who was chosen, and says about how many.
#[tauri::command]
pub async fn set_notes(app: State<'_, App>, selection: Selection, note: String) -> Answer<u64> {
    app.set_notes(selection, note).await
}

/// Gives a list another name.
#[tauri::command]
pub async fn set_batch_name(app: State<'_, App>, batch: i64, name: String) -> Answer<BatchView> {
    app.set_batch_name(batch, name).await
}

/// What was done between each two moments.
#[tauri::command]
pub async fn log_days(
    app: State<'_, App>,
    account: Option<String>,
    bounds: Vec<i64>,
) -> Answer<Vec<SpanCount>> {
    app.log_days(account, bounds).await
}

/// How a batch went.
#[tauri::command]
pub async fn batch_course(app: State<'_, App>, batch: i64) -> Answer<BatchCourse> {
    app.batch_course(batch).await
}
