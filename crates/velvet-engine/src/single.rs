use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use velvet_api::{Api, Pacing, Permit, Reason, Session, Throttle, Verdict, Wait};
use velvet_ledger::{Completion, Intent, Ledger};
use velvet_model::{Action, Cause, Failure, Outcome};
use velvet_platform::{blocking, clock::Clock};

/// Called with the moment until which an item rests (milliseconds since 1970), and with nothing once it goes on.
pub type Resting<'a> = &'a (dyn Fn(Option<i64>) + Send + Sync);

/// A batch of one that has been written down and may be sent.
pub struct Single {
    /// The item's number in the ledger.
    pub item: i64,
    /// What to do.
    pub intent: Intent,
    /// Ends a wait; the item is `stopped` then, if it was not done yet. Its key, when it is removed, ends a wait as well.
    pub stop: CancellationToken,
    /// The service.
    pub api: Api,
    /// The record.
    pub ledger: Arc<Ledger>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl Single {
    /// Sends until there is an answer, waiting as long as the service says, and writes down how it ended.
    ///
    /// # Errors
    /// A `ledger_…` code when the outcome could not be written down. The item is still `sending` on the disk, and
    /// becomes `unconfirmed` at the next start: what came back is not claimed.
    pub async fn run(&self, resting: Resting<'_>) -> Result<Completion, Failure> {
        loop {
            let permit = match self.acquire(resting).await {
                Ok(permit) => permit,
                Err(ending) => return self.end(ending),
            };
            let Intent { action, account, fan, .. } = &self.intent;
            match self.api.act(permit, *action, account, fan).await {
                Verdict::Not(Reason { cause: Cause::AskedToWait, .. }) => {}
                // Both at once, when the app ends.
                Verdict::Not(Reason { cause: Cause::KeyRemoved, .. }) if self.stop.is_cancelled() => {
                    return self.end(Completion::of(Outcome::Stopped));
                }
                Verdict::Not(reason) => return self.end(failed(self.without_false_blame(reason).await)),
                Verdict::Done { marks } => {
                    let outcome = match action {
                        Action::Add => Outcome::Added,
                        Action::Remove => Outcome::Removed,
                    };
                    return self.end(Completion { marks, ..Completion::of(outcome) });
                }
            }
        }
    }

    /// Waits for a turn, or ends without one.
    async fn acquire(&self, resting: Resting<'_>) -> Result<Permit, Completion> {
        loop {
            let wait = match self.api.try_acquire(Pacing::AtOnce) {
                Ok(permit) => return Ok(permit),
                Err(wait) => wait,
            };
            match wait.why {
                Throttle::RetryAfter | Throttle::PlanFull => {
                    // The disk is full, most likely. What is known is that nothing was done.
                    self.rest(wait.wait, resting)
                        .await
                        .map_err(|_| Completion::because(Outcome::Failed, Cause::AskedToWait))?;
                }
                // Over before it could be read.
                Throttle::Spacing | Throttle::Probing => self.pause(&wait).await,
            }
            if self.stop.is_cancelled() {
                return Err(Completion::of(Outcome::Stopped));
            }
            if self.api.is_revoked() {
                return Err(Completion::because(Outcome::Failed, Cause::KeyRemoved));
            }
        }
    }

    async fn pause(&self, wait: &Wait) {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {}
            () = self.api.until(wait) => {}
        }
    }

    /// Waits, or until the user stops it; on the disk the item is `waiting` meanwhile.
    async fn rest(&self, wait: Duration, resting: Resting<'_>) -> Result<(), Failure> {
        blocking(|| self.ledger.mark_waiting(self.item))?;
        resting(Some(self.clock.now().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))));
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {}
            () = self.api.revoked() => {}
            () = self.clock.sleep(wait) => {}
        }
        let over = self.stop.is_cancelled() || self.api.is_revoked();
        let on = if over { Ok(()) } else { blocking(|| self.ledger.mark_sending(self.item)) };
        resting(None);
        on
    }

    /// What refuses the key or the account's session may be about this fan alone.
    async fn without_false_blame(&self, reason: Reason) -> Reason {
        if !matches!(reason.cause, Cause::KeyRefused | Cause::SessionExpired) {
            return reason;
        }
        let cause = match self.api.session(&self.intent.account).await.0 {
            Session::Alive => Cause::Refused,
            Session::Ended(cause) => cause,
            Session::Unknown(_) => reason.cause,
        };
        Reason { cause, ..reason }
    }

    fn end(&self, ending: Completion) -> Result<Completion, Failure> {
        blocking(|| self.ledger.end(self.item, &ending, self.clock.now()))?;
        Ok(ending)
    }
}

/// What is written down when it was not proven to be done.
fn failed(Reason { cause, words, .. }: Reason) -> Completion {
    let ending = match cause {
        // By the server's own words: nothing was changed, and nothing needs to be.
        Cause::AlreadyVip => Completion::of(Outcome::Already),
        cause if cause.nothing_changed() => Completion::because(Outcome::Failed, cause),
        cause => Completion::because(Outcome::Unconfirmed, cause),
    };
    Completion { words, ..ending }
}
