//! Batches that run, wait or have ended.

use tauri::State;
use velvet_core::{
    app::App,
    view::{BatchFilter, BatchRows, BatchSlice, BatchView},
};

use super::Answer;

/// A part of the batches, newest first.
#[tauri::command]
pub async fn batches(app: State<'_, App>, offset: u64, limit: u32) -> Answer<BatchSlice> {
    app.batches(offset, limit).await
}

/// One batch.
#[tauri::command]
pub async fn batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batch(batch).await
}

/// Items of a batch.
#[tauri::command]
pub async fn batch_rows(
    app: State<'_, App>,
    batch: i64,
    filter: BatchFilter,
    offset: u64,
    limit: u32,
) -> Answer<BatchRows> {
    app.batch_rows(batch, filter, offset, limit).await
}

/// Lets no more of a batch leave for now.
#[tauri::command]
pub async fn pause_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.pause_batch(batch).await
}

/// Goes on with a batch.
#[tauri::command]
pub async fn resume_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.resume_batch(batch).await
}

/// Lets no more of a batch leave, for good.
#[tauri::command]
pub async fn stop_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.stop_batch(batch).await
}

/// Starts a batch that takes back what this one did.
#[tauri::command]
pub async fn undo_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.undo_batch(batch).await
}

/// Starts a batch of what failed, is not sure or was never sent.
#[tauri::command]
pub async fn retry_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.retry_batch(batch).await
}
