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
    /// The creator's own native id, which is no fan of theirs. Costs one credit. Does not wait for its turn: what it is
    /// asked for would have to wait as well, and unseen.
    ///
    /// # Errors
    /// What the service answered; [`Cause::SessionExpired`] when the account must be connected again.
    pub async fn native_id(&self, account: &AccountId) -> Result<FanId, Cause> {
        let json = self.read(&[account.as_str(), "me"], &[], Duration::ZERO).await?.nested()?;
        find(response(&json)).ok_or(Cause::ReplyIncomplete)
    }
}

/// Whether the account's session at Fansly is alive, when a reply to something else put it in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// Key and session are good.
    Alive,
    /// The key, the account or its session is not: which one.
    Ended(Cause),
    /// It could not be asked.
    Unknown(Cause),
}

impl Api {
    /// Asks for the account itself, and for the key's accounts when that is refused as well: a reply about one fan accuses
    /// neither the key nor the session. Gives how many requests it took, each a credit.
    pub async fn session(&self, account: &AccountId) -> (Session, u64) {
        let asked = self.read(&[account.as_str(), "me"], &[], PATIENCE).await;
        let cause = match asked.and_then(|reply| reply.nested()) {
            // Whatever it looks like: it is no refusal.
            Ok(_) | Err(Cause::ReplyIncomplete) => return (Session::Alive, 1),
            Err(cause) => cause,
        };
        match cause {
            Cause::SessionExpired | Cause::AccountLost => (Session::Ended(cause), 1),
            Cause::KeyRefused => (self.key_or_session(account).await, 2),
            cause => (Session::Unknown(cause), u64::from(cause != Cause::NoConnection)),
        }
    }

    /// Which of them a 401 is about: where the key still lists its accounts, it is not the key.
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

/// The account stands in `account`, or unwrapped (API.md, "Reads that help").
fn find(response: &Value) -> Option<FanId> {
    [&response["account"], response]
        .into_iter()
        .find_map(|account| FanId::from_digits(id_text(&account["id"])?).ok())
}
