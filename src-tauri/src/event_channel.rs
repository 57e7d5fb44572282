//! Sends the core's events to the window.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager, Runtime, ipc::Channel};
use velvet_core::{
    app::EventSink,
    view::{
        AppEvent, AppState, Appearance, BatchView, ExportProgress, ListProgress, LogMark, PeopleView, Resting,
    },
};

use crate::{desktop::SleepInhibitor, taskbar, window};

/// The event channel of the main window's page, once the page has subscribed.
#[derive(Default)]
pub struct Page(Mutex<Option<Channel<AppEvent>>>);

impl Page {
    /// Sends all further events to `channel` only. A reloaded page replaces the previous one.
    pub fn listens(&self, channel: Channel<AppEvent>) {
        // Drop the previous channel after releasing the lock, because dropping it also sends to its page.
        let _before = self.channel().replace(channel);
    }

    fn channel(&self) -> MutexGuard<'_, Option<Channel<AppEvent>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends an event to the page. Returns whether it was sent. A page that has not subscribed yet asks for the whole state
/// when it does.
pub fn tell<R: Runtime>(app: &AppHandle<R>, news: AppEvent) -> bool {
    let channel = app.state::<Page>().channel().clone();
    let told = channel.map(|channel| channel.send(news));
    if let Some(Err(error)) = &told {
        tracing::warn!(%error, "the window was not told");
    }
    told.is_some_and(|told| told.is_ok())
}

/// Passes the core's events to the page, keeps the computer awake while batches run, and shows their progress on the taskbar.
pub struct WindowEvents<R: Runtime> {
    app: AppHandle<R>,
    awake: SleepInhibitor,
}

impl<R: Runtime> WindowEvents<R> {
    /// Creates the event sink for the main window of `app`.
    pub fn new(app: AppHandle<R>) -> Self {
        Self { app, awake: SleepInhibitor::start() }
    }
}

impl<R: Runtime> EventSink for WindowEvents<R> {
    fn log_changed(&self, mark: LogMark) {
        tell(&self.app, AppEvent::Log(mark));
    }

    fn resting(&self, resting: Resting) {
        tell(&self.app, AppEvent::Resting(resting));
    }

    fn appearance_changed(&self, appearance: Appearance) {
        window::dress(&self.app, appearance);
    }

    fn state_changed(&self, state: AppState) {
        tell(&self.app, AppEvent::State(Box::new(state)));
    }

    fn batch_changed(&self, batch: BatchView) {
        taskbar::update(&self.app, &batch);
        tell(&self.app, AppEvent::Batch(batch));
    }

    fn list_progress(&self, progress: ListProgress) {
        tell(&self.app, AppEvent::ListProgress(progress));
    }

    fn people_changed(&self, people: PeopleView) {
        tell(&self.app, AppEvent::People(people));
    }

    fn export_progress(&self, progress: ExportProgress) {
        tell(&self.app, AppEvent::ExportProgress(progress));
    }

    fn running(&self, running: bool) {
        self.awake.while_running(running);
        if !running {
            taskbar::no_batch_runs(&self.app);
        }
    }
}
