//! Commands for the lists of people on the server.

use tauri::State;
use velvet_core::{
    app::App,
    view::{
        Action, AppState, BatchView, ExportFormat, ExportWords, FanHit, PeopleFound, PeopleOffer,
        PeopleQuery, PeopleRows, PeopleSource, PeopleView, SavedFile, Selection, StartPeople,
    },
};

use super::{Answer, copy, export};
use crate::{AnyClipboard, AnyDialogs, SavedFiles};

/// Returns the state of a list of people.
#[tauri::command]
pub async fn people(app: State<'_, App>, account: String, source: PeopleSource) -> Answer<PeopleView> {
    app.people().await.view(account, source).await
}

/// Refreshes a list of people from the server.
#[tauri::command]
pub async fn refresh_people(
    app: State<'_, App>,
    account: String,
    source: PeopleSource,
    sure: bool,
) -> Answer<PeopleView> {
    app.people().await.refresh(account, source, sure).await
}

/// Stops the running refresh.
#[tauri::command]
pub async fn stop_refresh(app: State<'_, App>) -> Answer<()> {
    app.people().await.stop();
    Ok(())
}

/// Searches and sorts a list of people.
#[tauri::command]
pub async fn find_people(app: State<'_, App>, query: PeopleQuery) -> Answer<PeopleFound> {
    app.people().await.find(query).await
}

/// Finds fans by name, ID, or note, in the log and on the VIP lists of all accounts.
#[tauri::command]
pub async fn find_fans(app: State<'_, App>, text: String) -> Answer<Vec<FanHit>> {
    app.people().await.find_fans(text).await
}

/// Returns a slice of the people found.
#[tauri::command]
pub async fn people_rows(app: State<'_, App>, found: u64, offset: u64, limit: u32) -> Answer<PeopleRows> {
    app.people().await.rows(found, offset, limit)
}

/// Returns what the action would do with the selected people, and the credits it uses.
#[tauri::command]
pub async fn offer_people(app: State<'_, App>, selection: Selection, action: Action) -> Answer<PeopleOffer> {
    app.people().await.offer(selection, action).await
}

/// Starts or queues a batch for the selected people.
#[tauri::command]
pub async fn start_people(app: State<'_, App>, start: StartPeople) -> Answer<BatchView> {
    app.people().await.start(start).await
}

/// Copies the IDs of the selected people. Returns their number.
#[tauri::command]
pub async fn copy_people(
    app: State<'_, App>,
    clipboard: State<'_, AnyClipboard>,
    selection: Selection,
) -> Answer<u64> {
    copy(&clipboard, app.people().await.ids(&selection)?).await
}

/// Asks where to save the selected people and exports them. Returns the file, or `None` if the user canceled.
#[tauri::command]
pub async fn export_people(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    saved: State<'_, SavedFiles>,
    selection: Selection,
    format: ExportFormat,
    words: ExportWords,
) -> Answer<Option<SavedFile>> {
    export(&dialogs, &saved, app.people().await.export(&selection, format, words)?).await
}

/// Saves a view: a named filter of people.
#[tauri::command]
pub async fn save_view(app: State<'_, App>, name: String, source: PeopleSource) -> Answer<AppState> {
    app.people().await.save_view(name, source).await
}

/// Deletes a saved view.
#[tauri::command]
pub async fn delete_view(app: State<'_, App>, rule: i64) -> Answer<AppState> {
    app.people().await.delete_view(rule).await
}
