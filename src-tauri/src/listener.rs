//! Tells the window what changed behind its back.

use serde::Serialize;
use tauri::{AppHandle, Emitter, Runtime};
use velvet_core::{
    app::Listener,
    view::{AppState, Appearance, BatchView, ExportProgress, ListProgress, LogMark, PeopleView, Resting},
};

use crate::{
    desktop::Awake,
    window::{self, MAIN},
};

/// Sends the core's news to the main window as events, and keeps the computer awake while it works.
pub struct WindowListener<R: Runtime> {
    app: AppHandle<R>,
    awake: Awake,
}

impl<R: Runtime> WindowListener<R> {
    /// News for the main window of `app`.
    pub fn new(app: AppHandle<R>) -> Self {
        Self { app, awake: Awake::start() }
    }

    fn tell(&self, event: &str, payload: impl Serialize + Clone) {
        tell(&self.app, event, payload);
    }
}

/// Sends one event to the main window.
pub fn tell<R: Runtime>(app: &AppHandle<R>, event: &str, payload: impl Serialize + Clone) {
    if let Err(error) = app.emit_to(MAIN, event, payload) {
        tracing::warn!(event, %error, "the window was not told");
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
        window::dress(&self.app, appearance);
    }

    fn state_changed(&self, state: AppState) {
        self.tell("state", state);
    }

    fn batch_changed(&self, batch: BatchView) {
        self.tell("batch", batch);
    }

    fn list_progress(&self, progress: ListProgress) {
        self.tell("list-progress", progress);
    }

    fn people_changed(&self, people: PeopleView) {
        self.tell("people", people);
    }

    fn export_progress(&self, progress: ExportProgress) {
        self.tell("export-progress", progress);
    }

    fn running(&self, running: bool) {
        self.awake.while_running(running);
    }
}
