use super::breaker::Refusals;
use velvet_model::Cause;

/// What the user wants a running batch to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Control {
    /// Continue.
    #[default]
    Go,
    /// Send nothing more for now.
    Pause,
    /// Send nothing more, ever.
    Stop,
}

/// Why a step of a run ended early.
pub(super) enum Halt {
    Ordered(Control),
    /// The server refuses every fan, for a reason that only the user can change.
    Service {
        cause: Cause,
        words: Option<String>,
    },
    /// The server refuses fan after fan in the same way.
    Refused(Refusals),
    /// The VIP list has to be loaded to find out what unproven replies mean.
    AskTheList,
    /// The VIP list does not confirm unproven replies.
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

/// What is left to do after reconciling.
pub(super) enum Reconciled {
    /// Nothing is left.
    Whole,
    /// Some items wait to be sent again.
    SendOnceMore,
    /// Loading the list was stopped.
    Halted(Halt),
}
