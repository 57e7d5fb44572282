//! Commands for the list that the user prepares.

use tauri::State;
use velvet_core::{
    app::App,
    view::{
        Action, AppState, BatchView, ListExtra, ListGroupKind, ListRows, ListView, RejectedRowsWords,
        SavedFile, StartList,
    },
};

use super::Answer;
use crate::{AnyDialogs, SavedFiles, dialogs::LISTS};

/// Asks for a file and opens it as a list. Returns `None` if the user canceled.
#[tauri::command]
pub async fn open_list(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<ListView>> {
    match dialogs.open(&LISTS).await {
        Some(path) => app.lists().await.open(path).await.map(Some),
        None => Ok(None),
    }
}

/// Opens pasted text as a list.
#[tauri::command]
pub async fn paste_list(app: State<'_, App>, text: String) -> Answer<ListView> {
    app.lists().await.paste(text).await
}

/// Checks the list for another account or action.
#[tauri::command]
pub async fn check_list(app: State<'_, App>, account: String, action: Action) -> Answer<ListView> {
    app.lists().await.check(account, action).await
}

/// Opens the list of the batch that was started last once more, for another account.
#[tauri::command]
pub async fn reopen_list(app: State<'_, App>, batch: i64, account: String) -> Answer<ListView> {
    app.lists().await.reopen(batch, account).await
}

/// Reads the list's IDs and names from other columns.
#[tauri::command]
pub async fn choose_columns(
    app: State<'_, App>,
    id_column: u32,
    label_column: Option<u32>,
) -> Answer<ListView> {
    app.lists().await.choose_columns(id_column, label_column).await
}

/// Reads another sheet of the workbook.
#[tauri::command]
pub async fn choose_sheet(app: State<'_, App>, sheet: String) -> Answer<ListView> {
    app.lists().await.choose_sheet(sheet).await
}

/// Reads the open list again, with or without its hidden rows.
#[tauri::command]
pub async fn include_hidden(app: State<'_, App>, include: bool) -> Answer<ListView> {
    app.lists().await.include_hidden(include).await
}

/// Takes IDs of the open list that were left in the source.
#[tauri::command]
pub async fn take_extra(app: State<'_, App>, extra: ListExtra) -> Answer<ListView> {
    app.lists().await.take_extra(extra).await
}

/// Matches the damaged IDs of the open list with known fans.
#[tauri::command]
pub async fn match_fans(app: State<'_, App>) -> Answer<ListView> {
    app.lists().await.match_fans().await
}

/// Chooses the fan for a damaged ID of the open list; with `None`, it is matched again.
#[tauri::command]
pub async fn choose_match(app: State<'_, App>, row: u64, fan: Option<String>) -> Answer<ListView> {
    app.lists().await.choose_match(row, fan).await
}

/// Looks up the IDs in the list.
#[tauri::command]
pub async fn look_up_ids(app: State<'_, App>, revision: u64) -> Answer<ListView> {
    app.lists().await.look_up_ids(revision).await
}

/// Looks up the names in the list.
#[tauri::command]
pub async fn look_up_names(app: State<'_, App>, revision: u64) -> Answer<ListView> {
    app.lists().await.look_up_names(revision).await
}

/// Stops the lookup. The fans found so far are kept.
#[tauri::command]
pub async fn stop_look_up(app: State<'_, App>) -> Answer<()> {
    app.lists().await.stop_look_up();
    Ok(())
}

/// Returns the list's rows of one group.
#[tauri::command]
pub async fn list_rows(
    app: State<'_, App>,
    group: ListGroupKind,
    offset: u64,
    limit: u32,
) -> Answer<ListRows> {
    app.lists().await.rows(group, offset, limit).await
}

/// Asks where to save the skipped rows and writes them. Returns the file, or `None` if the user canceled.
#[tauri::command]
pub async fn save_rejected_rows(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    saved: State<'_, SavedFiles>,
    words: RejectedRowsWords,
) -> Answer<Option<SavedFile>> {
    let left_out = app.lists().await.rejected_rows(words)?;
    saved.save(&dialogs, left_out.file_name(), |path| left_out.write(path)).await
}

/// Cancels the loading of a list, or closes the open one.
#[tauri::command]
pub async fn close_list(app: State<'_, App>) -> Answer<AppState> {
    app.lists().await.close().await
}

/// Starts or queues a batch of the rows that are ready.
#[tauri::command]
pub async fn start_list(app: State<'_, App>, start: StartList) -> Answer<BatchView> {
    app.lists().await.start(start).await
}
