//! A batch of many, from wherever it stands to its end or a pause.
//!
//! One loop owns everything that changes: it writes down what has ended together with what is sent next, and only then
//! lets the next requests leave. Nothing here decides what a reply means (`api::judge`) or how fast requests may leave
//! (`Api::turn`).

mod accused;
mod breaker;
mod fate;
mod forecast;
mod halt;
mod look;
mod odd;
mod patience;
mod progress;
mod send;
mod settle;
mod trouble;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use self::{
    breaker::{CircuitBreaker, Refusals},
    forecast::Forecast,
    halt::{Halt, Settled},
    odd::OddReplies,
    trouble::Trouble,
};
pub use self::{halt::Order, patience::Patience, progress::Progress};
use super::Flights;
use velvet_api::{Api, Tempo};
use velvet_ledger::{BatchRecord, Ledger, Stored};
use velvet_model::{Action, Cause, ErrorCode, Failure, Mode, Pace, PauseReason, WaitReason};
use velvet_platform::{
    clock::Clock,
    moments::{Moment, pass},
    on_disk,
};

/// How a run came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// Every item has its outcome.
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
    pub flights: Flights,
    /// Pauses between tries.
    pub patience: Patience,
    /// What the user wants. When nobody can say any more, it pauses.
    pub orders: watch::Receiver<Order>,
    /// How far it has come.
    pub progress: watch::Sender<Progress>,
}

impl Run {
    /// Runs the batch. It may have been begun before, by this app or one that ended in the middle.
    ///
    /// # Errors
    /// `batch_not_possible` when there is no such batch. What is wrong with the disk or the service is a pause.
    pub async fn run(self) -> Result<RunEnd, Failure> {
        let record = on_disk(|| self.ledger.batch(self.batch))?;
        let record = record.ok_or_else(|| Failure::new(ErrorCode::BatchNotPossible))?;
        if record.stored == Stored::Ended {
            return Ok(RunEnd::Ended);
        }
        let trouble = Trouble::new(self.patience);
        let breaker = CircuitBreaker::new(record.refused_before);
        let mut runner = Runner {
            parts: self,
            record,
            trouble,
            breaker,
            odd: OddReplies::default(),
            session: None,
            forecast: Forecast::default(),
            waits: None,
        };
        match runner.whole().await {
            Ok(end) => Ok(end),
            Err(failure) => Ok(runner.pause(failure.into())),
        }
    }
}

/// A batch that runs.
struct Runner {
    parts: Run,
    record: BatchRecord,
    trouble: Trouble,
    breaker: CircuitBreaker,
    odd: OddReplies,
    /// When the account's session was last found alive.
    session: Option<Duration>,
    forecast: Forecast,
    /// Since when nothing leaves, and why.
    waits: Option<(i64, WaitReason)>,
}

impl Runner {
    async fn whole(&mut self) -> Result<RunEnd, Failure> {
        if self.record.stored == Stored::Stopping {
            return self.stop();
        }
        on_disk(|| {
            self.parts.ledger.resume_batch(self.parts.batch)?;
            self.parts.ledger.end_what_was_sending(self.parts.batch, self.parts.clock.now())
        })?;
        self.show_counts()?;
        match self.steps().await? {
            None => self.end(),
            Some(Halt::Ordered(Order::Stop)) => self.stop(),
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

    async fn steps(&mut self) -> Result<Option<Halt>, Failure> {
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
            match self.settle().await? {
                Settled::Whole => return Ok(None),
                Settled::SendOnceMore => {}
                Settled::Halted(halt) => return Ok(Some(halt)),
            }
        }
    }

    fn end(&mut self) -> Result<RunEnd, Failure> {
        pass(Moment::BeforeBatchEnd);
        on_disk(|| self.parts.ledger.end_batch(self.parts.batch, self.parts.clock.now()))?;
        pass(Moment::AfterBatchEnd);
        self.show_counts()?;
        Ok(RunEnd::Ended)
    }

    /// Ends what was never sent, some at a time so that others get at the ledger in between.
    fn stop(&mut self) -> Result<RunEnd, Failure> {
        let (ledger, batch) = (self.parts.ledger.clone(), self.parts.batch);
        on_disk(|| ledger.stop_batch(batch))?;
        while on_disk(|| ledger.stop_some(batch, self.parts.clock.now()))? {
            self.show_counts()?;
        }
        self.end()
    }

    /// Waits for the user. Where even that cannot be written down, the next start finds it open, which is the same.
    fn pause(&mut self, why: PauseReason) -> RunEnd {
        if let Err(failure) = on_disk(|| self.parts.ledger.pause_batch(self.parts.batch, &why)) {
            tracing::warn!(code = ?failure.code, "the pause of a batch could not be written down");
        }
        let _ = self.show_counts();
        RunEnd::Paused(why)
    }

    fn tempo(&self) -> Tempo {
        match self.record.pace {
            Pace::Steady => Tempo::Steady,
            Pace::Fast => Tempo::Fast,
        }
    }

    fn order(&self) -> Order {
        // Nobody is left who could say: whoever ran this is gone.
        if self.parts.orders.has_changed().is_err() { Order::Pause } else { *self.parts.orders.borrow() }
    }
}
