use std::sync::Arc;

use tokio::sync::watch;

use super::{
    batch_views::not_possible,
    context::Context,
    progress::PROGRESS_INTERVAL,
    queue::Job,
    workspace::{Workspace, run_blocking, to_the_end},
};
use crate::view::{BatchView, Cause, Failure, Outcome, PauseReason, SessionState};
use velvet_engine::{Backoff, BusyGuard, Control, Progress, Run, RunEnd};
use velvet_ledger::{BatchRecord, Completion, Ledger, StoredState};

/// Runs the batches of a workspace one after the other, and reports their state.
#[derive(Clone)]
pub(super) struct Scheduler {
    ctx: Context,
}

impl Scheduler {
    pub(super) fn new(ctx: Context) -> Self {
        Self { ctx }
    }

    /// Returns whether batches are running or queued, in either mode.
    pub fn batches_run(&self) -> bool {
        self.ctx.workspaces().iter().any(|workspace| workspace.queue.goes_on())
    }

    /// Pauses every running or queued batch. [`App::idle`](super::App::idle) resolves once they have paused.
    pub async fn pause_batches(&self) {
        for workspace in self.ctx.workspaces() {
            self.halt(&workspace, PauseReason::User).await;
        }
    }

    /// Stops every running or queued batch. [`App::idle`](super::App::idle) resolves once they have stopped.
    pub async fn stop_batches(&self) {
        let _busy = self.ctx.in_flight.busy();
        for workspace in self.ctx.workspaces() {
            for batch in workspace.queue.halt(Control::Stop) {
                log_failure(workspace.write(move |ledger| ledger.stop_batch(batch)).await);
                self.end_stopping(&workspace, batch);
            }
        }
    }

    /// Pauses the running and the queued batches, for a reason other than the user pausing a single batch.
    pub(super) async fn halt(&self, workspace: &Arc<Workspace>, why: PauseReason) {
        let _busy = self.ctx.in_flight.busy();
        for batch in workspace.queue.halt(Control::Pause) {
            let why = why.clone();
            log_failure(workspace.write(move |ledger| ledger.pause_batch(batch, &why)).await);
            self.ctx.emit_batch(workspace, batch).await;
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
            match (workspace.queue.ended(halted.clone()), halted.clone()) {
                (Some(Control::Stop), _) => {
                    log_failure(workspace.write(move |ledger| ledger.stop_batch(batch)).await);
                    this.end_stopping(&workspace, batch);
                }
                (Some(_), _) => log_failure(workspace.write(move |ledger| ledger.resume_batch(batch)).await),
                // Only here it is known that the user did not pause it.
                (None, Some(why @ (PauseReason::NoKey | PauseReason::Interrupted))) => {
                    log_failure(workspace.write(move |ledger| ledger.pause_batch(batch, &why)).await);
                }
                (None, _) => {}
            }
            // The next batch begins before this one is over, so that the app is never idle in between.
            this.run_next(&workspace);
            this.ctx.emit_batch(&workspace, batch).await;
            this.emit_related(&workspace, batch, halted.as_ref()).await;
            this.emit_queued(&workspace).await;
            this.ctx.emit_log_changed(&workspace).await;
            drop(work);
        });
    }

    /// Ends the unsent items of a stopping batch in the background.
    pub(super) fn end_stopping(&self, workspace: &Arc<Workspace>, batch: i64) {
        let (this, workspace, busy) = (self.clone(), workspace.clone(), self.ctx.in_flight.busy());
        tokio::spawn(async move {
            let _busy = busy;
            let never_sent = Completion::of(Outcome::Stopped);
            let end = async || {
                loop {
                    let (ending, now) = (never_sent.clone(), this.ctx.deps.clock.now());
                    // In chunks, so that others can use the ledger in between.
                    if !workspace.write(move |ledger| ledger.end_waiting(batch, &ending, now)).await? {
                        return workspace.write(move |ledger| ledger.end_batch(batch, now)).await;
                    }
                }
            };
            log_failure(end().await);
            this.ctx.emit_batch(&workspace, batch).await;
            this.ctx.emit_log_changed(&workspace).await;
        });
    }

    /// Ends the batches that were stopping when the last run of the app ended. This does not need the user.
    pub(super) async fn end_what_was_stopping(&self, workspace: &Arc<Workspace>) {
        let open = workspace.read(Ledger::open_batches).await.unwrap_or_default();
        for record in open.iter().filter(|record| record.stored == StoredState::Stopping) {
            self.end_stopping(workspace, record.id);
        }
    }

    /// Sends the views of the queued batches to the window.
    pub(super) async fn emit_queued(&self, workspace: &Arc<Workspace>) {
        for batch in workspace.queue.waiting() {
            self.ctx.emit_batch(workspace, batch).await;
        }
    }

    /// Tells the window what else the end of a run has changed: the batch that it undoes has less left to undo, and the
    /// state of its account's session is known.
    async fn emit_related(&self, workspace: &Arc<Workspace>, batch: i64, halted: Option<&PauseReason>) {
        let Ok(Some(record)) = workspace.read(move |ledger| ledger.batch(batch)).await else { return };
        if let Some(old) = record.undoes {
            self.ctx.emit_batch(workspace, old).await;
        }
        let session = match halted {
            Some(PauseReason::Service { cause: Cause::SessionExpired, .. }) => SessionState::Expired,
            _ if record.counts.added + record.counts.removed > 0 => SessionState::Alive,
            _ => return,
        };
        self.ctx.note_session(workspace, &record.account, session).await;
    }

    /// Runs a batch and reports its progress. Returns why it is paused if it has not ended.
    async fn run(&self, workspace: &Arc<Workspace>, job: Job) -> Option<PauseReason> {
        let batch = job.batch;
        let own = workspace.read_with(move |workspace| {
            let ledger = workspace.ledger()?;
            let account = ledger.batch(batch)?.map(|record| record.account);
            let account = account.ok_or_else(not_possible)?;
            Ok::<_, Failure>((workspace.api_for(&account)?, ledger, account))
        });
        let Ok((api, ledger, account)) = own.await else { return Some(PauseReason::NoKey) };
        let seen = job.progress.subscribe();
        let run = Run {
            batch,
            api,
            ledger,
            writer: workspace.writer.clone(),
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
        let _ = reporter.await;
        match ended {
            Ok(Ok(RunEnd::Ended)) => None,
            Ok(Ok(RunEnd::Paused(PauseReason::User))) if workspace.queue.is_closed() => {
                Some(PauseReason::Interrupted)
            }
            Ok(Ok(RunEnd::Paused(PauseReason::User))) => {
                let has_key = workspace.api_of(&account).await.is_ok();
                Some(if has_key { PauseReason::User } else { PauseReason::NoKey })
            }
            Ok(Ok(RunEnd::Paused(why))) => Some(why),
            Ok(Err(failure)) => Some(failure.into()),
            Err(_) => Some(PauseReason::Interrupted),
        }
    }

    /// Writes a batch and queues it, and returns its view. Goes on even if the caller stops waiting.
    pub(super) async fn begin(
        &self,
        workspace: &Arc<Workspace>,
        write: impl FnOnce(&Workspace) -> Result<BatchRecord, Failure> + Send + 'static,
    ) -> Result<BatchView, Failure> {
        let (this, workspace, busy) = (self.clone(), workspace.clone(), self.ctx.in_flight.busy());
        to_the_end(async move {
            let _busy = busy;
            let _one = workspace.writing.lock().await;
            let its = workspace.clone();
            let batch = run_blocking(move || write(&its)).await?;
            Ok(this.enqueue(&workspace, batch).await)
        })
        .await
    }

    /// Puts a written batch into the queue, and returns its view. This must not fail: the batch is in the ledger, and
    /// whoever started it must know of it.
    pub(super) async fn enqueue(&self, workspace: &Arc<Workspace>, batch: BatchRecord) -> BatchView {
        workspace.queue.push(batch.id);
        self.run_next(workspace);
        let ctx = self.ctx.clone();
        workspace
            .read_with(move |workspace| {
                let read = workspace.ledger().and_then(|ledger| Ok(ledger.batch(batch.id)?));
                ctx.view_of(workspace, read.ok().flatten().unwrap_or(batch))
            })
            .await
    }

    /// Counts a batch as running until the guard is dropped.
    fn at_work(&self) -> AtWork {
        self.ctx.running.send_modify(|running| {
            *running += 1;
            if *running == 1 {
                self.ctx.deps.events.running(true);
            }
        });
        AtWork { scheduler: self.clone(), _busy: self.ctx.in_flight.busy() }
    }
}

/// Logs a failed write. The state in memory is right, and the next start continues from the ledger without losing
/// anything.
fn log_failure<T>(written: Result<T, Failure>) {
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
        let ctx = &self.scheduler.ctx;
        ctx.running.send_modify(|running| {
            *running -= 1;
            if *running == 0 {
                ctx.deps.events.running(false);
            }
        });
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
        this.ctx.emit_batch(&workspace, batch).await;
        this.ctx.emit_log_changed(&workspace).await;
        tokio::time::sleep(PROGRESS_INTERVAL).await;
        if progress.changed().await.is_err() {
            return;
        }
    }
}
