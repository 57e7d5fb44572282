//! Waiting for something to become true, with an end.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// How long anything may take on a slow, busy computer before it counts as broken.
pub const LONG: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer.
///
/// # Panics
///
/// When there is none after [`LONG`], saying what was waited for.
pub async fn until<T>(what: impl Display, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + LONG;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
