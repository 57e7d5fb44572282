use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{App, desk::Desk, queue::Turn};
use crate::view::{Cause, Failure, PauseReason, SessionState};
use velvet_engine::{Busy, Order, Patience, Progress, Run, RunEnd};
use velvet_platform::on_disk;

/// How often the window hears of what goes on. It is the eyes of the user that this spares: the computer's own time.
pub(super) const BREATH: Duration = Duration::from_millis(100);

impl App {
    /// Whether batches run, or wait for their turn: in both modes.
    pub fn batches_run(&self) -> bool {
        self.desks().iter().any(|desk| desk.queue.goes_on())
    }

    /// Pauses every batch that runs or waits for its turn. [`App::idle`] tells when they have.
    pub fn pause_batches(&self) {
        for desk in self.desks() {
            self.halt(&desk, &PauseReason::User);
        }
    }

    /// Stops every batch that runs or waits for its turn. [`App::idle`] tells when they have.
    pub fn stop_batches(&self) {
        for desk in self.desks() {
            for batch in desk.queue.halt(Order::Stop) {
                log_failure(on_disk(|| desk.ledger()?.stop_batch(batch)));
                self.end_stopping(&desk, batch);
            }
        }
    }

    /// Pauses what runs and what waits for its turn, for a reason that is not the user's wish for one batch.
    pub(super) fn halt(&self, desk: &Arc<Desk>, why: &PauseReason) {
        for batch in desk.queue.halt(Order::Pause) {
            log_failure(on_disk(|| desk.ledger()?.pause_batch(batch, why)));
            on_disk(|| self.tell_batch(desk, batch));
        }
    }

    /// Lets the next batch run, unless one does.
    pub(super) fn run_next(&self, desk: &Arc<Desk>) {
        let Some(turn) = desk.queue.next() else { return };
        let (app, desk) = (self.clone(), desk.clone());
        let work = self.at_work();
        tokio::spawn(async move {
            let batch = turn.batch;
            let halted = app.run(&desk, turn).await;
            let written = on_disk(|| match (desk.queue.ended(halted.clone()), &halted) {
                (Some(Order::Stop), _) => {
                    desk.ledger()?.stop_batch(batch).map(|()| app.end_stopping(&desk, batch))
                }
                (Some(_), _) => desk.ledger()?.resume_batch(batch),
                // Only here it is known that it was not the user.
                (None, Some(why @ (PauseReason::NoKey | PauseReason::Interrupted))) => {
                    desk.ledger()?.pause_batch(batch, why)
                }
                (None, _) => Ok(()),
            });
            log_failure(written);
            // The next one begins before this one is over: nobody finds the app idle in between.
            app.run_next(&desk);
            on_disk(|| {
                app.tell_batch(&desk, batch);
                app.tell_others(&desk, batch, halted.as_ref());
                app.tell_waiting(&desk);
                app.tell_log(&desk);
            });
            drop(work);
        });
    }

    /// Ends, beside everything else, what was never sent of a batch that stops.
    pub(super) fn end_stopping(&self, desk: &Arc<Desk>, batch: i64) {
        let (app, desk, busy) = (self.clone(), desk.clone(), self.inner.flights.busy());
        tokio::task::spawn_blocking(move || {
            let _busy = busy;
            let end = || {
                let ledger = desk.ledger()?;
                while ledger.stop_some(batch, app.parts().clock.now())? {}
                ledger.end_batch(batch, app.parts().clock.now())
            };
            log_failure(end());
            app.tell_batch(&desk, batch);
            app.tell_log(&desk);
        });
    }

    /// What was stopping when the last run of the app ended needs nobody to go on.
    pub(super) fn end_what_was_stopping(&self, desk: &Arc<Desk>) {
        let Ok(open) = desk.ledger().and_then(|ledger| on_disk(|| ledger.open_batches())) else { return };
        for record in open.iter().filter(|record| record.stored == velvet_ledger::Stored::Stopping) {
            self.end_stopping(desk, record.id);
        }
    }

    /// Tells the window how a batch stands.
    pub(super) fn tell_batch(&self, desk: &Desk, batch: i64) {
        if !self.shows(desk.mode) {
            return;
        }
        match self.batch_view(desk, batch) {
            Ok(view) => self.parts().listener.batch_changed(view),
            Err(failure) => tracing::warn!(code = ?failure.code, "a batch could not be shown"),
        }
    }

    /// Tells the window how the batches stand that wait for their turn.
    pub(super) fn tell_waiting(&self, desk: &Desk) {
        for batch in desk.queue.waiting() {
            self.tell_batch(desk, batch);
        }
    }

    /// Tells the window what else the end of a run has changed: less is left to take back of the batch that it undoes,
    /// and its account's session has ended or has not.
    fn tell_others(&self, desk: &Desk, batch: i64, halted: Option<&PauseReason>) {
        let found = desk.ledger().and_then(|ledger| Ok((ledger.batch(batch)?, ledger)));
        let Ok((Some(record), ledger)) = found else { return };
        if let Some(old) = record.undoes {
            self.tell_batch(desk, old);
        }
        let session = match halted {
            Some(PauseReason::Service { cause: Cause::SessionExpired, .. }) => SessionState::Expired,
            _ if record.counts.added + record.counts.removed > 0 => SessionState::Alive,
            _ => return,
        };
        if ledger.set_session(&record.account, session).unwrap_or(false) && self.shows(desk.mode) {
            self.parts().listener.state_changed(self.state());
        }
    }

    /// Runs a batch and tells how it goes. Why it waits for the user, when it has not ended.
    async fn run(&self, desk: &Arc<Desk>, turn: Turn) -> Option<PauseReason> {
        let batch = turn.batch;
        let own = on_disk(|| {
            let ledger = desk.ledger()?;
            let account = ledger.batch(batch)?.map(|record| record.account);
            let account = account.ok_or_else(super::batches::not_possible)?;
            Ok::<_, Failure>((desk.api_of(&account)?, ledger, account))
        });
        let Ok((api, ledger, account)) = own else { return Some(PauseReason::NoKey) };
        let seen = turn.progress.subscribe();
        let run = Run {
            batch,
            api,
            ledger,
            clock: self.parts().clock.clone(),
            mode: desk.mode,
            flights: self.inner.flights.clone(),
            patience: Patience::default(),
            orders: turn.orders,
            progress: turn.progress,
        };
        let eyes = tokio::spawn(forward(self.clone(), desk.clone(), batch, seen));
        // On its own, so that the line goes on behind a batch that falls over.
        let ended = tokio::spawn(run.run()).await;
        eyes.abort();
        // Nothing of it may still hold the ledger.
        let _ = eyes.await;
        match ended {
            Ok(Ok(RunEnd::Ended)) => None,
            Ok(Ok(RunEnd::Paused(PauseReason::User))) if desk.queue.is_closed() => {
                Some(PauseReason::Interrupted)
            }
            Ok(Ok(RunEnd::Paused(PauseReason::User))) if on_disk(|| desk.api_of(&account)).is_err() => {
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
            self.parts().listener.running(true);
        }
        AtWork { app: self.clone(), _busy: self.inner.flights.busy() }
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
    _busy: Busy,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut running = self.app.inner.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *running -= 1;
        if *running == 0 {
            self.app.parts().listener.running(false);
        }
    }
}

/// Tells the window how a batch goes, as often as eyes can follow.
async fn forward(app: App, desk: Arc<Desk>, batch: i64, mut progress: watch::Receiver<Progress>) {
    loop {
        on_disk(|| {
            app.tell_batch(&desk, batch);
            app.tell_log(&desk);
        });
        tokio::time::sleep(BREATH).await;
        if progress.changed().await.is_err() {
            return;
        }
    }
}
