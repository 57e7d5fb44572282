//! Waiting for a condition, with a time limit.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::{sleep, timeout};

/// The time limit for anything on a slow, busy computer.
pub const LONG: Duration = Duration::from_secs(30);

/// Polls until there is an answer.
///
/// # Panics
///
/// Panics if there is none after [`LONG`], even if a poll never returns. The message says what was waited for.
pub async fn until<T>(what: impl Display, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let answered = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            sleep(Duration::from_millis(40)).await;
        }
    };
    within(LONG, what, answered).await
}

/// Returns the result of `work`.
///
/// # Panics
///
/// Panics if it takes longer than `limit`. The message says what was waited for.
pub async fn within<T>(limit: Duration, what: impl Display, work: impl Future<Output = T>) -> T {
    timeout(limit, work).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
