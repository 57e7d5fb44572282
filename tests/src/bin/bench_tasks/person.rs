//! Somebody at the keyboard and the mouse, as slow as people are.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use velvet_tests::page::Page;

// The times of the keystroke-level model (Card, Moran, and Newell, 1980).

/// One key, by somebody who types 40 words a minute.
const KEY: Duration = Duration::from_millis(280);
/// Moving the pointer to a target and clicking it.
const POINT: Duration = Duration::from_millis(1300);
/// Moving the hand between the keyboard and the mouse.
const HAND: Duration = Duration::from_millis(400);
/// Making up one's mind.
const THINK: Duration = Duration::from_millis(1350);

/// Somebody who does one task. Their time runs from the start, waiting for the app included.
pub struct Person<'a> {
    page: &'a Page,
    started: Instant,
    decisions: u32,
    at_mouse: bool,
}

/// How long a task took, and how many decisions.
pub struct Effort {
    pub seconds: f64,
    pub decisions: u32,
}

impl<'a> Person<'a> {
    /// Starts a task, with the hands on the keyboard.
    pub fn begin(page: &'a Page) -> Self {
        Self { page, started: Instant::now(), decisions: 0, at_mouse: false }
    }

    /// Decides what to do next.
    pub async fn decide(&mut self) {
        self.decisions += 1;
        self.read().await;
    }

    /// Takes in what the screen shows.
    pub async fn read(&self) {
        sleep(THINK).await;
    }

    /// Types `text` wherever the focus is.
    pub async fn write(&mut self, text: &str) {
        self.hand_to(false).await;
        for letter in text.chars() {
            sleep(KEY).await;
            self.page.type_here(&letter.to_string()).await;
        }
    }

    /// Presses one key.
    pub async fn press(&mut self, key: char) {
        self.hand_to(false).await;
        sleep(KEY).await;
        self.page.press(key).await;
    }

    /// Presses a shortcut of two keys.
    pub async fn press_with(&mut self, held: char, key: char) {
        self.hand_to(false).await;
        sleep(KEY * 2).await;
        self.page.press_with(held, key).await;
    }

    /// Pastes `text` into the field with this name, as after copying it elsewhere.
    pub async fn paste(&mut self, field: &str, text: &str) {
        self.hand_to(true).await;
        sleep(POINT).await;
        self.hand_to(false).await;
        sleep(KEY * 2).await;
        self.page.fill(field, text).await;
    }

    /// Clicks a button.
    pub async fn click(&mut self, name: &str) {
        self.page.find("button", name).await;
        self.hand_to(true).await;
        sleep(POINT).await;
        self.page.click("button", name).await;
    }

    /// Waits as long as somebody takes for `clicks` clicks in a dialog of the system.
    pub async fn choose_file(&mut self, clicks: u32) {
        self.hand_to(true).await;
        sleep((THINK + POINT) * clicks).await;
    }

    /// Ends the task.
    pub fn end(self) -> Effort {
        Effort { seconds: self.started.elapsed().as_secs_f64(), decisions: self.decisions }
    }

    async fn hand_to(&mut self, mouse: bool) {
        if self.at_mouse != mouse {
            sleep(HAND).await;
            self.at_mouse = mouse;
        }
    }
}
