//! Tells the window what changed behind its back.

use serde::Serialize;
use tauri::{AppHandle, Emitter, Runtime};
use velvet_core::{
    app::Listener,
    view::{AppState, Appearance, LogMark, Resting},
};

use crate::window::{self, MAIN};

/// Sends the core's news to the main window as events.
pub struct WindowListener<R: Runtime>(AppHandle<R>);

impl<R: Runtime> WindowListener<R> {
    /// News for the main window of `app`.
    pub fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }

    fn tell(&self, event: &str, payload: impl Serialize + Clone) {
        if let Err(error) = self.0.emit_to(MAIN, event, payload) {
            tracing::warn!(event, %error, "the window was not told");
        }
    }
}

impl<R: Runtime> Listener for WindowListener<R> {
    fn log_changed(&self, mark: LogMark) {
        self.tell("log", mark);
    }

    fn resting(&self, resting: Resting) {
        self.tell("resting", resting);
    }

    fn appearance_changed(&self, appearance: Appearance) {
        window::dress(&self.0, appearance);
    }

    fn state_changed(&self, state: AppState) {
        self.tell("state", state);
    }
}
