//! The keys: none ever comes back.

use tauri::State;
use velvet_core::{app::App, view::AppState};

use super::Answer;

/// Tests the key by listing its accounts, then keeps it. It never comes back.
#[tauri::command]
pub async fn save_key(app: State<'_, App>, key: String) -> Answer<AppState> {
    app.save_key(key.into()).await
}

/// The same, in place of another key.
#[tauri::command]
pub async fn replace_key(app: State<'_, App>, id: u32, key: String) -> Answer<AppState> {
    app.replace_key(id, key.into()).await
}

/// Takes a key out of the keychain and out of memory.
#[tauri::command]
pub async fn forget_key(app: State<'_, App>, id: u32) -> Answer<AppState> {
    app.forget_key(id).await
}

/// Looks into the keychain once more, after the user unlocked it.
#[tauri::command]
pub async fn read_keychain_again(app: State<'_, App>) -> Answer<AppState> {
    app.read_keychain_again().await
}
