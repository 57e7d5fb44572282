//! Screenshots of lists: how they start, are checked, run, and end.

mod batch;
mod check;
mod ends;
mod odd;
mod start;

use serde_json::{Value, json};
use velvet_tests::app::{App, Start};
use velvet_tests::service::Service;

use crate::album::Album;

const NAMES: [&str; 12] = [
    "Jamie K.",
    "Zoë",
    "night owl",
    "Théo",
    "Ødgar",
    "",
    "Marguerite de la Fontaine",
    "李明",
    "",
    "sam_the_first",
    "Inès",
    "",
];

pub async fn draw(album: &Album) {
    start::draw(album).await;
    check::draw(album).await;
    batch::draw(album).await;
    ends::draw(album).await;
    odd::draw(album).await;
}

/// Opens the app with a key, in the album's appearance, on the screen of lists.
pub async fn at_lists<'a>(album: &Album, start: &Start<'a>, service: &Service) -> App<'a> {
    let app = start.open().await;
    app.page.give_key(&service.key).await;
    app.page.is_at_work().await;
    album.dress(&app).await;
    app.page.open_lists().await;
    app
}

/// Returns lines as copied from a spreadsheet: IDs, most of them with a name.
fn lines(fans: &[String]) -> Vec<String> {
    let named = fans.iter().zip(NAMES.iter().cycle());
    named.map(|(fan, name)| if name.is_empty() { fan.clone() } else { format!("{fan}\t{name}") }).collect()
}

/// Pastes these fans and starts their list at once.
async fn start(app: &App<'_>, fans: &[String]) {
    app.page.paste_list(&lines(fans).join("\n")).await;
    app.page.choose_pace("fast").await;
    app.page.start_list(fans.len()).await;
}

/// Makes every add after the first `good` ones meet `fault`.
fn from_then_on(service: &Service, good: usize, fault: &Value) {
    service.meets(&json!({ "method": "POST", "skip": good, "count": null, "fault": fault }));
}

/// Makes every add of this fan meet `fault`.
pub fn always(service: &Service, fan: &str, fault: &Value) {
    service
        .meets(&json!({ "method": "POST", "path": format!("*/{fan}/vip"), "count": null, "fault": fault }));
}
