use std::{io::Write, sync::Arc};

use serde_json::Value;
use velvet_core::{
    api::{Api, ApiUrl, RawReply, Sighting, TimeLimits, Verdict},
    clock::{Clock, SystemClock},
    ids::{AccountId, FanId},
    key::ApiKey,
    view::{Action, Cause},
};

use super::{
    console::Console,
    expected::{self, Expected},
    shape::compare,
};

const USAGE: &str = "cargo run -p velvet-core --example probe -- --account ID --fan ID";
const MONTH_MS: i64 = 30 * 86_400_000;

/// Whom it is about, and where words go.
struct Probe<'a> {
    api: Api,
    account: AccountId,
    fan: FanId,
    now: i64,
    out: &'a mut dyn Write,
}

type Done<T = ()> = Result<T, String>;

/// Asks for the key, reads, and after a yes acts.
///
/// # Errors
/// In words: what was wrong with how it was started, or how it ended too early. No value is among them.
pub async fn run(
    words: &[String],
    url: Result<ApiUrl, String>,
    console: &mut dyn Console,
    out: &mut dyn Write,
) -> Done {
    let (account, fan) = arguments(words)?;
    let url = url.map_err(|why| format!("VELVET_ROPE_API_URL: {why}"))?;
    let key = console.key().map_err(|error| format!("no key: {error}"))?;
    let key = ApiKey::parse(&key).map_err(|failure| format!("that is no key: {:?}", failure.code))?;
    let clock = Arc::new(SystemClock::default());
    let now = clock.now();
    let api = Api::new(url, &key, TimeLimits::default(), clock)?;
    let mut probe = Probe { api, account, fan, now, out };
    probe.read().await?;
    if probe.may_act(console).await? { probe.act().await } else { Ok(()) }
}

fn arguments(words: &[String]) -> Done<(AccountId, FanId)> {
    let (mut account, mut fan) = (None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs an id\n{USAGE}"))?;
        match word.as_str() {
            "--account" => account = AccountId::new(value.as_str()),
            "--fan" => {
                let id = FanId::parse(value).map_err(|failure| format!("--fan: {:?}", failure.code))?;
                fan = Some(id);
            }
            _ => return Err(format!("{word} is not known\n{USAGE}")),
        }
    }
    account.zip(fan).ok_or_else(|| format!("--account and --fan are needed\n{USAGE}"))
}

impl Probe<'_> {
    /// What the app reads, each once. About eight credits.
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
            self.say("GET /search/{username}: nobody with a chat and a name to look for; left out")?;
        }
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

    /// Whether it was wanted that the fan is added and removed. A fan who is VIP is left alone: they would not be at
    /// the end.
    async fn may_act(&mut self, console: &mut dyn Console) -> Done<bool> {
        match self.api.look_for_vip(&self.account, &self.fan).await {
            Ok(Sighting::NotSeen) => {}
            Ok(Sighting::Seen) => {
                self.say("\nThis fan is VIP already, and would not be afterwards. Choose another one. Nothing was changed.")?;
                return Ok(false);
            }
            Err(cause) => {
                self.say(&format!("\nThe VIP list cannot be read ({cause:?}), so nothing was changed."))?;
                return Ok(false);
            }
        }
        self.say(
            "\nNow this fan is put on the VIP list, put on it again, and taken off. That costs three credits, and \
             looking at the list between them some more.\nType yes to go on:",
        )?;
        let answer = console.answer().map_err(|error| error.to_string())?;
        if answer.trim() == "yes" {
            return Ok(true);
        }
        self.say("Nothing was changed.")?;
        Ok(false)
    }

    /// Add, look, add again, remove, look. Once begun it goes on to the removal, whatever is answered.
    async fn act(&mut self) -> Done {
        self.acts(Action::Add, "POST /{account}/chats/{fan}/vip", expected::ADD).await?;
        self.looks().await?;
        self.acts(Action::Add, "POST /{account}/chats/{fan}/vip, again", expected::ADD).await?;
        let call = "DELETE /{account}/chats/{fan}/vip (not documented)";
        let removed = self.acts(Action::Remove, call, expected::REMOVE).await?;
        let seen = self.looks().await?;
        if !removed || seen != Some(Sighting::NotSeen) {
            self.say(
                "\nIt is not proven that the fan was taken off. Look on the site, and take them off there.",
            )?;
        }
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

    /// Whether it was proven to be done.
    async fn acts(&mut self, action: Action, call: &str, expected: Expected) -> Done<bool> {
        let acted = self.api.probe_act(action, &self.account, &self.fan).await;
        self.shows(call, acted.as_ref().map(|(reply, _)| reply), expected)?;
        match acted {
            Ok((_, Verdict::Done { .. })) => {
                self.say("  The app takes this for done.")?;
                Ok(true)
            }
            Ok((_, Verdict::Not(cause))) => {
                self.say(&format!("  The app does not take this for done: {cause:?}."))?;
                Ok(false)
            }
            Err(_) => Ok(false),
        }
    }

    async fn looks(&mut self) -> Done<Option<Sighting>> {
        let looked = self.api.look_for_vip(&self.account, &self.fan).await;
        self.say(&match looked {
            Ok(Sighting::Seen) => "\nThe VIP list shows the fan.".to_owned(),
            Ok(Sighting::NotSeen) => "\nThe VIP list does not show the fan.".to_owned(),
            Err(cause) => format!("\nThe VIP list could not be read: {cause:?}."),
        })?;
        Ok(looked.ok())
    }

    fn shows(&mut self, call: &str, reply: Result<&RawReply, &Cause>, expected: Expected) -> Done {
        match reply {
            Ok(reply) => {
                self.say(&format!("\n{call}: HTTP {}", reply.status()))?;
                compare(reply.body(), expected).iter().try_for_each(|line| self.say(line))
            }
            Err(cause) => self.say(&format!("\n{call}: no reply, {cause:?}")),
        }
    }

    fn say(&mut self, text: &str) -> Done {
        writeln!(self.out, "{text}").map_err(|error| error.to_string())
    }
}

/// Somebody's username, to look for.
fn somebody(chats: &Value) -> Option<String> {
    let rows = chats["data"]["data"]["response"]["data"].as_array()?;
    rows.iter()
        .find_map(|row| row["partnerUsername"].as_str().filter(|name| !name.is_empty()).map(str::to_owned))
}
