//! Waiting for something to become true, with an end.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::{sleep, timeout};

/// How long anything may take on a slow, busy computer before it counts as broken.
pub const LONG: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer.
///
/// # Panics
///
/// When there is none after [`LONG`], saying what was waited for, also if one question is never answered.
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

/// What `work` comes to.
///
/// # Panics
///
/// When it takes longer than `limit`, saying what was waited for.
pub async fn within<T>(limit: Duration, what: impl Display, work: impl Future<Output = T>) -> T {
    timeout(limit, work).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
