use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{App, queue::Job, workspace::Workspace};
use crate::view::{Cause, Failure, Outcome, PauseReason, SessionState};
use velvet_engine::{Backoff, BusyGuard, Control, Progress, Run, RunEnd};
use velvet_ledger::Completion;
use velvet_platform::blocking;

/// How often the window hears of what goes on. It is the eyes of the user that this spares: the computer's own time.
pub(super) const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

impl App {
    /// Whether batches run, or wait for their turn: in both modes.
    pub fn batches_run(&self) -> bool {
        self.workspaces().iter().any(|workspace| workspace.queue.goes_on())
    }

    /// Pauses every batch that runs or waits for its turn. [`App::idle`] tells when they have.
    pub fn pause_batches(&self) {
        for workspace in self.workspaces() {
            self.halt(&workspace, &PauseReason::User);
        }
    }

    /// Stops every batch that runs or waits for its turn. [`App::idle`] tells when they have.
    pub fn stop_batches(&self) {
        for workspace in self.workspaces() {
            for batch in workspace.queue.halt(Control::Stop) {
                log_failure(blocking(|| workspace.ledger()?.stop_batch(batch).map(drop)));
                self.end_stopping(&workspace, batch);
            }
        }
    }

    /// Pauses what runs and what waits for its turn, for a reason that is not the user's wish for one batch.
    pub(super) fn halt(&self, workspace: &Arc<Workspace>, why: &PauseReason) {
        for batch in workspace.queue.halt(Control::Pause) {
            log_failure(blocking(|| workspace.ledger()?.pause_batch(batch, why).map(drop)));
            blocking(|| self.emit_batch(workspace, batch));
        }
    }

    /// Lets the next batch run, unless one does.
    pub(super) fn run_next(&self, workspace: &Arc<Workspace>) {
        let Some(job) = workspace.queue.next() else { return };
        let (app, workspace) = (self.clone(), workspace.clone());
        let work = self.at_work();
        tokio::spawn(async move {
            let batch = job.batch;
            let halted = app.run(&workspace, job).await;
            let written = blocking(|| match (workspace.queue.ended(halted.clone()), &halted) {
                (Some(Control::Stop), _) => {
                    workspace.ledger()?.stop_batch(batch).map(|_| app.end_stopping(&workspace, batch))
                }
                (Some(_), _) => workspace.ledger()?.resume_batch(batch).map(drop),
                // Only here it is known that it was not the user.
                (None, Some(why @ (PauseReason::NoKey | PauseReason::Interrupted))) => {
                    workspace.ledger()?.pause_batch(batch, why).map(drop)
                }
                (None, _) => Ok(()),
            });
            log_failure(written);
            // The next one begins before this one is over: nobody finds the app idle in between.
            app.run_next(&workspace);
            blocking(|| {
                app.emit_batch(&workspace, batch);
                app.emit_related(&workspace, batch, halted.as_ref());
                app.emit_queued(&workspace);
                app.emit_log_changed(&workspace);
            });
            drop(work);
        });
    }

    /// Ends, beside everything else, what was never sent of a batch that stops.
    pub(super) fn end_stopping(&self, workspace: &Arc<Workspace>, batch: i64) {
        let (app, workspace, busy) = (self.clone(), workspace.clone(), self.inner.in_flight.busy());
        tokio::task::spawn_blocking(move || {
            let _busy = busy;
            let end = || {
                let ledger = workspace.ledger()?;
                let never_sent = Completion::of(Outcome::Stopped);
                while ledger.end_waiting(batch, &never_sent, app.deps().clock.now())? {}
                ledger.end_batch(batch, app.deps().clock.now()).map(drop)
            };
            log_failure(end());
            app.emit_batch(&workspace, batch);
            app.emit_log_changed(&workspace);
        });
    }

    /// What was stopping when the last run of the app ended needs nobody to go on.
    pub(super) fn end_what_was_stopping(&self, workspace: &Arc<Workspace>) {
        let Ok(open) = workspace.ledger().and_then(|ledger| blocking(|| ledger.open_batches())) else {
            return;
        };
        for record in open.iter().filter(|record| record.stored == velvet_ledger::StoredState::Stopping) {
            self.end_stopping(workspace, record.id);
        }
    }

    /// Tells the window how a batch stands.
    pub(super) fn emit_batch(&self, workspace: &Workspace, batch: i64) {
        if !self.shows(workspace.mode) {
            return;
        }
        match self.batch_view(workspace, batch) {
            Ok(view) => self.deps().events.batch_changed(view),
            Err(failure) => tracing::warn!(code = ?failure.code, "a batch could not be shown"),
        }
    }

    /// Tells the window how the batches stand that wait for their turn.
    pub(super) fn emit_queued(&self, workspace: &Workspace) {
        for batch in workspace.queue.waiting() {
            self.emit_batch(workspace, batch);
        }
    }

    /// Tells the window what else the end of a run has changed: less is left to take back of the batch that it undoes,
    /// and its account's session has ended or has not.
    fn emit_related(&self, workspace: &Workspace, batch: i64, halted: Option<&PauseReason>) {
        let found = workspace.ledger().and_then(|ledger| Ok((ledger.batch(batch)?, ledger)));
        let Ok((Some(record), ledger)) = found else { return };
        if let Some(old) = record.undoes {
            self.emit_batch(workspace, old);
        }
        let session = match halted {
            Some(PauseReason::Service { cause: Cause::SessionExpired, .. }) => SessionState::Expired,
            _ if record.counts.added + record.counts.removed > 0 => SessionState::Alive,
            _ => return,
        };
        if ledger.set_session(&record.account, session).unwrap_or(false) && self.shows(workspace.mode) {
            self.deps().events.state_changed(self.state());
        }
    }

    /// Runs a batch and tells how it goes. Why it waits for the user, when it has not ended.
    async fn run(&self, workspace: &Arc<Workspace>, job: Job) -> Option<PauseReason> {
        let batch = job.batch;
        let own = blocking(|| {
            let ledger = workspace.ledger()?;
            let account = ledger.batch(batch)?.map(|record| record.account);
            let account = account.ok_or_else(super::batches::not_possible)?;
            Ok::<_, Failure>((workspace.api_of(&account)?, ledger, account))
        });
        let Ok((api, ledger, account)) = own else { return Some(PauseReason::NoKey) };
        let seen = job.progress.subscribe();
        let run = Run {
            batch,
            api,
            ledger,
            clock: self.deps().clock.clone(),
            mode: workspace.mode,
            in_flight: self.inner.in_flight.clone(),
            reserved: None,
            backoff: Backoff::default(),
            control: job.control,
            progress: job.progress,
        };
        let eyes = tokio::spawn(forward(self.clone(), workspace.clone(), batch, seen));
        // On its own, so that the line goes on behind a batch that falls over.
        let ended = tokio::spawn(run.run()).await;
        eyes.abort();
        // Nothing of it may still hold the ledger.
        let _ = eyes.await;
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

    /// Something runs, until the guard is dropped.
    fn at_work(&self) -> AtWork {
        let mut running = self.inner.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *running += 1;
        if *running == 1 {
            self.deps().events.running(true);
        }
        AtWork { app: self.clone(), _busy: self.inner.in_flight.busy() }
    }
}

/// The batch stands in memory as it should; the next start finds it as the disk has it, which loses nothing.
fn log_failure(written: Result<(), Failure>) {
    if let Err(failure) = written {
        tracing::warn!(code = ?failure.code, "where a batch stands could not be written down");
    }
}

/// While one is there, batches run.
struct AtWork {
    app: App,
    _busy: BusyGuard,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut running = self.app.inner.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *running -= 1;
        if *running == 0 {
            self.app.deps().events.running(false);
        }
    }
}

/// Tells the window how a batch goes, as often as eyes can follow.
async fn forward(app: App, workspace: Arc<Workspace>, batch: i64, mut progress: watch::Receiver<Progress>) {
    loop {
        blocking(|| {
            app.emit_batch(&workspace, batch);
            app.emit_log_changed(&workspace);
        });
        tokio::time::sleep(PROGRESS_INTERVAL).await;
        if progress.changed().await.is_err() {
            return;
        }
    }
}
