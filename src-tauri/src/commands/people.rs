//! Lists of people, as the service has them.

use tauri::State;
use velvet_core::{
    app::App,
    view::{
        Action, AppState, BatchView, ExportFormat, ExportWords, PeopleFound, PeopleOffer, PeopleQuery,
        PeopleRows, PeopleSource, PeopleView, Selection, StartPeople,
    },
};

use super::{Answer, export};
use crate::AnyDialogs;

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
    export(&dialogs, app.people_export(selection, format, words).await?).await
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
