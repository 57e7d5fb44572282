//! What happens when the window is to be closed: at once when nothing is being done, after what is on its way otherwise,
//! and when batches run, as the user says.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use futures::FutureExt;
use tauri::{
    AppHandle, Manager, Runtime,
    async_runtime::{block_on, spawn},
};
use tokio::time::{sleep, timeout};
use velvet_core::{
    app::App,
    view::{CloseChoice, News},
};

use crate::{listener::tell, window::MAIN};

/// How long the end of the app is put off for an answer that is still on its way.
const LAST_ANSWER: Duration = Duration::from_secs(20);

/// How long the hidden page has to say how the last batch ended, before the app does.
const LAST_WORD: Duration = Duration::from_secs(3);

/// Whether the question was asked and not answered yet.
#[derive(Default)]
pub struct Question(AtomicBool);

impl Question {
    /// Notes that it was asked. Says whether it had been before.
    fn ask(&self) -> bool {
        self.0.swap(true, Ordering::Relaxed)
    }

    fn is_over(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// The window is asked to close. Says whether it may: at once, and the app ends with it.
pub fn may_close<R: Runtime>(app: &AppHandle<R>) -> bool {
    let core = app.state::<App>();
    let question = app.state::<Question>();
    if core.idle().now_or_never().is_some() {
        return true;
    }
    if !core.batches_run() {
        leave(app);
    } else if question.ask() || !tell(app, News::Closing) {
        // The page does not answer, or nobody there can: what is safe, without asking.
        let app = app.clone();
        spawn(async move { answer(&app, CloseChoice::Pause) });
    }
    false
}

/// What the user said to the question.
pub fn answer<R: Runtime>(app: &AppHandle<R>, choice: CloseChoice) {
    app.state::<Question>().is_over();
    let core = app.state::<App>();
    match choice {
        CloseChoice::Stay => return,
        CloseChoice::KeepRunning => return keep_running(app),
        CloseChoice::Pause => core.pause_batches(),
        CloseChoice::Stop => core.stop_batches(),
    }
    leave(app);
}

/// The end of the app, by its window or past it (a menu, the end of the session): what is on its way comes to its end,
/// and the ledger is closed.
pub fn finish<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let _ = block_on(async { timeout(LAST_ANSWER, core.finish()).await });
}

/// Hides the window. While an answer is on its way the app stays until it is written down, unless the window was asked
/// for again meanwhile.
fn leave<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    core.stop_all_waiting();
    let app = app.clone();
    spawn(async move {
        let _ = timeout(LAST_ANSWER, core.idle()).await;
        end_unless_shown(&app);
    });
}

/// Hides the window, and ends the app once nothing runs any more.
fn keep_running<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let app = app.clone();
    spawn(async move {
        core.idle().await;
        sleep(LAST_WORD).await;
        if core.idle().now_or_never().is_some() {
            end_unless_shown(&app);
        }
    });
}

fn hide<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.hide();
    }
}

fn end_unless_shown<R: Runtime>(app: &AppHandle<R>) {
    let shown = app.get_webview_window(MAIN).is_some_and(|window| window.is_visible().unwrap_or(false));
    if !shown {
        app.exit(0);
    }
}
