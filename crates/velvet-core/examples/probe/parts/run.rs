use std::{io::Write, sync::Arc};

use serde_json::Value;
use velvet_core::{
    api::{Api, ApiKey, ApiUrl, KeyError, RawReply, TimeLimits},
    clock::{Clock, SystemClock},
    ids::{AccountId, FanId},
    view::Cause,
};

use super::{
    act::{TO_ACT, TO_ASK},
    console::Console,
    expected::{self, Expected},
    shape::compare,
};

const USAGE: &str = "\
Usage: cargo run -p velvet-core --example probe -- --account ID --fan ID

Compares what apifansly.com answers with what the app expects, and prints no names, ids, or amounts.

Options:
  --account ID  Connected account, as apifansly.com names it (required)
  --fan ID      Fan with a recent chat who isn't VIP, muted, blocked, or on another list (required)

Environment:
  VELVET_ROPE_API_URL  Server to ask, such as a practice server [default: apifansly.com]";
/// Credits for the eleven read calls, and for the one that proves the VIP filter (see `Api::look_for_vip`).
const READS: u32 = 12;
const MONTH_MS: i64 = 30 * 86_400_000;

/// The probe's target and output.
pub struct Probe<'a> {
    pub api: Api,
    pub account: AccountId,
    pub fan: FanId,
    /// The fan's username, once their chat was seen.
    pub name: Option<String>,
    /// Whether something was changed that must be restored.
    pub acting: bool,
    now: i64,
    out: &'a mut dyn Write,
}

pub type Done<T = ()> = Result<T, String>;

/// Asks for the key, makes the read calls, and acts after a yes.
///
/// # Errors
/// A message about wrong arguments, or about why the probe ended early. It contains no value from a reply.
pub async fn run(
    words: &[String],
    url: Result<ApiUrl, String>,
    console: &mut dyn Console,
    out: &mut dyn Write,
) -> Done {
    let (account, fan) = arguments(words)?;
    let url = url.map_err(|why| format!("VELVET_ROPE_API_URL: {why}"))?;
    let key = console.key().map_err(|error| format!("Couldn't read the API key: {error}"))?;
    let key = ApiKey::parse(&key).map_err(|error| match error {
        KeyError::Empty => "No API key was given. Enter it when asked.".to_owned(),
        _ => "That isn't an apifansly.com API key.".to_owned(),
    })?;
    let clock = Arc::new(SystemClock::default());
    let now = clock.now();
    let api = Api::new(url, &key, TimeLimits::default(), clock)?;
    let mut probe = Probe { api, account, fan, name: None, acting: false, now, out };
    probe.say(&format!(
        "Uses at least {} credits: {} to read and, if you say yes later, {TO_ACT} to change the fan's flags and restore them. \
         Each extra page of chats or of the VIP list uses 1 more, and a large reply may use more than one.",
        READS + TO_ASK + TO_ACT,
        READS + TO_ASK,
    ))?;
    probe.read().await?;
    if probe.may_act(console).await? { probe.act().await } else { Ok(()) }
}

fn arguments(words: &[String]) -> Done<(AccountId, FanId)> {
    let (mut account, mut fan) = (None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs an id.\n\n{USAGE}"));
        match word.as_str() {
            "--account" => {
                let id = AccountId::new(value?.as_str());
                account = Some(id.ok_or("--account must be an account id.")?);
            }
            "--fan" => {
                let id = FanId::parse(value?).map_err(|_| "--fan must be a fan's numeric id.".to_owned())?;
                fan = Some(id);
            }
            _ => return Err(format!("Unknown argument: {word}\n\n{USAGE}")),
        }
    }
    account.zip(fan).ok_or_else(|| format!("--account and --fan are required.\n\n{USAGE}"))
}

impl Probe<'_> {
    /// Makes each read call of the app once.
    async fn read(&mut self) -> Done {
        let account = self.account.clone();
        let account = account.as_str();
        self.reads(&["accounts"], &[], "GET /accounts", expected::ACCOUNTS).await?;
        self.reads(&[account, "me"], &[], "GET /{account}/me", expected::ME).await?;
        let vips = [("filter", "vips")];
        self.reads(&[account, "chats"], &vips, "GET /{account}/chats?filter=vips", expected::CHATS).await?;
        let chats = self.reads(&[account, "chats"], &[], "GET /{account}/chats", expected::CHATS).await?;
        if let Some(name) = chats.as_ref().and_then(somebody) {
            let search = [("search", name.as_str())];
            self.reads(&[account, "chats"], &search, "GET /{account}/chats?search=", expected::CHATS).await?;
            self.reads(&["search", &name], &[], "GET /search/{username}", expected::SEARCH).await?;
        } else {
            self.say("GET /search/{username}: skipped; no chat has a username to search for")?;
        }
        // Whether this returns other people's accounts decides `BY_IDS_RETURNS_FANS`.
        let ids = [("ids", self.fan.as_str().to_owned())];
        let ids = ids.each_ref().map(|(name, id)| (*name, id.as_str()));
        let by_ids =
            self.reads(&["accounts", "by-ids"], &ids, "GET /accounts/by-ids?ids=", expected::SEARCH).await?;
        let fan = format!("\"{}\"", self.fan.as_str());
        let returned = by_ids.is_some_and(|json| json.to_string().contains(&fan));
        self.say(if returned { "  The fan was returned." } else { "  The fan was not returned." })?;
        let month = (self.now - MONTH_MS).to_string();
        let after = [("after", month.as_str())];
        let call = "GET /{account}/top-supporters?after=";
        self.reads(&[account, "top-supporters"], &after, call, expected::SUPPORTERS).await?;
        for status in ["all", "3,4"] {
            let call = format!("GET /{{account}}/subscribers?status={status}");
            let query = [("status", status), ("limit", "100")];
            self.reads(&[account, "subscribers"], &query, &call, expected::SUBSCRIBERS).await?;
        }
        let call = "GET /{account}/followers?limit=100";
        self.reads(&[account, "followers"], &[("limit", "100")], call, expected::FOLLOWERS).await?;
        Ok(())
    }

    async fn reads(
        &mut self,
        parts: &[&str],
        query: &[(&str, &str)],
        call: &str,
        expected: Expected,
    ) -> Done<Option<Value>> {
        let reply = self.api.probe_read(parts, query).await;
        self.shows(call, reply.as_ref(), expected)?;
        Ok(reply.ok().and_then(|reply| serde_json::from_slice(reply.body()).ok()))
    }

    pub fn shows(&mut self, call: &str, reply: Result<&RawReply, &Cause>, expected: Expected) -> Done {
        match reply {
            Ok(reply) => {
                self.say(&format!("\n{call}: HTTP {}", reply.status()))?;
                compare(reply.body(), expected).iter().try_for_each(|line| self.say(line))
            }
            Err(cause) => self.say(&format!("\n{call}: no reply ({cause:?})")),
        }
    }

    pub fn say(&mut self, text: &str) -> Done {
        let said = writeln!(self.out, "{text}").map_err(|error| error.to_string());
        // Keep going without a reader, to restore what was changed.
        if self.acting { Ok(()) } else { said }
    }
}

/// Returns some username to search for.
fn somebody(chats: &Value) -> Option<String> {
    let rows = chats["data"]["data"]["response"]["data"].as_array()?;
    rows.iter()
        .find_map(|row| row["partnerUsername"].as_str().filter(|name| !name.is_empty()).map(str::to_owned))
}
