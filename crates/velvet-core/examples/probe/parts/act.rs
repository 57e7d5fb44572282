//! What the probe changes and restores.

use serde_json::Value;
use velvet_core::{
    api::{Presence, Verdict},
    view::Action,
};

use super::{
    console::Console,
    expected::{self, Expected},
    marks,
    run::{Done, Probe},
};

/// Credits before the question, if the VIP list and the chats have one page each: both are loaded to find the fan.
pub const TO_ASK: u32 = 2;
/// Credits after a yes, if the VIP list has one page: five actions, four checks of the chat, two of the VIP list.
pub const TO_ACT: u32 = 11;
/// Maximum number of pages of chats to search for the fan.
const PAGES: u32 = 20;

impl Probe<'_> {
    /// Asks whether to mute, add, and remove the fan. Refuses a fan who is VIP or has another mark, because the probe
    /// could not restore that.
    pub async fn may_act(&mut self, console: &mut dyn Console) -> Done<bool> {
        match self.api.look_for_vip(&self.account, &self.fan).await {
            Ok(Presence::NotSeen) => {}
            Ok(Presence::Seen) => {
                self.say("\nThis fan is already VIP, and the probe would remove them. Nothing was changed. Choose another fan.")?;
                return Ok(false);
            }
            Err(cause) => {
                self.say(&format!(
                    "\nCouldn't load the VIP list ({cause:?}), so nothing was changed. Try again."
                ))?;
                return Ok(false);
            }
        }
        match self.find_chat().await {
            Some(Some(0)) => {}
            Some(Some(_)) => {
                self.say("\nThis fan already has another flag, such as muted, and the probe would clear it. Nothing was changed. Choose another fan.")?;
                return Ok(false);
            }
            Some(None) => {
                self.say("\nThe chat list shows no flags for this fan, so only replies can show them.")?;
            }
            None => self.say(&format!(
                "\nThis fan's chat isn't on the first {PAGES} pages of chats, so only replies can show their flags."
            ))?,
        }
        self.say(&format!(
            "\nThe probe will now mute this fan, add them to the VIP list twice, remove them, and unmute them. Don't \
             continue if they're muted, blocked, or on another list: the probe may clear that. This uses {TO_ACT} \
             credits, or more if the VIP list has several pages.\nType yes to continue:",
        ))?;
        let answer = console.answer().map_err(|error| error.to_string())?;
        if answer.trim() == "yes" {
            return Ok(true);
        }
        self.say("Nothing was changed.")?;
        Ok(false)
    }

    /// Mutes, adds, checks, adds again, removes, checks, and unmutes. Once started, it goes on to the end whatever the
    /// server replies.
    pub async fn act(&mut self) -> Done {
        self.acting = true;
        let muted = self.mutes(true).await?;
        let muted = muted.or(self.looks_at_chat().await?);
        let call = "POST /{account}/chats/{fan}/vip";
        let (_, added) = self.acts(Action::Add, call, expected::ADD).await?;
        let added = added.or(self.looks_at_chat().await?);
        self.looks().await?;
        let call = "POST /{account}/chats/{fan}/vip, again";
        let (_, again) = self.acts(Action::Add, call, expected::ADD).await?;
        let call = "DELETE /{account}/chats/{fan}/vip (not documented)";
        let (removed, after) = self.acts(Action::Remove, call, expected::REMOVE).await?;
        let listed = self.looks_at_chat().await?;
        let seen = self.looks().await?;
        self.mutes(false).await?;
        let left = self.looks_at_chat().await?;

        self.concludes("Adding", marks::kept(muted, added))?;
        self.concludes("Adding again", marks::kept(added, again))?;
        self.concludes("Removing", marks::kept(again, after.or(listed)))?;
        if !removed || seen != Some(Presence::NotSeen) {
            self.say(
                "\nCouldn't confirm that the fan was removed from the VIP list. Check on Fansly, and remove them there.",
            )?;
        }
        if left != Some(0) {
            self.say("\nCouldn't confirm that the fan was unmuted. Check on Fansly, and unmute them there.")?;
        }
        Ok(())
    }

    /// Mutes or unmutes the fan, and returns the marks in the reply.
    async fn mutes(&mut self, muted: bool) -> Done<Option<u64>> {
        let call = if muted { "POST /{account}/chats/mute" } else { "POST /{account}/chats/unmute" };
        let reply = self.api.probe_mute(muted, &self.account, &self.fan).await;
        self.shows(call, reply.as_ref(), expected::MUTE)?;
        self.shows_marks(reply.ok().as_ref().map_or(&[], |reply| reply.body()))
    }

    /// Performs the action. Returns whether the reply proves it, and the marks in the reply.
    async fn acts(&mut self, action: Action, call: &str, expected: Expected) -> Done<(bool, Option<u64>)> {
        let acted = self.api.probe_act(action, &self.account, &self.fan).await;
        self.shows(call, acted.as_ref().map(|(reply, _)| reply), expected)?;
        let Ok((reply, verdict)) = acted else { return Ok((false, None)) };
        let marks = self.shows_marks(reply.body())?;
        let done = matches!(verdict, Verdict::Done { .. });
        match verdict {
            Verdict::Done { .. } => self.say("  The app counts this as done.")?,
            Verdict::Not(cause) => self.say(&format!("  The app doesn't count this as done ({cause:?})."))?,
        }
        Ok((done, marks))
    }

    async fn looks(&mut self) -> Done<Option<Presence>> {
        let looked = self.api.look_for_vip(&self.account, &self.fan).await;
        self.say(&match looked {
            Ok(Presence::Seen) => "\nThe fan is on the VIP list.".to_owned(),
            Ok(Presence::NotSeen) => "\nThe fan isn't on the VIP list.".to_owned(),
            Err(cause) => format!("\nCouldn't load the VIP list ({cause:?})."),
        })?;
        Ok(looked.ok())
    }

    /// Searches the chats for the fan. Returns `None` if there is no chat, otherwise the marks in its row, if it has
    /// any.
    async fn find_chat(&mut self) -> Option<Option<u64>> {
        let account = self.account.clone();
        let mut next = None;
        for _ in 0..PAGES {
            let query: Vec<(&str, &str)> = next.as_deref().map(|next| ("cursor", next)).into_iter().collect();
            let reply = self.api.probe_read(&[account.as_str(), "chats"], &query).await.ok()?;
            let json: Value = serde_json::from_slice(reply.body()).ok()?;
            if let Some(row) = marks::row_of(&json, self.fan.as_str()) {
                self.name =
                    row["partnerUsername"].as_str().filter(|name| !name.is_empty()).map(str::to_owned);
                return Some(marks::of_row(row));
            }
            next = Some(marks::cursor(&json)?);
        }
        None
    }

    /// Loads the fan's chat again and returns the marks in its row.
    async fn looks_at_chat(&mut self) -> Done<Option<u64>> {
        let Some(name) = self.name.clone() else { return Ok(None) };
        let account = self.account.clone();
        let search = [("search", name.as_str())];
        let reply = self.api.probe_read(&[account.as_str(), "chats"], &search).await.ok();
        let json: Option<Value> = reply.and_then(|reply| serde_json::from_slice(reply.body()).ok());
        let row = json.as_ref().and_then(|json| marks::row_of(json, self.fan.as_str()));
        let found = row.and_then(marks::of_row);
        let shown = found.map_or_else(|| "not seen".to_owned(), marks::shown);
        self.say(&format!("\n  flags    in GET /{{account}}/chats?search=: {shown}"))?;
        Ok(found)
    }

    fn shows_marks(&mut self, body: &[u8]) -> Done<Option<u64>> {
        let json: Option<Value> = serde_json::from_slice(body).ok();
        let found = json.as_ref().and_then(marks::of_record);
        if let Some(marks) = found {
            self.say(&format!("  flags    ignoreFlags: {}", marks::shown(marks)))?;
        }
        Ok(found)
    }

    fn concludes(&mut self, act: &str, kept: Option<bool>) -> Done {
        self.say(&match kept {
            Some(true) => format!("\n{act} kept the muted flag."),
            Some(false) => format!("\n{act} cleared the muted flag: other flags are overwritten."),
            None => {
                format!("\n{act}: the muted flag wasn't seen before, so this run can't tell what happens to other flags.")
            }
        })
    }
}
