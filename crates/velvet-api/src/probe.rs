use serde_json::json;

use super::{Api, Verdict, client::PATIENCE, judge::judge, reply::Reply};
use velvet_model::{
    Action, Cause,
    ids::{AccountId, FanId},
};

/// A raw reply for the contract probe (`examples/probe`). The app does not use it.
#[derive(Debug, Clone)]
pub struct RawReply(Reply);

impl RawReply {
    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }
}

impl Api {
    /// Sends a read request for the contract probe, without judging the reply. Waits for the rate limit.
    ///
    /// # Errors
    /// Why no complete reply arrived.
    pub async fn probe_read(&self, parts: &[&str], query: &[(&str, &str)]) -> Result<RawReply, Cause> {
        self.read(parts, query, PATIENCE).await.map(RawReply)
    }

    /// Mutes or unmutes a fan for the contract probe. The app does not use it.
    ///
    /// # Errors
    /// Why no complete reply arrived.
    pub async fn probe_mute(&self, muted: bool, account: &AccountId, fan: &FanId) -> Result<RawReply, Cause> {
        let permit = self.acquire_within(self.clock().elapsed() + PATIENCE).await?;
        let call = if muted { "mute" } else { "unmute" };
        let target = json!({ "targetUserId": fan.as_str() });
        self.post(permit, &[account.as_str(), "chats", call], &target).await.map(RawReply)
    }

    /// Performs an action once for the contract probe, and returns the reply with the app's verdict.
    ///
    /// # Errors
    /// Why no complete reply arrived.
    pub async fn probe_act(
        &self,
        action: Action,
        account: &AccountId,
        fan: &FanId,
    ) -> Result<(RawReply, Verdict), Cause> {
        let permit = self.acquire_within(self.clock().elapsed() + PATIENCE).await?;
        let reply = self.send_act(permit, action, account, fan).await?;
        let verdict = judge(action, fan, &reply);
        Ok((RawReply(reply), verdict))
    }
}
