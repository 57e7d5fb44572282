use serde_json::json;

use super::{Api, Verdict, client::PATIENCE, judge::judge, reply::Reply};
use velvet_model::{
    Action, Cause,
    ids::{AccountId, FanId},
};

/// A reply as it came, for the contract probe (`examples/probe`). The app has no use for it.
#[derive(Debug, Clone)]
pub struct RawReply(Reply);

impl RawReply {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }
}

impl Api {
    /// For the contract probe: reads, and judges nothing. Waits a little when told to wait.
    ///
    /// # Errors
    /// Why no whole reply came.
    pub async fn probe_read(&self, parts: &[&str], query: &[(&str, &str)]) -> Result<RawReply, Cause> {
        self.read(parts, query, PATIENCE).await.map(RawReply)
    }

    /// For the contract probe: mutes a fan, or no longer. The app has no use for it.
    ///
    /// # Errors
    /// Why no whole reply came.
    pub async fn probe_mute(&self, muted: bool, account: &AccountId, fan: &FanId) -> Result<RawReply, Cause> {
        let turn = self.acquire_within(self.clock().elapsed() + PATIENCE).await?;
        let call = if muted { "mute" } else { "unmute" };
        let target = json!({ "targetUserId": fan.as_str() });
        self.post(turn, &[account.as_str(), "chats", call], &target).await.map(RawReply)
    }

    /// For the contract probe: acts once, and gives the reply together with what the app reads out of it.
    ///
    /// # Errors
    /// Why no whole reply came.
    pub async fn probe_act(
        &self,
        action: Action,
        account: &AccountId,
        fan: &FanId,
    ) -> Result<(RawReply, Verdict), Cause> {
        let turn = self.acquire_within(self.clock().elapsed() + PATIENCE).await?;
        let reply = self.send_act(turn, action, account, fan).await?;
        let verdict = judge(action, fan, &reply);
        Ok((RawReply(reply), verdict))
    }
}
