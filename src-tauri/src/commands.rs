//! What the window may ask for: each command hands its arguments to the core and its answer back.

use tauri::State;
use velvet_core::{
    app::App,
    view::{AppState, Failure, LogRow, LogSlice, Mode, Preferences},
};

type Answer<T> = Result<T, Failure>;

/// Everything the window needs to draw itself, except the rows of the log.
#[tauri::command]
pub async fn app_state(app: State<'_, App>) -> Answer<AppState> {
    app.app_state().await
}

/// Tests the key by listing its accounts, then keeps it. It never comes back.
#[tauri::command]
pub async fn save_key(app: State<'_, App>, key: String) -> Answer<AppState> {
    app.save_key(key.into()).await
}

/// Takes the key out of the keychain and out of memory.
#[tauri::command]
pub async fn forget_key(app: State<'_, App>) -> Answer<AppState> {
    app.forget_key().await
}

/// Looks into the keychain once more, after the user unlocked it.
#[tauri::command]
pub async fn read_keychain_again(app: State<'_, App>) -> Answer<AppState> {
    app.read_keychain_again().await
}

/// Turns to the real service or to practice.
#[tauri::command]
pub async fn set_mode(app: State<'_, App>, mode: Mode) -> Answer<AppState> {
    app.set_mode(mode).await
}

/// Lists the accounts of the key again.
#[tauri::command]
pub async fn refresh_accounts(app: State<'_, App>) -> Answer<AppState> {
    app.refresh_accounts().await
}

/// Chooses the account the next adds are for.
#[tauri::command]
pub async fn choose_account(app: State<'_, App>, account: String) -> Answer<AppState> {
    app.choose_account(account).await
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

/// A part of the log, newest first.
#[tauri::command]
pub async fn log_slice(app: State<'_, App>, offset: u32, limit: u32) -> Answer<LogSlice> {
    app.log_slice(offset, limit).await
}

/// Keeps what the user chose.
#[tauri::command]
pub async fn set_preferences(app: State<'_, App>, preferences: Preferences) -> Answer<AppState> {
    app.set_preferences(preferences).await
}

/// The notices were read.
#[tauri::command]
pub async fn dismiss_notices(app: State<'_, App>) -> Answer<AppState> {
    app.dismiss_notices().await
}

/// Opens the ledger again, after what kept it closed was mended.
#[tauri::command]
pub async fn open_ledger_again(app: State<'_, App>) -> Answer<AppState> {
    app.open_ledger_again().await
}

/// Erases the ledger, the preferences and the keychain's entry.
#[tauri::command]
pub async fn erase_everything(app: State<'_, App>) -> Answer<AppState> {
    app.erase_everything().await
}
