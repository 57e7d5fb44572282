//! User actions on the VIP screen.

use crate::page::Page;
use crate::person::{CONTROL, DOWN, SHIFT};
use crate::wait::until;
use crate::words::say;

impl Page {
    /// Opens the VIP screen.
    pub async fn open_vips(&self) {
        self.click("button", &say("nav_vips")).await;
        self.find("heading", &say("nav_vips")).await;
    }

    /// Returns the fan IDs of the visible people, from the top, and whether each is selected.
    pub async fn people(&self) -> Vec<(String, bool)> {
        let rows = self.script(ROWS, vec![]).await;
        serde_json::from_value(rows).expect("a line has an id")
    }

    /// Selects the focused line and `more` lines below it. Returns their fan IDs.
    pub async fn choose_people(&self, more: usize) -> Vec<String> {
        self.press(' ').await;
        for _ in 0..more {
            self.press_with(SHIFT, DOWN).await;
        }
        until(format!("{} people to be chosen", more + 1), async || {
            let chosen: Vec<String> =
                self.people().await.into_iter().filter(|(_, chosen)| *chosen).map(|(fan, _)| fan).collect();
            (chosen.len() == more + 1).then_some(chosen)
        })
        .await
    }

    /// Moves the focus to the first person, starting from the search field.
    pub async fn go_to_people(&self) {
        self.press_with(CONTROL, 'f').await;
        self.focus_is_on("textbox", &say("people_search")).await;
        self.press(DOWN).await;
        until("the focus on a line", async || (self.focused().await.0 == "row").then_some(())).await;
    }
}

const ROWS: &str = "
return [...document.querySelectorAll('[role=row][data-item]')].map((row) => [
  row.querySelector('.who .id').textContent.replace(/\\D/g, ''), row.ariaSelected === 'true',
]);";
