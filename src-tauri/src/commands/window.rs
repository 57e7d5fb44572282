//! The window itself, and the app as a whole.

use tauri::{AppHandle, Runtime, State, WebviewWindow, ipc::Channel};
use velvet_core::{
    app::App,
    view::{AppEvent, AppState, CloseChoice, Mode, Preferences, ThirdParty},
};

use super::Answer;
use crate::{
    about, desktop,
    event_channel::Page,
    shutdown::{self, Closing},
};

/// Everything the window needs to draw itself, except the rows of the log. From then on it is told what changes: it listens
/// first and is answered then, so that nothing falls in between.
#[tauri::command]
pub async fn app_state(
    app: State<'_, App>,
    page: State<'_, Page>,
    news: Channel<AppEvent>,
) -> Answer<AppState> {
    page.listens(news);
    app.app_state().await
}

/// Turns to the real service or to practice.
#[tauri::command]
pub async fn set_mode(app: State<'_, App>, mode: Mode) -> Answer<AppState> {
    app.set_mode(mode).await
}

/// The user can see the question that was asked when the window was to close.
#[tauri::command]
pub async fn closing_shown(closing: State<'_, Closing>) -> Answer<()> {
    closing.is_shown();
    Ok(())
}

/// What is to happen to what runs when the window closes.
#[tauri::command]
pub async fn answer_close<R: Runtime>(app: AppHandle<R>, choice: CloseChoice) -> Answer<()> {
    shutdown::answer(&app, choice);
    Ok(())
}

/// What helps to find out why something does not work. Nobody is named in it.
#[tauri::command]
pub async fn report(app: State<'_, App>) -> Answer<String> {
    app.report(&about::system()).await
}

/// The licences of what is linked into the app.
#[tauri::command]
pub async fn third_party() -> Answer<Vec<ThirdParty>> {
    Ok(about::third_party())
}

/// Shows a notice of the system.
#[tauri::command]
pub async fn notify(text: String) -> Answer<()> {
    desktop::show_notice(&text);
    Ok(())
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

/// Erases the ledger, the preferences, the keychain's entries, the app's log files, and what the web view kept.
#[tauri::command]
pub async fn erase_everything<R: Runtime>(window: WebviewWindow<R>, app: State<'_, App>) -> Answer<AppState> {
    let erased = app.erase_everything().await;
    if let Err(error) = window.clear_all_browsing_data() {
        tracing::warn!(%error, "what the web view kept could not be cleared");
    }
    erased
}
