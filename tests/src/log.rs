//! User actions on the log screen.

use serde::Deserialize;

use crate::page::{FINDER, Page};
use crate::person::{CONTROL, ESCAPE, SHIFT};
use crate::wait::until;
use crate::words::say;

/// One line of a search result, as it reads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// The text of the outcome.
    pub result: String,
    /// The name from the list, or empty.
    pub name: String,
    /// The fan's ID, as copied.
    pub fan: String,
    /// Whether the line is selected.
    pub chosen: bool,
}

impl Page {
    /// Opens the log.
    pub async fn open_log(&self) {
        self.click("button", &say("nav_log")).await;
        self.find("heading", &say("nav_log")).await;
    }

    /// Returns the visible lines of the search result, from the top.
    pub async fn found_rows(&self) -> Vec<Found> {
        let rows = self.script(&format!("{FINDER} {FOUND}"), vec![]).await;
        serde_json::from_value(rows).expect("a line has its four parts")
    }

    /// Waits until the search result consists of these fans, from the top.
    pub async fn finds(&self, fans: &[&str]) {
        let mut seen = Vec::new();
        until(format!("just {fans:?} to be found"), async || {
            seen = self.found_rows().await;
            seen.iter().map(|row| row.fan.as_str()).eq(fans.iter().copied()).then_some(())
        })
        .await;
    }

    /// Focuses the search field with its shortcut and replaces its text.
    pub async fn search_log(&self, text: &str) {
        self.press_with(CONTROL, 'f').await;
        self.focus_is_on("textbox", &say("log_search")).await;
        self.type_here(text).await;
    }

    /// Focuses the search field with its shortcut and clears it.
    pub async fn search_log_no_more(&self) {
        self.press_with(CONTROL, 'f').await;
        self.focus_is_on("textbox", &say("log_search")).await;
        self.press(ESCAPE).await;
    }

    /// Waits until the focus is on this fan's line.
    pub async fn focus_is_on_line_of(&self, fan: &str) {
        until(format!("the focus on the line of {fan}"), async || {
            let (role, name) = self.focused().await;
            (role == "row" && name.replace(' ', "").contains(fan)).then_some(())
        })
        .await;
    }

    /// Waits until the focus is on a line whose position in the search result, counted from 1, is `wanted`. Returns the
    /// position.
    pub async fn focus_is_on_place(&self, what: &str, wanted: impl Fn(u64) -> bool) -> u64 {
        until(format!("the focus on {what}"), async || {
            let place = self.script(PLACE, vec![]).await.as_u64()?;
            wanted(place).then_some(place)
        })
        .await
    }

    /// Selects the focused line and `more` lines below it.
    pub async fn choose_lines(&self, more: usize) {
        self.press(' ').await;
        for _ in 0..more {
            self.press_with(SHIFT, crate::person::DOWN).await;
        }
        until(format!("{} lines to be chosen", more + 1), async || {
            let chosen = self.found_rows().await.into_iter().filter(|row| row.chosen).count();
            (chosen == more + 1).then_some(())
        })
        .await;
    }
}

// The header row is row 1.
const PLACE: &str = "
const line = document.activeElement;
return line.dataset.item === undefined ? null : Number(line.ariaRowIndex) - 1;";

const FOUND: &str = "
return [...document.querySelectorAll('[role=row][data-item]')].map((row) => ({
  result: page.name(row.querySelector('.result .outcome')),
  name: row.querySelector('.fan .name')?.textContent ?? '',
  fan: row.querySelector('.fan .id .id').textContent,
  chosen: row.ariaSelected === 'true',
}));";
