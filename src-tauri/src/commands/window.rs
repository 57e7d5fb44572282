//! Commands for the window and for the app as a whole.

use tauri::{AppHandle, Manager, Runtime, State, WebviewWindow, ipc::Channel};
use velvet_core::{
    app::App,
    view::{AppEvent, AppState, CloseChoice, Mode, Preferences, SavedFile, SystemMenu, ThirdParty},
};

use super::Answer;
use crate::{
    AnyDialogs, SavedFiles,
    about::{self, LastReport, REPORT},
    desktop,
    event_channel::Page,
    menu,
    quick_hide::{self, QuickHide},
    shutdown::{self, Closing},
    taskbar,
};

/// Returns everything that the window needs for drawing, except the rows of the log. The page is subscribed to events
/// before the state is read, so that it misses no change in between.
#[tauri::command]
pub async fn app_state(
    app: State<'_, App>,
    page: State<'_, Page>,
    news: Channel<AppEvent>,
) -> Answer<AppState> {
    page.listens(news);
    Ok(app.state().await)
}

/// Switches between live and practice mode.
#[tauri::command]
pub async fn set_mode(app: State<'_, App>, mode: Mode) -> Answer<AppState> {
    app.modes().await.set(mode).await
}

/// Confirms that the user can see the question about closing.
#[tauri::command]
pub async fn closing_shown(closing: State<'_, Closing>) -> Answer<()> {
    closing.is_shown();
    Ok(())
}

/// Applies the user's choice for running batches when the window closes.
#[tauri::command]
pub async fn answer_close<R: Runtime>(app: AppHandle<R>, choice: CloseChoice) -> Answer<()> {
    shutdown::answer(&app, choice);
    Ok(())
}

/// Returns the report for troubleshooting. It identifies nobody.
#[tauri::command]
pub async fn report(app: State<'_, App>, last: State<'_, LastReport>) -> Answer<String> {
    let report = app.report(&about::system()).await?;
    last.keep(&report);
    Ok(report)
}

/// Asks where to save the report that the window shows and writes it. Returns the file, or `None` if the user canceled.
#[tauri::command]
pub async fn save_report(
    app: State<'_, App>,
    last: State<'_, LastReport>,
    dialogs: State<'_, AnyDialogs>,
    saved: State<'_, SavedFiles>,
) -> Answer<Option<SavedFile>> {
    let text = last.text();
    saved.save(&dialogs, REPORT.to_owned(), |path| app.save_report(path, text)).await
}

/// Returns the licenses of everything linked into the app.
#[tauri::command]
pub async fn third_party() -> Answer<Vec<ThirdParty>> {
    Ok(about::third_party())
}

/// Shows a system notification, unless the user turned them off, or hid the window in a hurry: then it would show what the
/// user just hid.
#[tauri::command]
pub async fn notify(app: State<'_, App>, quiet: State<'_, QuickHide>, text: String) -> Answer<()> {
    if !quiet.is_on() && !app.preferences().notifications_off {
        desktop::show_notice(&text);
    }
    Ok(())
}

/// Shows these menus in the system's menu bar, in the language of the window. Only macOS has one.
#[tauri::command]
pub async fn set_menu<R: Runtime>(app: AppHandle<R>, menus: Vec<SystemMenu>) -> Answer<()> {
    if let Err(error) = menu::show(&app, &menus) {
        tracing::warn!(%error, "the menu bar was not changed");
    }
    Ok(())
}

/// Hides or shows names until the app closes. The page draws it; the app only remembers it for a page that is loaded again.
#[tauri::command]
pub async fn hide_names(app: State<'_, App>, hidden: bool) -> Answer<AppState> {
    Ok(app.settings().await.hide_names(hidden).await)
}

/// Takes the window off the screen, and keeps notifications silent until it comes back.
#[tauri::command]
pub async fn quick_hide<R: Runtime>(app: AppHandle<R>) -> Answer<()> {
    quick_hide::hide(&app);
    Ok(())
}

/// Saves the preferences.
#[tauri::command]
pub async fn set_preferences(app: State<'_, App>, preferences: Preferences) -> Answer<AppState> {
    Ok(app.settings().await.save(preferences).await)
}

/// Dismisses the notices.
#[tauri::command]
pub async fn dismiss_notices(app: State<'_, App>) -> Answer<AppState> {
    Ok(app.settings().await.dismiss_notices().await)
}

/// Looks for a new version now, with one request to the host that the app was built with.
#[tauri::command]
pub async fn check_updates(app: State<'_, App>) -> Answer<AppState> {
    app.updates().await.check().await
}

/// Hides the notice of a new version until there is a newer one, or until the app starts again.
#[tauri::command]
pub async fn postpone_update(app: State<'_, App>) -> Answer<AppState> {
    Ok(app.updates().await.postpone().await)
}

/// Erases the ledger, the preferences, the keychain entries, the app's log files, and the web view's data.
#[tauri::command]
pub async fn erase_everything<R: Runtime>(window: WebviewWindow<R>, app: State<'_, App>) -> Answer<AppState> {
    let erased = app.erase_everything().await;
    taskbar::clear(window.app_handle());
    if let Err(error) = window.clear_all_browsing_data() {
        tracing::warn!(%error, "what the web view kept could not be cleared");
    }
    erased
}
