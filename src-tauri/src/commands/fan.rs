//! Commands for one fan.

use tauri::State;
use velvet_core::{
    IdLines,
    app::App,
    ids::FanId,
    model::sanitize::line,
    view::{FanRecord, LogRow, LookUp, Understood},
};

use super::{Answer, copy};
use crate::AnyClipboard;

/// The most characters of a username that are copied.
const LONGEST_USERNAME: usize = 200;

/// Parses the text in the fan field.
#[tauri::command]
pub async fn understand(app: State<'_, App>, account: String, text: String) -> Answer<Understood> {
    app.people().await.understand(account, text).await
}

/// Looks up fans by name.
#[tauri::command]
pub async fn look_up(app: State<'_, App>, account: String, text: String) -> Answer<LookUp> {
    app.people().await.look_up(account, text).await
}

/// Adds one fan to the account's VIP list. `fan` is the field's text as typed. An ID that is probably a typo is added
/// only if the user has said so (`anyway`).
#[tauri::command]
pub async fn add_vip(app: State<'_, App>, account: String, fan: String, anyway: bool) -> Answer<LogRow> {
    let items = app.items().await;
    if anyway { items.add_anyway(account, fan).await } else { items.add(account, fan).await }
}

/// Undoes a row of the log.
#[tauri::command]
pub async fn undo(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.items().await.undo(item).await
}

/// Checks an unconfirmed row against the VIP list.
#[tauri::command]
pub async fn check(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.items().await.check(item).await
}

/// Retries a row of the log.
#[tauri::command]
pub async fn again(app: State<'_, App>, item: i64) -> Answer<LogRow> {
    app.items().await.retry(item).await
}

/// Stops a row that waits because the server asked for it.
#[tauri::command]
pub async fn stop_waiting(app: State<'_, App>, item: i64) -> Answer<()> {
    app.items().await.stop_waiting(item).await
}

/// Returns what the app knows of a fan, on all accounts.
#[tauri::command]
pub async fn fan_record(app: State<'_, App>, fan: String) -> Answer<FanRecord> {
    app.people().await.record(fan).await
}

/// Copies the ID of a fan.
#[tauri::command]
pub async fn copy_fan(clipboard: State<'_, AnyClipboard>, fan: String) -> Answer<u64> {
    copy(&clipboard, IdLines::from(&FanId::from_digits(fan)?)).await
}

/// Copies the username of a fan, with the @.
#[tauri::command]
pub async fn copy_username(clipboard: State<'_, AnyClipboard>, username: String) -> Answer<u64> {
    copy(&clipboard, IdLines { text: line(&format!("@{username}"), LONGEST_USERNAME), count: 1 }).await
}
