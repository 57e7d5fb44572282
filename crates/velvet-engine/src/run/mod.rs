//! Runs a batch from wherever it is to its end or a pause. A single add is a batch of one.
//!
//! One loop owns all mutable state. It writes what has ended together with what is sent next, and only then sends the
//! next requests. What a reply means is decided by `velvet_api::judge`, and when requests may be sent by `Api::permit`.

mod backoff;
mod breaker;
mod control;
mod disposition;
mod eta;
mod outage;
mod precheck;
mod progress;
mod reconcile;
mod send;
mod session_check;
mod unproven;

use std::{error::Error, sync::Arc, time::Duration};

use tokio::sync::watch;

pub use self::{backoff::Backoff, control::Control, progress::Progress};
use self::{
    breaker::{CircuitBreaker, Refusals},
    control::{Halt, Reconciled},
    eta::EtaEstimator,
    outage::Outage,
    unproven::UnprovenReplies,
};
use super::{EngineError, InFlight, InFlightRegistry};
use velvet_api::{Api, Pacing};
use velvet_ledger::{BatchRecord, Checkpoint, Completion, Ledger, LedgerError, StoredState};
use velvet_model::{Action, Cause, Mode, Outcome, PauseReason, Speed, WaitReason};
use velvet_platform::{
    clock::Clock,
    failpoint::{self, FailPoint},
    worker::Worker,
};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// Every item has its outcome. A single item never pauses: what would pause a batch ends it.
    Ended,
    /// The batch waits for the user. Items that were not sent are still `waiting`.
    Paused(PauseReason),
}

/// A batch to run, and everything it needs.
pub struct Run {
    /// Number of the batch in the ledger.
    pub batch: i64,
    /// The API, with the key of the account.
    pub api: Api,
    /// The ledger of the batch.
    pub ledger: Arc<Ledger>,
    /// The thread that writes the ledger.
    pub writer: Worker,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The mode, so that practice and live batches are never confused.
    pub mode: Mode,
    /// All requests in flight.
    pub in_flight: InFlightRegistry,
    /// The guard of a single item's fan, who is in flight already.
    pub reserved: Option<InFlight>,
    /// Pauses between tries.
    pub backoff: Backoff,
    /// What the user wants. If the sender is gone, the batch pauses.
    pub control: watch::Receiver<Control>,
    /// Receives the progress.
    pub progress: watch::Sender<Progress>,
}

impl Run {
    /// Runs the batch, which may have started in an earlier run of the app.
    ///
    /// # Errors
    /// [`EngineError::NoBatch`] if there is no such batch. For a single item, any error of the ledger; a batch pauses
    /// instead.
    pub async fn run(self) -> Result<RunEnd, EngineError> {
        let batch = self.batch;
        let record = self.on_ledger(move |ledger| ledger.batch(batch)).await?;
        let record = record.ok_or(EngineError::NoBatch)?;
        if record.stored == StoredState::Ended && !record.single {
            return Ok(RunEnd::Ended);
        }
        let outage = Outage::new(self.backoff);
        let breaker = CircuitBreaker::new(record.refused_before);
        let mut runner = BatchRunner {
            run: self,
            record,
            outage,
            breaker,
            unproven: UnprovenReplies::default(),
            session: None,
            forecast: EtaEstimator::default(),
            waits: None,
        };
        match runner.whole().await {
            Ok(end) => Ok(end),
            Err(error) if runner.record.single => {
                // Best effort: if the disk is full, the next start ends it.
                let _ = runner.end_single(None).await;
                Err(error)
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn Error, "a batch cannot go on");
                Ok(runner.pause(error.into()).await)
            }
        }
    }

    /// Runs work on the thread that writes the ledger.
    fn on_ledger<T, F>(&self, work: F) -> impl Future<Output = Result<T, LedgerError>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let ledger = self.ledger.clone();
        self.writer.run(move || work(&ledger))
    }
}

/// A running batch.
struct BatchRunner {
    run: Run,
    record: BatchRecord,
    outage: Outage,
    breaker: CircuitBreaker,
    unproven: UnprovenReplies,
    /// When the account's session was last found active, by the monotonic clock.
    session: Option<Duration>,
    forecast: EtaEstimator,
    /// Start of the current wait, in milliseconds since 1970, and its reason.
    waits: Option<(i64, WaitReason)>,
}

impl BatchRunner {
    async fn whole(&mut self) -> Result<RunEnd, EngineError> {
        if self.record.stored == StoredState::Stopping {
            return self.stop().await;
        }
        let (batch, now) = (self.run.batch, self.run.clock.now());
        self.run
            .on_ledger(move |ledger| {
                ledger.resume_batch(batch)?;
                ledger.end_what_was_sending(batch, now)
            })
            .await?;
        self.show_counts().await?;
        let halt = self.steps().await?;
        if self.record.single {
            return self.end_single(halt).await;
        }
        match halt {
            None => self.end().await,
            Some(Halt::Ordered(Control::Stop)) => self.stop().await,
            // A removed key may show before or after the order to pause.
            Some(Halt::Ordered(_) | Halt::AskTheList | Halt::Service { cause: Cause::KeyRemoved, .. }) => {
                Ok(self.pause(PauseReason::User).await)
            }
            Some(Halt::Service { cause, words }) => {
                Ok(self.pause(PauseReason::Service { cause, words }).await)
            }
            Some(Halt::Refused(Refusals { cause, words, times })) => {
                let times = u64::try_from(times).unwrap_or(u64::MAX);
                Ok(self.pause(PauseReason::Refused { cause, words, times }).await)
            }
            Some(Halt::Unproven { proven, of }) => Ok(self.pause(PauseReason::Unproven { proven, of }).await),
        }
    }

    async fn steps(&mut self) -> Result<Option<Halt>, EngineError> {
        if self.record.look_first
            && self.record.action == Action::Add
            && let Some(halt) = self.look().await?
        {
            return Ok(Some(halt));
        }
        loop {
            match self.send_all().await? {
                None => {}
                Some(Halt::AskTheList) => match self.prove().await? {
                    None => continue,
                    halt => return Ok(halt),
                },
                halt => return Ok(halt),
            }
            if self.record.single {
                // Loading the VIP list uses credits. The user can check the item if they want to know.
                return Ok(None);
            }
            match self.reconcile().await? {
                Reconciled::Whole => return Ok(None),
                Reconciled::SendOnceMore => {}
                Reconciled::Halted(halt) => return Ok(Some(halt)),
            }
        }
    }

    async fn end(&mut self) -> Result<RunEnd, EngineError> {
        failpoint::hit(FailPoint::BeforeBatchEnd);
        let (batch, now) = (self.run.batch, self.run.clock.now());
        self.run.on_ledger(move |ledger| ledger.end_batch(batch, now)).await?;
        failpoint::hit(FailPoint::AfterBatchEnd);
        self.show_counts().await?;
        Ok(RunEnd::Ended)
    }

    /// Ends the items that were never sent, in chunks, so that others can use the ledger in between.
    async fn stop(&mut self) -> Result<RunEnd, EngineError> {
        let batch = self.run.batch;
        self.run.on_ledger(move |ledger| ledger.stop_batch(batch)).await?;
        while self.end_waiting(Completion::of(Outcome::Stopped)).await? {
            self.show_counts().await?;
        }
        self.end().await
    }

    async fn end_waiting(&self, ending: Completion) -> Result<bool, LedgerError> {
        let (batch, now) = (self.run.batch, self.run.clock.now());
        self.run.on_ledger(move |ledger| ledger.end_waiting(batch, &ending, now)).await
    }

    /// Ends a single item that cannot be sent now. Its user is waiting, and decides whether to try again.
    async fn end_single(&mut self, halt: Option<Halt>) -> Result<RunEnd, EngineError> {
        let stopped = self.run.reserved.as_ref().is_some_and(InFlight::is_stopped);
        let ending = match halt {
            _ if stopped => Completion::of(Outcome::Stopped),
            Some(Halt::Service { cause, words }) => {
                Completion { words, ..Completion::because(Outcome::Failed, cause) }
            }
            _ if self.run.api.is_revoked() => Completion::because(Outcome::Failed, Cause::KeyRemoved),
            _ => Completion::of(Outcome::Stopped),
        };
        self.end_waiting(ending).await?;
        Ok(RunEnd::Ended)
    }

    /// Pauses the batch. If the pause cannot be written, the next start finds the batch open and pauses it.
    async fn pause(&mut self, why: PauseReason) -> RunEnd {
        let (batch, reason) = (self.run.batch, why.clone());
        if let Err(error) = self.run.on_ledger(move |ledger| ledger.pause_batch(batch, &reason)).await {
            tracing::warn!(error = &error as &dyn Error, "the pause of a batch could not be written down");
        }
        let _ = self.show_counts().await;
        RunEnd::Paused(why)
    }

    fn new_checkpoint(&self) -> Checkpoint {
        let (account, action) = (self.record.account.clone(), self.record.action);
        Checkpoint::new(self.run.batch, account, action, self.run.clock.now())
    }

    fn pacing(&self) -> Pacing {
        match self.record.speed {
            _ if self.record.single => Pacing::AtOnce,
            Speed::Steady => Pacing::Steady,
            Speed::Fast => Pacing::Fast,
        }
    }

    fn order(&self) -> Control {
        // The sender is gone, so nobody can give an order any more.
        if self.run.control.has_changed().is_err() { Control::Pause } else { *self.run.control.borrow() }
    }
}
