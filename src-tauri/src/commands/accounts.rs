//! Commands for the accounts of the keys.

use tauri::State;
use velvet_core::{app::App, view::AppState};

use super::Answer;

/// Refreshes the accounts of the keys.
#[tauri::command]
pub async fn refresh_accounts(app: State<'_, App>) -> Answer<AppState> {
    app.accounts().await.refresh().await
}

/// Chooses the account that the next adds are for.
#[tauri::command]
pub async fn choose_account(app: State<'_, App>, account: String) -> Answer<AppState> {
    app.accounts().await.choose(account).await
}

/// Sets an account's nickname and the color of its badge.
#[tauri::command]
pub async fn set_account(
    app: State<'_, App>,
    account: String,
    nickname: String,
    colour: u8,
) -> Answer<AppState> {
    app.accounts().await.set_appearance(account, nickname, colour).await
}

/// Checks whether an account's session is alive.
#[tauri::command]
pub async fn check_session(app: State<'_, App>, account: String) -> Answer<AppState> {
    app.accounts().await.check_session(account).await
}
