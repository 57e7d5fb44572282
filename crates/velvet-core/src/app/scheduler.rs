use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::{
    batch_views::not_possible, context::Context, overview::Overview, progress::PROGRESS_INTERVAL, queue::Job,
    workspace::Workspace,
};
use crate::view::{BatchView, Cause, Failure, Outcome, PauseReason, SessionState};
use velvet_engine::{Backoff, BusyGuard, Control, Progress, Run, RunEnd};
use velvet_ledger::{BatchRecord, Completion};
use velvet_platform::blocking;

/// Runs the batches of a workspace one after the other, and reports their state.
#[derive(Clone)]
pub(super) struct Scheduler {
    ctx: Context,
    overview: Overview,
    /// Number of running batches, in both modes.
    running: Arc<Mutex<usize>>,
}

impl Scheduler {
    pub(super) fn new(ctx: Context, overview: Overview) -> Self {
        Self { ctx, overview, running: Arc::default() }
    }

    /// Returns whether batches are running or queued, in either mode.
    pub fn batches_run(&self) -> bool {
        self.ctx.workspaces().iter().any(|workspace| workspace.queue.goes_on())
    }

    /// Pauses every running or queued batch. [`App::idle`](super::App::idle) resolves once they have paused.
    pub fn pause_batches(&self) {
        for workspace in self.ctx.workspaces() {
            self.halt(&workspace, &PauseReason::User);
        }
    }

    /// Stops every running or queued batch. [`App::idle`](super::App::idle) resolves once they have stopped.
    pub fn stop_batches(&self) {
        for workspace in self.ctx.workspaces() {
            for batch in workspace.queue.halt(Control::Stop) {
                log_failure(blocking(|| {
                    workspace.ledger()?.stop_batch(batch).map(drop).map_err(Failure::from)
                }));
                self.end_stopping(&workspace, batch);
            }
        }
    }

    /// Pauses the running and the queued batches, for a reason other than the user pausing a single batch.
    pub(super) fn halt(&self, workspace: &Arc<Workspace>, why: &PauseReason) {
        for batch in workspace.queue.halt(Control::Pause) {
            log_failure(blocking(|| {
                workspace.ledger()?.pause_batch(batch, why).map(drop).map_err(Failure::from)
            }));
            blocking(|| self.emit_batch(workspace, batch));
        }
    }

    /// Starts the next batch, unless one is running.
    pub(super) fn run_next(&self, workspace: &Arc<Workspace>) {
        let Some(job) = workspace.queue.next() else { return };
        let (this, workspace) = (self.clone(), workspace.clone());
        let work = self.at_work();
        tokio::spawn(async move {
            let batch = job.batch;
            let halted = this.run(&workspace, job).await;
            let written = blocking(|| match (workspace.queue.ended(halted.clone()), &halted) {
                (Some(Control::Stop), _) => workspace
                    .ledger()?
                    .stop_batch(batch)
                    .map(|_| this.end_stopping(&workspace, batch))
                    .map_err(Failure::from),
                (Some(_), _) => workspace.ledger()?.resume_batch(batch).map(drop).map_err(Failure::from),
                // Only here it is known that the user did not pause it.
                (None, Some(why @ (PauseReason::NoKey | PauseReason::Interrupted))) => {
                    workspace.ledger()?.pause_batch(batch, why).map(drop).map_err(Failure::from)
                }
                (None, _) => Ok(()),
            });
            log_failure(written);
            // The next batch begins before this one is over, so that the app is never idle in between.
            this.run_next(&workspace);
            blocking(|| {
                this.emit_batch(&workspace, batch);
                this.emit_related(&workspace, batch, halted.as_ref());
                this.emit_queued(&workspace);
                this.ctx.emit_log_changed(&workspace);
            });
            drop(work);
        });
    }

    /// Ends the unsent items of a stopping batch in the background.
    pub(super) fn end_stopping(&self, workspace: &Arc<Workspace>, batch: i64) {
        let (this, workspace, busy) = (self.clone(), workspace.clone(), self.ctx.in_flight.busy());
        tokio::task::spawn_blocking(move || {
            let _busy = busy;
            let end = || {
                let ledger = workspace.ledger()?;
                let never_sent = Completion::of(Outcome::Stopped);
                while ledger.end_waiting(batch, &never_sent, this.ctx.deps.clock.now())? {}
                ledger.end_batch(batch, this.ctx.deps.clock.now()).map(drop).map_err(Failure::from)
            };
            log_failure(end());
            this.emit_batch(&workspace, batch);
            this.ctx.emit_log_changed(&workspace);
        });
    }

    /// Ends the batches that were stopping when the last run of the app ended. This does not need the user.
    pub(super) fn end_what_was_stopping(&self, workspace: &Arc<Workspace>) {
        let Ok(open) = workspace.ledger().and_then(|ledger| Ok(blocking(|| ledger.open_batches())?)) else {
            return;
        };
        for record in open.iter().filter(|record| record.stored == velvet_ledger::StoredState::Stopping) {
            self.end_stopping(workspace, record.id);
        }
    }

    /// Sends the view of a batch to the window, if it shows this mode.
    pub(super) fn emit_batch(&self, workspace: &Workspace, batch: i64) {
        if !self.ctx.shows(workspace.mode) {
            return;
        }
        match self.ctx.batch_view(workspace, batch) {
            Ok(view) => self.ctx.deps.events.batch_changed(view),
            Err(failure) => tracing::warn!(code = ?failure.code, "a batch could not be shown"),
        }
    }

    /// Sends the views of the queued batches to the window.
    pub(super) fn emit_queued(&self, workspace: &Workspace) {
        for batch in workspace.queue.waiting() {
            self.emit_batch(workspace, batch);
        }
    }

    /// Tells the window what else the end of a run has changed: the batch that it undoes has less left to undo, and the
    /// state of its account's session is known.
    fn emit_related(&self, workspace: &Workspace, batch: i64, halted: Option<&PauseReason>) {
        let Ok(Some(record)) = workspace.ledger().and_then(|ledger| Ok(ledger.batch(batch)?)) else { return };
        if let Some(old) = record.undoes {
            self.emit_batch(workspace, old);
        }
        let session = match halted {
            Some(PauseReason::Service { cause: Cause::SessionExpired, .. }) => SessionState::Expired,
            _ if record.counts.added + record.counts.removed > 0 => SessionState::Alive,
            _ => return,
        };
        self.overview.note_session(workspace, &record.account, session);
    }

    /// Runs a batch and reports its progress. Returns why it is paused if it has not ended.
    async fn run(&self, workspace: &Arc<Workspace>, job: Job) -> Option<PauseReason> {
        let batch = job.batch;
        let own = blocking(|| {
            let ledger = workspace.ledger()?;
            let account = ledger.batch(batch)?.map(|record| record.account);
            let account = account.ok_or_else(not_possible)?;
            Ok::<_, Failure>((workspace.api_of(&account)?, ledger, account))
        });
        let Ok((api, ledger, account)) = own else { return Some(PauseReason::NoKey) };
        let seen = job.progress.subscribe();
        let run = Run {
            batch,
            api,
            ledger,
            clock: self.ctx.deps.clock.clone(),
            mode: workspace.mode,
            in_flight: self.ctx.in_flight.clone(),
            reserved: None,
            backoff: Backoff::default(),
            control: job.control,
            progress: job.progress,
        };
        let reporter = tokio::spawn(forward(self.clone(), workspace.clone(), batch, seen));
        // In a task of its own, so that the queue continues after a batch that panics.
        let ended = tokio::spawn(run.run()).await;
        reporter.abort();
        // Wait until it no longer holds the ledger.
        let _ = reporter.await;
        match ended {
            Ok(Ok(RunEnd::Ended)) => None,
            Ok(Ok(RunEnd::Paused(PauseReason::User))) if workspace.queue.is_closed() => {
                Some(PauseReason::Interrupted)
            }
            Ok(Ok(RunEnd::Paused(PauseReason::User))) if blocking(|| workspace.api_of(&account)).is_err() => {
                Some(PauseReason::NoKey)
            }
            Ok(Ok(RunEnd::Paused(why))) => Some(why),
            Ok(Err(failure)) => Some(failure.into()),
            Err(_) => Some(PauseReason::Interrupted),
        }
    }

    /// Puts a written batch into the queue, and returns its view. This must not fail: the batch is in the ledger, and
    /// whoever started it must know of it.
    pub(super) fn enqueue(&self, workspace: &Arc<Workspace>, batch: BatchRecord) -> BatchView {
        workspace.queue.push(batch.id);
        self.run_next(workspace);
        let _one = workspace.one_view();
        self.ctx.view_of(workspace, batch)
    }

    /// Counts a batch as running until the guard is dropped.
    fn at_work(&self) -> AtWork {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        if *running == 1 {
            self.ctx.deps.events.running(true);
        }
        AtWork { scheduler: self.clone(), _busy: self.ctx.in_flight.busy() }
    }
}

/// Logs a failed write. The state in memory is right, and the next start continues from the ledger without losing
/// anything.
fn log_failure(written: Result<(), Failure>) {
    if let Err(failure) = written {
        tracing::warn!(code = ?failure.code, "where a batch stands could not be written down");
    }
}

/// A guard that counts a batch as running.
struct AtWork {
    scheduler: Scheduler,
    _busy: BusyGuard,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut running = self.scheduler.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running -= 1;
        if *running == 0 {
            self.scheduler.ctx.deps.events.running(false);
        }
    }
}

/// Reports a batch's progress to the window, at most once per [`PROGRESS_INTERVAL`].
async fn forward(
    this: Scheduler,
    workspace: Arc<Workspace>,
    batch: i64,
    mut progress: watch::Receiver<Progress>,
) {
    loop {
        blocking(|| {
            this.emit_batch(&workspace, batch);
            this.ctx.emit_log_changed(&workspace);
        });
        tokio::time::sleep(PROGRESS_INTERVAL).await;
        if progress.changed().await.is_err() {
            return;
        }
    }
}
