//! Commands for batches.

use tauri::State;
use velvet_core::{
    app::App,
    view::{BatchFilter, BatchQuery, BatchRows, BatchSlice, BatchView},
};

use super::Answer;

/// Searches the batches, and returns a slice of those found, newest first.
#[tauri::command]
pub async fn batches(app: State<'_, App>, query: BatchQuery, offset: u64, limit: u32) -> Answer<BatchSlice> {
    app.batches().await.find(query, offset, limit).await
}

/// Returns one batch.
#[tauri::command]
pub async fn batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.get(batch).await
}

/// Returns items of a batch.
#[tauri::command]
pub async fn batch_rows(
    app: State<'_, App>,
    batch: i64,
    filter: BatchFilter,
    offset: u64,
    limit: u32,
) -> Answer<BatchRows> {
    app.batches().await.rows(batch, filter, offset, limit).await
}

/// Pauses a batch: no further item is sent until it is resumed.
#[tauri::command]
pub async fn pause_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.pause(batch).await
}

/// Resumes a batch.
#[tauri::command]
pub async fn resume_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.resume(batch).await
}

/// Stops a batch for good.
#[tauri::command]
pub async fn stop_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.stop(batch).await
}

/// Starts a batch that undoes this one.
#[tauri::command]
pub async fn undo_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.undo(batch).await
}

/// Starts a batch of the items that failed, are unconfirmed, or were never sent.
#[tauri::command]
pub async fn retry_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batches().await.retry(batch).await
}
