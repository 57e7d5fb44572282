use std::time::Duration;

/// The pauses between tries.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The first pause. Each further one is twice as long.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), longest: Duration::from_secs(60) }
    }
}
