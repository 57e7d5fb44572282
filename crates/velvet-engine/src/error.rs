use tokio::task::JoinError;
use velvet_ledger::LedgerError;
use velvet_model::{LedgerProblem, PauseReason};

/// Why a batch or a fan could not be started, or a batch not carried on.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The ledger could not be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// There is no such batch.
    #[error("there is no such batch")]
    NoBatch,
    /// A request for this fan is in flight, or nothing may start at the moment.
    #[error("a request for this fan is in flight")]
    AlreadySending,
    /// The task of a request panicked.
    #[error("a request ended early")]
    Request(#[from] JoinError),
}

impl From<EngineError> for PauseReason {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Ledger(error) => error.into(),
            _ => Self::Ledger { code: LedgerProblem::Internal, path: None },
        }
    }
}
