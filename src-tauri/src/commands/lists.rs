//! The list that is prepared.

use tauri::State;
use velvet_core::{
    app::App,
    view::{Action, AppState, BatchView, LeftOutWords, ListGroupKind, ListRows, ListView, StartList},
};

use super::Answer;
use crate::{AnyDialogs, dialogs::LISTS};

/// Asks for a file and reads it. Nothing when the user chose none.
#[tauri::command]
pub async fn open_list(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<ListView>> {
    match dialogs.open(&LISTS).await {
        Some(path) => app.open_list(path).await.map(Some),
        None => Ok(None),
    }
}

/// Reads what was pasted.
#[tauri::command]
pub async fn paste_list(app: State<'_, App>, text: String) -> Answer<ListView> {
    app.paste_list(text).await
}

/// Checks the list for another account or action.
#[tauri::command]
pub async fn check_list(app: State<'_, App>, account: String, action: Action) -> Answer<ListView> {
    app.check_list(account, action).await
}

/// Reads the list's ids and names from other columns.
#[tauri::command]
pub async fn choose_columns(
    app: State<'_, App>,
    id_column: u32,
    label_column: Option<u32>,
) -> Answer<ListView> {
    app.choose_columns(id_column, label_column).await
}

/// Reads another sheet of the workbook.
#[tauri::command]
pub async fn choose_sheet(app: State<'_, App>, sheet: String) -> Answer<ListView> {
    app.choose_sheet(sheet).await
}

/// Looks up the names of the list.
#[tauri::command]
pub async fn look_up_names(app: State<'_, App>, revision: u64) -> Answer<ListView> {
    app.look_up_names(revision).await
}

/// Ends the look-up. Whoever was found is kept.
#[tauri::command]
pub async fn stop_look_up(app: State<'_, App>) -> Answer<()> {
    app.stop_look_up();
    Ok(())
}

/// Rows of the list of one kind.
#[tauri::command]
pub async fn list_rows(
    app: State<'_, App>,
    group: ListGroupKind,
    offset: u64,
    limit: u32,
) -> Answer<ListRows> {
    app.list_rows(group, offset, limit).await
}

/// Asks for a place and writes the rows that are left out. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn save_left_out(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    words: LeftOutWords,
) -> Answer<Option<String>> {
    let left_out = app.left_out(words)?;
    match dialogs.save(left_out.file_name()).await {
        Some(path) => left_out.write(path).await.map(Some),
        None => Ok(None),
    }
}

/// Ends the reading of a list, or forgets it.
#[tauri::command]
pub async fn close_list(app: State<'_, App>) -> Answer<AppState> {
    app.close_list().await
}

/// Starts, or queues, a batch of what is ready.
#[tauri::command]
pub async fn start_list(app: State<'_, App>, start: StartList) -> Answer<BatchView> {
    app.start_list(start).await
}
