//! Progress of the batches on the taskbar or dock: a bar without words, because others may see the screen.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use tauri::{
    AppHandle, Manager, Runtime,
    window::{ProgressBarState, ProgressBarStatus},
};
use velvet_core::view::{BatchState, BatchView, PauseReason};

use crate::main_window::MAIN;

/// What is known about the open batches, and what the bar shows.
#[derive(Default)]
pub struct Taskbar(Mutex<Batches>);

#[derive(Default)]
struct Batches {
    /// By ID. IDs of live and practice mode differ.
    open: BTreeMap<i64, Open>,
    shown: Option<Bar>,
}

struct Open {
    /// A view with a lower revision is late.
    revision: u64,
    bar: Option<Bar>,
}

/// What the bar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bar {
    state: BarState,
    percent: u64,
}

/// The order in which one batch is shown rather than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum BarState {
    Paused,
    /// It waits for the user, who did not pause it.
    Asking,
    Running,
}

/// Shows how a batch stands.
pub fn update<R: Runtime>(app: &AppHandle<R>, batch: &BatchView) {
    change(app, |batches| batches.update(batch));
}

/// Shows that no batch runs.
pub fn no_batch_runs<R: Runtime>(app: &AppHandle<R>) {
    change(app, Batches::no_batch_runs);
}

/// Clears the bar, because another log was opened.
pub fn clear<R: Runtime>(app: &AppHandle<R>) {
    change(app, |batches| batches.open.clear());
}

fn change<R: Runtime>(app: &AppHandle<R>, change: impl FnOnce(&mut Batches)) {
    let taskbar = app.state::<Taskbar>();
    let mut batches = taskbar.0.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut batches);
    // Set under the lock, so that the bar that is set last is the newest.
    if let Some(state) = batches.redraw()
        && let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.set_progress_bar(state)
    {
        tracing::info!(%error, "there is no progress on the taskbar");
    }
}

impl Batches {
    fn update(&mut self, batch: &BatchView) {
        let late = self.open.get(&batch.id).is_some_and(|open| batch.revision < open.revision);
        if !late {
            self.open.insert(batch.id, Open { revision: batch.revision, bar: bar(batch) });
        }
    }

    /// A batch of the mode that is not shown sends no views, so its last one may say that it runs.
    fn no_batch_runs(&mut self) {
        for open in self.open.values_mut() {
            open.bar = open.bar.filter(|bar| bar.state != BarState::Running);
        }
    }

    /// Returns what to draw, if it has changed.
    fn redraw(&mut self) -> Option<ProgressBarState> {
        let bar = self.open.values().filter_map(|open| open.bar).max_by_key(|bar| bar.state);
        if bar == self.shown {
            return None;
        }
        self.shown = bar;
        Some(ProgressBarState {
            status: Some(match bar.map(|bar| bar.state) {
                None => ProgressBarStatus::None,
                Some(BarState::Running) => ProgressBarStatus::Normal,
                Some(BarState::Paused) => ProgressBarStatus::Paused,
                Some(BarState::Asking) => ProgressBarStatus::Error,
            }),
            progress: bar.map(|bar| bar.percent),
        })
    }
}

/// Returns the bar of a batch. A batch that waits for others or has ended has none.
fn bar(batch: &BatchView) -> Option<Bar> {
    let state = match &batch.state {
        BatchState::Queued { .. } | BatchState::Ended => return None,
        BatchState::Running { .. } | BatchState::Pausing | BatchState::Stopping => BarState::Running,
        BatchState::Paused { why: PauseReason::User } => BarState::Paused,
        BatchState::Paused { .. } => BarState::Asking,
    };
    let counts = &batch.counts;
    let left = counts.waiting + counts.sending;
    Some(Bar { state, percent: counts.total.saturating_sub(left) * 100 / counts.total.max(1) })
}

#[cfg(test)]
mod tests {
    use velvet_core::view::{Action, Cause, Counts, Speed, Step};

    use super::*;

    fn batch(id: i64, revision: u64, state: BatchState, done: u64) -> BatchView {
        BatchView {
            revision,
            id,
            name: "fans of Mira".to_owned(),
            account: "fansly_mira".to_owned(),
            account_name: "Mira".to_owned(),
            action: Action::Add,
            speed: Speed::Steady,
            state,
            counts: Counts { total: 200, waiting: 200 - done, added: done, ..Counts::default() },
            per_minute: None,
            seconds_left: None,
            wait: None,
            unknown_replies: false,
            requests: 0,
            began: 0,
            ended: None,
            undoes: None,
            retries: None,
            looked: false,
            can_undo: 0,
            undo_seconds: None,
            can_retry: 0,
            retry_seconds: None,
        }
    }

    fn running() -> BatchState {
        BatchState::Running { step: Step::Sending }
    }

    fn paused(why: PauseReason) -> BatchState {
        BatchState::Paused { why }
    }

    /// Returns what is drawn after `change`, as its status and percentage.
    fn drawn(
        batches: &mut Batches,
        change: impl FnOnce(&mut Batches),
    ) -> Option<(&'static str, Option<u64>)> {
        change(batches);
        batches.redraw().map(|state| {
            let status = match state.status {
                Some(ProgressBarStatus::None) => "none",
                Some(ProgressBarStatus::Normal) => "normal",
                Some(ProgressBarStatus::Paused) => "paused",
                Some(ProgressBarStatus::Error) => "error",
                _ => "other",
            };
            (status, state.progress)
        })
    }

    #[test]
    fn the_bar_follows_the_batch_and_goes_with_it() {
        let mut batches = Batches::default();
        let mut saw = |view: BatchView| drawn(&mut batches, |batches| batches.update(&view));
        assert_eq!(saw(batch(1, 1, BatchState::Queued { ahead: 0 }, 0)), None);
        assert_eq!(saw(batch(1, 2, running(), 0)), Some(("normal", Some(0))));
        assert_eq!(saw(batch(1, 3, running(), 1)), None, "not yet a percent");
        assert_eq!(saw(batch(1, 5, running(), 100)), Some(("normal", Some(50))));
        assert_eq!(saw(batch(1, 4, running(), 2)), None, "late");
        assert_eq!(saw(batch(1, 6, paused(PauseReason::User), 100)), Some(("paused", Some(50))));
        let why = PauseReason::Service { cause: Cause::CreditsSpent, words: None };
        assert_eq!(saw(batch(1, 7, paused(why), 100)), Some(("error", Some(50))));
        assert_eq!(saw(batch(1, 8, BatchState::Ended, 200)), Some(("none", None)));
    }

    #[test]
    fn a_batch_that_runs_is_shown_before_one_that_does_not() {
        let mut batches = Batches::default();
        batches.update(&batch(1, 1, paused(PauseReason::User), 20));
        batches.update(&batch(2, 2, paused(PauseReason::NoKey), 40));
        assert_eq!(
            drawn(&mut batches, |batches| batches.update(&batch(3, 3, running(), 60))),
            Some(("normal", Some(30)))
        );
        assert_eq!(
            drawn(&mut batches, Batches::no_batch_runs),
            Some(("error", Some(20))),
            "its end was not seen"
        );
        assert_eq!(drawn(&mut batches, |batches| batches.open.clear()), Some(("none", None)));
    }
}
