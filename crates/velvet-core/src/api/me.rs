use std::time::Duration;

use serde_json::Value;

use super::{
    Api,
    reply::{id_text, response},
};
use crate::{
    ids::{AccountId, FanId},
    view::Cause,
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

/// The account stands in `account`, or unwrapped (API.md, "Reads that help").
fn find(response: &Value) -> Option<FanId> {
    [&response["account"], response]
        .into_iter()
        .find_map(|account| FanId::from_digits(id_text(&account["id"])?).ok())
}
