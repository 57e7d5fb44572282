use super::breaker::Refusals;
use velvet_model::Cause;

/// What the user wants of a batch that runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Control {
    /// Go on.
    #[default]
    Go,
    /// Send no more for now.
    Pause,
    /// Send no more, for good.
    Stop,
}

/// Why a step of the run did not come to its own end.
pub(super) enum Halt {
    Ordered(Control),
    /// Nothing is done for anybody, for a reason that only the user can change.
    Service {
        cause: Cause,
        words: Option<String>,
    },
    /// The same refusal, again and again.
    Refused(Refusals),
    /// The VIP list has to be asked what odd replies mean.
    AskTheList,
    /// The VIP list does not show what odd replies claim.
    Unproven {
        proven: u64,
        of: u64,
    },
}

impl Halt {
    pub(super) fn service(cause: Cause) -> Self {
        Self::Service { cause, words: None }
    }
}

/// What is left to do after the list was read.
pub(super) enum Reconciled {
    /// Nothing.
    Whole,
    /// Some items wait again.
    SendOnceMore,
    /// The reading was stopped.
    Halted(Halt),
}
