//! What a person does on the screen of the log, in their words.

use serde::Deserialize;

use crate::page::{FINDER, Page};
use crate::person::{CONTROL, ESCAPE, SHIFT};
use crate::wait::until;
use crate::words::say;

/// One line of what was found, as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// How it ended.
    pub result: String,
    /// What stood beside the id in its list; empty if nothing did.
    pub name: String,
    /// The fan's digits, as they would be copied.
    pub fan: String,
    /// Whether it is among those chosen.
    pub chosen: bool,
}

impl Page {
    /// Goes to the log.
    pub async fn open_log(&self) {
        self.click("button", &say("rail_log")).await;
        self.find("heading", &say("rail_log")).await;
    }

    /// The lines of what was found that are drawn, from the top.
    pub async fn found_rows(&self) -> Vec<Found> {
        let rows = self.script(&format!("{FINDER} {FOUND}"), vec![]).await;
        serde_json::from_value(rows).expect("a line has its four parts")
    }

    /// Waits until the lines of what was found are those of these fans, from the top.
    pub async fn finds(&self, fans: &[&str]) {
        let mut seen = Vec::new();
        until(format!("just {fans:?} to be found"), async || {
            seen = self.found_rows().await;
            seen.iter().map(|row| row.fan.as_str()).eq(fans.iter().copied()).then_some(())
        })
        .await;
    }

    /// Goes to the search by its key and types; what stood there goes.
    pub async fn search_log(&self, text: &str) {
        self.press_with(CONTROL, 'f').await;
        self.focus_is_on("textbox", &say("found_search")).await;
        self.type_here(text).await;
    }

    /// Goes to the search by its key and empties it.
    pub async fn search_log_no_more(&self) {
        self.press_with(CONTROL, 'f').await;
        self.focus_is_on("textbox", &say("found_search")).await;
        self.press(ESCAPE).await;
    }

    /// Waits until the focus is on the line of this fan.
    pub async fn focus_is_on_line_of(&self, fan: &str) {
        until(format!("the focus on the line of {fan}"), async || {
            let (role, name) = self.focused().await;
            (role == "row" && name.replace(' ', "").contains(fan)).then_some(())
        })
        .await;
    }

    /// Waits until the focus is on a line, whose place among what was found (the first being 1) is as wanted, and whose words
    /// are there. Gives the place.
    pub async fn focus_is_on_place(&self, what: &str, wanted: impl Fn(u64) -> bool) -> u64 {
        until(format!("the focus on {what}"), async || {
            let place = self.script(PLACE, vec![]).await.as_u64()?;
            wanted(place).then_some(place)
        })
        .await
    }

    /// With the focus on a line: chooses it, and so many below it.
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

// The row of column names is the first one.
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
