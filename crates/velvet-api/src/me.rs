use std::time::Duration;

use serde_json::Value;

use super::{
    Api,
    client::PATIENCE,
    reply::{id_text, response},
};
use velvet_model::{
    Cause,
    ids::{AccountId, FanId},
};

impl Api {
    /// Returns the creator's own native ID, which is never a fan of theirs. Uses one credit.
    ///
    /// Does not wait for the rate limit, because the action that needs the ID would wait too, without showing it.
    ///
    /// # Errors
    /// The error from the server. [`Cause::SessionExpired`] means that the account must be reconnected.
    pub async fn native_id(&self, account: &AccountId) -> Result<FanId, Cause> {
        let json = self.read(&[account.as_str(), "me"], &[], Duration::ZERO).await?.nested()?;
        find(response(&json)).ok_or(Cause::ReplyIncomplete)
    }
}

/// The result of checking an account's Fansly session after another reply cast doubt on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// The key and the session are valid.
    Alive,
    /// The key, the account, or the session is no longer valid. The cause says which.
    Ended(Cause),
    /// The check did not succeed.
    Unknown(Cause),
}

impl Api {
    /// Requests the account itself, and the key's accounts if that is refused too. A reply about one fan proves nothing
    /// about the key or the session.
    ///
    /// Also returns the number of requests, each of which uses a credit.
    pub async fn session(&self, account: &AccountId) -> (Session, u64) {
        let asked = self.read(&[account.as_str(), "me"], &[], PATIENCE).await;
        let cause = match asked.and_then(|reply| reply.nested()) {
            // An unexpected format is still not a refusal.
            Ok(_) | Err(Cause::ReplyIncomplete) => return (Session::Alive, 1),
            Err(cause) => cause,
        };
        match cause {
            Cause::SessionExpired | Cause::AccountLost => (Session::Ended(cause), 1),
            Cause::KeyRefused => (self.key_or_session(account).await, 2),
            cause => (Session::Unknown(cause), u64::from(cause != Cause::NoConnection)),
        }
    }

    /// Finds out what a 401 is about. If the key still lists its accounts, the key is valid.
    async fn key_or_session(&self, account: &AccountId) -> Session {
        match self.accounts().await {
            Ok(listed) if listed.iter().any(|one| one.id == *account) => {
                Session::Ended(Cause::SessionExpired)
            }
            Ok(_) => Session::Ended(Cause::AccountLost),
            Err(Cause::KeyRefused) => Session::Ended(Cause::KeyRefused),
            Err(cause) => Session::Unknown(cause),
        }
    }
}

/// The account is in `account` or directly in `response` (API.md, "Reads that help").
fn find(response: &Value) -> Option<FanId> {
    [&response["account"], response]
        .into_iter()
        .find_map(|account| FanId::from_digits(id_text(&account["id"])?).ok())
}
