//! One fan: who is meant, and what is done.

use tauri::State;
use velvet_core::{
    app::App,
    view::{LogRow, LookUp, Understood},
};

use super::Answer;

/// What a text in the fan field means.
#[tauri::command]
pub async fn understand(app: State<'_, App>, account: String, text: String) -> Answer<Understood> {
    app.understand(account, text).await
}

/// Looks up who is called so.
#[tauri::command]
pub async fn look_up(app: State<'_, App>, account: String, text: String) -> Answer<LookUp> {
    app.look_up(account, text).await
}

/// Puts one fan on the account's VIP list; `fan` is the field as it was typed.
#[tauri::command]
pub async fn add_vip(app: State<'_, App>, account: String, fan: String) -> Answer<LogRow> {
    app.add_vip(account, fan).await
}

/// Does the opposite of a row.
#[tauri::command]
pub async fn undo(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.undo(item).await
}

/// Reads the VIP list to settle a row that is not sure.
#[tauri::command]
pub async fn check(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.check(item).await
}

/// Does what a row did once more.
#[tauri::command]
pub async fn again(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.again(item).await
}

/// Ends a row that the service told to wait.
#[tauri::command]
pub async fn stop_waiting(app: State<'_, App>, item: i64) -> Answer<()> {
    app.stop_waiting(item).await
}
