//! The keys: none ever comes back.

use secrecy::SecretString;
use tauri::State;
use velvet_core::{app::App, view::AppState};

use super::Answer;
use crate::clipboard::Pasted;

/// Tests the key by listing its accounts, then keeps it. It never comes back.
#[tauri::command]
pub async fn save_key(app: State<'_, App>, pasted: State<'_, Pasted>, key: String) -> Answer<AppState> {
    let key = SecretString::from(key);
    app.save_key(key.clone()).await.inspect(|_| pasted.note(key))
}

/// The same, in place of another key.
#[tauri::command]
pub async fn replace_key(
    app: State<'_, App>,
    pasted: State<'_, Pasted>,
    id: u32,
    key: String,
) -> Answer<AppState> {
    let key = SecretString::from(key);
    app.replace_key(id, key.clone()).await.inspect(|_| pasted.note(key))
}

/// Whether the key that was saved last is still on the clipboard. Nothing else of what is there is told.
#[tauri::command]
pub async fn key_on_clipboard(pasted: State<'_, Pasted>) -> Answer<bool> {
    Ok(pasted.is_there().await)
}

/// Takes it from the clipboard. Says whether it is gone.
#[tauri::command]
pub async fn clear_clipboard(pasted: State<'_, Pasted>) -> Answer<bool> {
    Ok(pasted.clear().await)
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
