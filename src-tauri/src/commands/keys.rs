//! Commands for the keys. None of them returns a key.

use secrecy::SecretString;
use tauri::State;
use velvet_core::{app::App, view::AppState};

use super::Answer;
use crate::clipboard::Pasted;

/// Tests the key by listing its accounts, then saves it.
#[tauri::command]
pub async fn save_key(app: State<'_, App>, pasted: State<'_, Pasted>, key: String) -> Answer<AppState> {
    let key = SecretString::from(key);
    app.keys().await.save(key.clone()).await.inspect(|_| pasted.note(key))
}

/// Tests the key, then saves it in place of another one.
#[tauri::command]
pub async fn replace_key(
    app: State<'_, App>,
    pasted: State<'_, Pasted>,
    id: u32,
    key: String,
) -> Answer<AppState> {
    let key = SecretString::from(key);
    app.keys().await.replace(id, key.clone()).await.inspect(|_| pasted.note(key))
}

/// Whether the key saved last is still on the clipboard. Reveals nothing else about the clipboard.
#[tauri::command]
pub async fn key_on_clipboard(pasted: State<'_, Pasted>) -> Answer<bool> {
    Ok(pasted.is_there().await)
}

/// Clears that key from the clipboard. Returns whether it is gone.
#[tauri::command]
pub async fn clear_clipboard(pasted: State<'_, Pasted>) -> Answer<bool> {
    Ok(pasted.clear().await)
}

/// Removes a key from the keychain and from memory.
#[tauri::command]
pub async fn remove_key(app: State<'_, App>, id: u32) -> Answer<AppState> {
    app.keys().await.remove(id).await
}

/// Reads the keychain again, after the user unlocked it.
#[tauri::command]
pub async fn read_keychain_again(app: State<'_, App>) -> Answer<AppState> {
    app.keys().await.reload().await
}
