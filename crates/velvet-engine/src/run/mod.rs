//! A batch, from wherever it stands to its end or a pause. A single add is a batch of one.
//!
//! One loop owns everything that changes: it writes down what has ended together with what is sent next, and only then
//! lets the next requests leave. Nothing here decides what a reply means (`api::judge`) or how fast requests may leave
//! (`Api::permit`).

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
use velvet_ledger::{BatchRecord, Completion, Ledger, StoredState};
use velvet_model::{Action, Cause, Mode, Outcome, PauseReason, Speed, WaitReason};
use velvet_platform::{
    blocking,
    clock::Clock,
    failpoint::{self, FailPoint},
};

/// How a run came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// Every item has its outcome. A single item never pauses: what would pause a batch ends it.
    Ended,
    /// It waits for the user; what was not sent is still `waiting`.
    Paused(PauseReason),
}

/// A batch that is to run.
pub struct Run {
    /// Its number in the ledger.
    pub batch: i64,
    /// The service.
    pub api: Api,
    /// The record.
    pub ledger: Arc<Ledger>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Which service it is, so that practice and the real one are never taken for each other.
    pub mode: Mode,
    /// What else is on its way.
    pub in_flight: InFlightRegistry,
    /// The fan of a single item, who is in flight already.
    pub reserved: Option<InFlight>,
    /// Pauses between tries.
    pub backoff: Backoff,
    /// What the user wants. When nobody can say any more, it pauses.
    pub control: watch::Receiver<Control>,
    /// How far it has come.
    pub progress: watch::Sender<Progress>,
}

impl Run {
    /// Runs the batch. It may have been begun before, by this app or one that ended in the middle.
    ///
    /// # Errors
    /// `batch_not_possible` when there is no such batch. A `ledger_…` code for a single item; a batch pauses instead.
    pub async fn run(self) -> Result<RunEnd, EngineError> {
        let record = blocking(|| self.ledger.batch(self.batch))?;
        let record = record.ok_or(EngineError::NoBatch)?;
        if record.stored == StoredState::Ended && !record.single {
            return Ok(RunEnd::Ended);
        }
        let outage = Outage::new(self.backoff);
        let breaker = CircuitBreaker::new(record.refused_before);
        let mut runner = BatchRunner {
            parts: self,
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
            Err(error) if runner.record.single => Err(error),
            Err(error) => {
                tracing::warn!(error = &error as &dyn Error, "a batch cannot go on");
                Ok(runner.pause(error.into()))
            }
        }
    }
}

/// A batch that runs.
struct BatchRunner {
    parts: Run,
    record: BatchRecord,
    outage: Outage,
    breaker: CircuitBreaker,
    unproven: UnprovenReplies,
    /// When the account's session was last found alive.
    session: Option<Duration>,
    forecast: EtaEstimator,
    /// Since when nothing leaves, and why.
    waits: Option<(i64, WaitReason)>,
}

impl BatchRunner {
    async fn whole(&mut self) -> Result<RunEnd, EngineError> {
        if self.record.stored == StoredState::Stopping {
            return self.stop();
        }
        blocking(|| {
            self.parts.ledger.resume_batch(self.parts.batch)?;
            self.parts.ledger.end_what_was_sending(self.parts.batch, self.parts.clock.now())
        })?;
        self.show_counts()?;
        let halt = self.steps().await?;
        if self.record.single {
            return self.end_single(halt);
        }
        match halt {
            None => self.end(),
            Some(Halt::Ordered(Control::Stop)) => self.stop(),
            // A key is removed after the order to pause was given, or in the same moment.
            Some(Halt::Ordered(_) | Halt::AskTheList | Halt::Service { cause: Cause::KeyRemoved, .. }) => {
                Ok(self.pause(PauseReason::User))
            }
            Some(Halt::Service { cause, words }) => Ok(self.pause(PauseReason::Service { cause, words })),
            Some(Halt::Refused(Refusals { cause, words, times })) => {
                let times = u64::try_from(times).unwrap_or(u64::MAX);
                Ok(self.pause(PauseReason::Refused { cause, words, times }))
            }
            Some(Halt::Unproven { proven, of }) => Ok(self.pause(PauseReason::Unproven { proven, of })),
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
                // Reading the VIP list costs credits; its user checks if they want to know.
                return Ok(None);
            }
            match self.reconcile().await? {
                Reconciled::Whole => return Ok(None),
                Reconciled::SendOnceMore => {}
                Reconciled::Halted(halt) => return Ok(Some(halt)),
            }
        }
    }

    fn end(&mut self) -> Result<RunEnd, EngineError> {
        failpoint::hit(FailPoint::BeforeBatchEnd);
        blocking(|| self.parts.ledger.end_batch(self.parts.batch, self.parts.clock.now()))?;
        failpoint::hit(FailPoint::AfterBatchEnd);
        self.show_counts()?;
        Ok(RunEnd::Ended)
    }

    /// Ends what was never sent, some at a time so that others get at the ledger in between.
    fn stop(&mut self) -> Result<RunEnd, EngineError> {
        let (ledger, batch) = (self.parts.ledger.clone(), self.parts.batch);
        blocking(|| ledger.stop_batch(batch))?;
        let never_sent = Completion::of(Outcome::Stopped);
        while blocking(|| ledger.end_waiting(batch, &never_sent, self.parts.clock.now()))? {
            self.show_counts()?;
        }
        self.end()
    }

    /// Ends a single item that cannot be sent now: its user is waiting, and decides whether to try again.
    fn end_single(&mut self, halt: Option<Halt>) -> Result<RunEnd, EngineError> {
        let stopped = self.parts.reserved.as_ref().is_some_and(InFlight::is_stopped);
        let ending = match halt {
            _ if stopped => Completion::of(Outcome::Stopped),
            Some(Halt::Service { cause, words }) => {
                Completion { words, ..Completion::because(Outcome::Failed, cause) }
            }
            _ if self.parts.api.is_revoked() => Completion::because(Outcome::Failed, Cause::KeyRemoved),
            _ => Completion::of(Outcome::Stopped),
        };
        blocking(|| self.parts.ledger.end_waiting(self.parts.batch, &ending, self.parts.clock.now()))?;
        Ok(RunEnd::Ended)
    }

    /// Waits for the user. Where even that cannot be written down, the next start finds it open, which is the same.
    fn pause(&mut self, why: PauseReason) -> RunEnd {
        if let Err(error) = blocking(|| self.parts.ledger.pause_batch(self.parts.batch, &why)) {
            tracing::warn!(error = &error as &dyn Error, "the pause of a batch could not be written down");
        }
        let _ = self.show_counts();
        RunEnd::Paused(why)
    }

    fn pacing(&self) -> Pacing {
        match self.record.speed {
            _ if self.record.single => Pacing::AtOnce,
            Speed::Steady => Pacing::Steady,
            Speed::Fast => Pacing::Fast,
        }
    }

    fn order(&self) -> Control {
        // Nobody is left who could say: whoever ran this is gone.
        if self.parts.control.has_changed().is_err() { Control::Pause } else { *self.parts.control.borrow() }
    }
}
