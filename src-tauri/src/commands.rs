//! What the window may ask for: each command hands its arguments to the core and its answer back.

use tauri::{AppHandle, Runtime, State};
use velvet_core::{
    app::App,
    view::{
        Action, AppState, BatchCourse, BatchFilter, BatchRows, BatchSlice, BatchView, CloseChoice,
        ExportFormat, ExportWords, Failure, FoundRows, LeftOutWords, ListGroupKind, ListRows, ListView,
        LogFound, LogOffer, LogQuery, LogRow, LogSlice, LookUp, Mode, PeopleFound, PeopleOffer, PeopleQuery,
        PeopleRows, PeopleSource, PeopleView, Preferences, Selection, SpanCount, StartList, StartPeople,
        TrimOffer, Understood,
    },
};

use crate::{
    AnyDialogs, closing, desktop,
    dialogs::{BACKUPS, LISTS},
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

/// What the user calls an account, and the colour of its badge.
#[tauri::command]
pub async fn set_account(
    app: State<'_, App>,
    account: String,
    nickname: String,
    colour: u8,
) -> Answer<AppState> {
    app.set_account(account, nickname, colour).await
}

/// Asks whether an account's session is alive.
#[tauri::command]
pub async fn check_session(app: State<'_, App>, account: String) -> Answer<AppState> {
    app.check_session(account).await
}

/// What a text in the fan field means.
#[tauri::command]
pub async fn understand(app: State<'_, App>, account: String, text: String) -> Answer<Understood> {
    app.understand(account, text).await
}

/// Looks up who is called so.
#[tauri::command]
pub async fn look_up(app: State<'_, App>, account: String, text: String) -> Answer<LookUp> {
    app.look_up(account, text).await
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

/// Finds rows of the log, in an order.
#[tauri::command]
pub async fn find_log(app: State<'_, App>, query: LogQuery) -> Answer<LogFound> {
    app.find_log(query).await
}

/// A part of what was found.
#[tauri::command]
pub async fn found_rows(app: State<'_, App>, found: u64, offset: u64, limit: u32) -> Answer<FoundRows> {
    app.found_rows(found, offset, limit).await
}

/// What can be done about the rows that were chosen, and what it would cost.
#[tauri::command]
pub async fn offer_rows(app: State<'_, App>, selection: Selection) -> Answer<LogOffer> {
    app.offer_rows(selection).await
}

/// Starts batches that take back what the rows did that were chosen.
#[tauri::command]
pub async fn undo_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.undo_rows(selection).await
}

/// Starts batches that try again what did not work of the rows that were chosen.
#[tauri::command]
pub async fn retry_rows(app: State<'_, App>, selection: Selection) -> Answer<Vec<BatchView>> {
    app.retry_rows(selection).await
}

/// The ids of the rows that were chosen, one a line.
#[tauri::command]
pub async fn ids_of(app: State<'_, App>, selection: Selection) -> Answer<String> {
    app.ids_of(selection).await
}

/// Notes something about a fan.
#[tauri::command]
pub async fn set_note(app: State<'_, App>, fan: String, note: String) -> Answer<()> {
    app.set_note(fan, note).await
}

/// Notes the same about every fan who was chosen, and says about how many.
#[tauri::command]
pub async fn set_notes(app: State<'_, App>, selection: Selection, note: String) -> Answer<u64> {
    app.set_notes(selection, note).await
}

/// Gives a list another name.
#[tauri::command]
pub async fn set_batch_name(app: State<'_, App>, batch: i64, name: String) -> Answer<BatchView> {
    app.set_batch_name(batch, name).await
}

/// What was done between each two moments.
#[tauri::command]
pub async fn log_days(
    app: State<'_, App>,
    account: Option<String>,
    bounds: Vec<i64>,
) -> Answer<Vec<SpanCount>> {
    app.log_days(account, bounds).await
}

/// How a batch went.
#[tauri::command]
pub async fn batch_course(app: State<'_, App>, batch: i64) -> Answer<BatchCourse> {
    app.batch_course(batch).await
}

/// Asks for a place and writes the chosen rows of the log. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn export_log(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    selection: Selection,
    format: ExportFormat,
    words: ExportWords,
) -> Answer<Option<String>> {
    let export = app.log_export(selection, format, words).await?;
    match dialogs.save(export.file_name()).await {
        Some(path) => export.write(path).await.map(Some),
        None => Ok(None),
    }
}

/// Ends the export that is being written.
#[tauri::command]
pub async fn cancel_export(app: State<'_, App>) -> Answer<()> {
    app.cancel_export();
    Ok(())
}

/// Asks for a place and writes the whole log. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn save_backup(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<String>> {
    match dialogs.save(app.backup_name()).await {
        Some(path) => app.save_backup(path).await.map(Some),
        None => Ok(None),
    }
}

/// Asks for a back-up and takes it in place of the log. Nothing when the user chose none.
#[tauri::command]
pub async fn restore_backup(app: State<'_, App>, dialogs: State<'_, AnyDialogs>) -> Answer<Option<AppState>> {
    match dialogs.open(&BACKUPS).await {
        Some(path) => app.restore_backup(path).await.map(Some),
        None => Ok(None),
    }
}

/// What would go if everything that ended before a moment were removed from the log.
#[tauri::command]
pub async fn trim_offer(app: State<'_, App>, before: i64) -> Answer<TrimOffer> {
    app.trim_offer(before).await
}

/// Removes from the log what ended before a moment.
#[tauri::command]
pub async fn trim_log(app: State<'_, App>, before: i64) -> Answer<AppState> {
    app.trim_log(before).await
}

/// How a list of people stands.
#[tauri::command]
pub async fn people(app: State<'_, App>, account: String, source: PeopleSource) -> Answer<PeopleView> {
    app.people(account, source).await
}

/// Reads a list of people from the service.
#[tauri::command]
pub async fn read_people(
    app: State<'_, App>,
    account: String,
    source: PeopleSource,
    sure: bool,
) -> Answer<PeopleView> {
    app.read_people(account, source, sure).await
}

/// Ends the reading that goes on.
#[tauri::command]
pub async fn stop_reading(app: State<'_, App>) -> Answer<()> {
    app.stop_reading().await
}

/// Finds people on a list, in an order.
#[tauri::command]
pub async fn find_people(app: State<'_, App>, query: PeopleQuery) -> Answer<PeopleFound> {
    app.find_people(query).await
}

/// Some of the people who were found.
#[tauri::command]
pub async fn people_rows(app: State<'_, App>, found: u64, offset: u64, limit: u32) -> Answer<PeopleRows> {
    app.people_rows(found, offset, limit).await
}

/// What would be done with the people who were chosen, and what it would cost.
#[tauri::command]
pub async fn offer_people(app: State<'_, App>, selection: Selection, action: Action) -> Answer<PeopleOffer> {
    app.offer_people(selection, action).await
}

/// Starts, or queues, a batch for the people who were chosen.
#[tauri::command]
pub async fn start_people(app: State<'_, App>, start: StartPeople) -> Answer<BatchView> {
    app.start_people(start).await
}

/// The ids of the people who were chosen, one a line.
#[tauri::command]
pub async fn ids_of_people(app: State<'_, App>, selection: Selection) -> Answer<String> {
    app.ids_of_people(selection).await
}

/// Asks for a place and writes the people who were chosen. The file's name; nothing when the user chose no place.
#[tauri::command]
pub async fn export_people(
    app: State<'_, App>,
    dialogs: State<'_, AnyDialogs>,
    selection: Selection,
    format: ExportFormat,
    words: ExportWords,
) -> Answer<Option<String>> {
    let export = app.people_export(selection, format, words).await?;
    match dialogs.save(export.file_name()).await {
        Some(path) => export.write(path).await.map(Some),
        None => Ok(None),
    }
}

/// Keeps which people are to be proposed.
#[tauri::command]
pub async fn save_rule(app: State<'_, App>, name: String, source: PeopleSource) -> Answer<AppState> {
    app.save_rule(name, source).await
}

/// Forgets a rule.
#[tauri::command]
pub async fn delete_rule(app: State<'_, App>, rule: i64) -> Answer<AppState> {
    app.delete_rule(rule).await
}

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

/// A part of the batches, newest first.
#[tauri::command]
pub async fn batches(app: State<'_, App>, offset: u64, limit: u32) -> Answer<BatchSlice> {
    app.batches(offset, limit).await
}

/// One batch.
#[tauri::command]
pub async fn batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.batch(batch).await
}

/// Items of a batch.
#[tauri::command]
pub async fn batch_rows(
    app: State<'_, App>,
    batch: i64,
    filter: BatchFilter,
    offset: u64,
    limit: u32,
) -> Answer<BatchRows> {
    app.batch_rows(batch, filter, offset, limit).await
}

/// Lets no more of a batch leave for now.
#[tauri::command]
pub async fn pause_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.pause_batch(batch).await
}

/// Goes on with a batch.
#[tauri::command]
pub async fn resume_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.resume_batch(batch).await
}

/// Lets no more of a batch leave, for good.
#[tauri::command]
pub async fn stop_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.stop_batch(batch).await
}

/// Starts a batch that takes back what this one did.
#[tauri::command]
pub async fn undo_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.undo_batch(batch).await
}

/// Starts a batch of what failed, is not sure or was never sent.
#[tauri::command]
pub async fn retry_batch(app: State<'_, App>, batch: i64) -> Answer<BatchView> {
    app.retry_batch(batch).await
}

/// What is to happen to what runs when the window closes.
#[tauri::command]
pub async fn answer_close<R: Runtime>(app: AppHandle<R>, choice: CloseChoice) -> Answer<()> {
    closing::answer(&app, choice);
    Ok(())
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
