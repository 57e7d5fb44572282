use std::time::Duration;

/// How long is waited before something is tried again.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The first pause; each further one is twice as long.
    pub first: Duration,
    /// No pause is longer.
    pub longest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), longest: Duration::from_secs(60) }
    }
}
