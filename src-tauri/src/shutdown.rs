//! Closing the window. An idle app closes at once. Otherwise it first waits for requests in flight, and asks the user
//! what to do with running batches. It does not wait for a page that is gone or does not respond.

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

/// How long the app may take to end once that is certain: it writes the outcomes of requests in flight and closes the
/// ledger.
const END: Duration = Duration::from_secs(20);

/// The part of it that is reserved for closing the ledger.
const LEDGER: Duration = Duration::from_secs(2);

/// How long the hidden page may take to report the end of the last batch before the app ends.
const LAST_WORD: Duration = Duration::from_secs(3);

/// How long the page may take to confirm that it shows the question. A working page confirms at once.
pub const PAGE: Duration = Duration::from_secs(3);

/// The state of the shutdown.
#[derive(Default)]
pub struct Closing(Mutex<Stage>);

#[derive(Default)]
struct Stage {
    /// The open question, if any.
    question: Option<Question>,
    /// The number of questions asked so far.
    asked: u64,
    /// When the app ends, even if requests are still in flight.
    ends: Option<Instant>,
}

struct Question {
    number: u64,
    /// The page has confirmed that the user can see the question.
    shown: bool,
}

impl Closing {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a question and returns its number. Returns `None` if one is open already.
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

    /// Records that the user can see the question.
    pub fn is_shown(&self) {
        if let Some(question) = &mut self.stage().question {
            question.shown = true;
        }
    }

    /// Closes the question: it was answered, or its page is gone.
    pub fn is_over(&self) {
        self.stage().question = None;
    }

    /// Whether this question is open and not visible.
    fn is_unseen(&self, number: u64) -> bool {
        self.stage().question.as_ref().is_some_and(|open| open.number == number && !open.shown)
    }

    /// Returns the deadline for the end. The first call sets it for everything that is left to do.
    fn ends(&self) -> Instant {
        *self.stage().ends.get_or_insert_with(|| Instant::now() + END)
    }

    /// Clears the deadline, because the window was opened again.
    fn goes_on(&self) {
        self.stage().ends = None;
    }
}

/// Handles a request to close the window. Returns whether it may close at once, which ends the app.
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
        // Nobody can answer, or the user closed the window twice: take the safe choice without asking.
        answer(&app, CloseChoice::Pause);
    });
    false
}

/// Applies the user's answer to the question.
pub fn answer<R: Runtime>(app: &AppHandle<R>, choice: CloseChoice) {
    app.state::<Closing>().is_over();
    let core = app.state::<App>().inner().clone();
    let stops = match choice {
        CloseChoice::Stay => return,
        CloseChoice::KeepRunning => return keep_running(app),
        CloseChoice::Pause => false,
        CloseChoice::Stop => true,
    };
    hide(app);
    let app = app.clone();
    spawn(async move {
        let halting = async {
            if stops {
                core.stop_batches().await;
            } else {
                core.pause_batches().await;
            }
        };
        wait_for_answers(&app, &core, halting).await;
        end_unless_shown(&app);
    });
}

/// Ends the app on a request of the system (a logout, `kill`), as if the user had closed the window and chosen to
/// pause. Nothing is asked, and opening the window again does not stop it.
pub async fn end<R: Runtime>(app: &AppHandle<R>) {
    let core = app.state::<App>().inner().clone();
    app.state::<Closing>().is_over();
    hide(app);
    wait_for_answers(app, &core, core.pause_batches()).await;
    app.exit(0);
}

/// Runs when the app exits, by its window or otherwise (a menu, the end of the session): waits for requests in flight
/// and closes the ledger.
pub fn finish<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let left = app.state::<Closing>().ends().saturating_duration_since(Instant::now());
    let _ = block_on(async { timeout(left, core.finish()).await });
}

/// Hides the window. Ends the app once the outcomes of requests in flight are written, unless the window was opened
/// again meanwhile.
fn exit_when_idle<R: Runtime>(app: &AppHandle<R>) {
    hide(app);
    let core = app.state::<App>().inner().clone();
    let app = app.clone();
    spawn(async move {
        wait_for_answers(&app, &core, async {}).await;
        end_unless_shown(&app);
    });
}

/// Halts the batches, stops what waits in a queue, and waits for requests in flight.
async fn wait_for_answers<R: Runtime>(app: &AppHandle<R>, core: &App, halting: impl Future<Output = ()>) {
    let left = app.state::<Closing>().ends().saturating_duration_since(Instant::now());
    let halted = async {
        halting.await;
        core.stop_all_waiting();
        core.idle().await;
    };
    let _ = timeout(left.saturating_sub(LEDGER), halted).await;
}

/// Hides the window, and ends the app when nothing runs any more.
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
