//! What happens when the window is to be closed: at once when nothing is being done, after what is on its way otherwise,
//! and when batches run, as the user says. A page that is gone, or says nothing, keeps nobody.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use futures::FutureExt;
use tauri::{
    AppHandle, Manager, Runtime,
    async_runtime::{block_on, spawn},
};
use tokio::time::{sleep, timeout};
use velvet_core::{
    app::App,
    view::{AppEvent, CloseChoice},
};

use crate::{event_channel::tell, window::MAIN};

/// How long the end of the app may take, from the moment it is certain: answers that are still on their way are written
/// down, and the ledger is closed.
const END: Duration = Duration::from_secs(20);

/// What is left of it for closing the ledger.
const LEDGER: Duration = Duration::from_secs(2);

/// How long the hidden page has to say how the last batch ended, before the app does.
const LAST_WORD: Duration = Duration::from_secs(3);

/// How long the page has to say that it shows the question. One that works does so in a moment.
pub const PAGE: Duration = Duration::from_secs(3);

/// How far the app is on its way to its end.
#[derive(Default)]
pub struct Closing(Mutex<Stage>);

#[derive(Default)]
struct Stage {
    /// The question that was asked and not answered yet.
    question: Option<Question>,
    /// How many were asked.
    asked: u64,
    /// When the app ends, whatever is still on its way.
    ends: Option<Instant>,
}

struct Question {
    number: u64,
    /// The page has said that the user can see it.
    shown: bool,
}

impl Closing {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the question is asked, and gives its number. Nothing when one is open.
    fn ask(&self) -> Option<u64> {
        let mut stage = self.stage();
        if stage.question.is_some() {
            return None;
        }
        stage.asked += 1;
        let number = stage.asked;
        stage.question = Some(Question { number, shown: false });
        Some(number)
    }

    /// The user can see the question.
    pub fn is_shown(&self) {
        if let Some(question) = &mut self.stage().question {
            question.shown = true;
        }
    }

    /// The question was answered, or its page is gone.
    pub fn is_over(&self) {
        self.stage().question = None;
    }

    /// Whether a question is open that nobody can see.
    fn is_unseen(&self, number: u64) -> bool {
        self.stage().question.as_ref().is_some_and(|open| open.number == number && !open.shown)
    }

    /// The end is certain now. From the first call on there is one bound for all that is left to do.
    fn ends(&self) -> Instant {
        *self.stage().ends.get_or_insert_with(|| Instant::now() + END)
    }

    /// The window was asked for again: nothing ends yet.
    fn goes_on(&self) {
        self.stage().ends = None;
    }
}

/// The window is asked to close. Says whether it may: at once, and the app ends with it.
pub fn may_close<R: Runtime>(app: &AppHandle<R>) -> bool {
    let core = app.state::<App>();
    if core.idle().now_or_never().is_some() {
        return true;
    }
    if !core.batches_run() {
        exit_when_idle(app);
        return false;
    }
    let asked = app.state::<Closing>().ask().filter(|_| tell(app, AppEvent::Closing));
    let app = app.clone();
    spawn(async move {
        if let Some(number) = asked {
            sleep(PAGE).await;
            if !app.state::<Closing>().is_unseen(number) {
                return;
            }
            tracing::warn!("the page did not show the question");
        }
        // Nobody can answer, or closed the window twice: what is safe, without asking.
        answer(&app, CloseChoice::Pause);
    });
    false
}

/// What the user said to the question.
pub fn answer<R: Runtime>(app: &AppHandle<R>, choice: CloseChoice) {
    app.state::<Closing>().is_over();
    let core = app.state::<App>();
    match choice {
        CloseChoice::Stay => return,
        CloseChoice::KeepRunning => return keep_running(app),
        CloseChoice::Pause => core.pause_batches(),
        CloseChoice::Stop => core.stop_batches(),
    }
    exit_when_idle(app);
}

/// The system asks the app to end (a log-out, `kill`): as if the window had been closed and the user had chosen to pause.
/// Nobody is asked, and opening the window again does not keep the app.
pub async fn end<R: Runtime>(app: &AppHandle<R>) {
    let core = app.state::<App>().inner().clone();
    app.state::<Closing>().is_over();
    core.pause_batches();
    hide(app);
    wait_for_answers(app, &core).await;
    app.exit(0);
}

/// The end of the app, by its window or past it (a menu, the end of the session): what is on its way comes to its end,
/// and the ledger is closed.
pub fn finish<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let left = app.state::<Closing>().ends().saturating_duration_since(Instant::now());
    let _ = block_on(async { timeout(left, core.finish()).await });
}

/// Hides the window. While an answer is on its way the app stays until it is written down, unless the window was asked
/// for again meanwhile.
fn exit_when_idle<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let app = app.clone();
    spawn(async move {
        wait_for_answers(&app, &core).await;
        end_unless_shown(&app);
    });
}

/// Stops what waits for its turn, and waits for what is on its way.
async fn wait_for_answers<R: Runtime>(app: &AppHandle<R>, core: &App) {
    core.stop_all_waiting();
    let left = app.state::<Closing>().ends().saturating_duration_since(Instant::now());
    let _ = timeout(left.saturating_sub(LEDGER), core.idle()).await;
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
    if shown {
        app.state::<Closing>().goes_on();
    } else {
        app.exit(0);
    }
}
