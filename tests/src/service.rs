//! The simulated server as a separate program, and its true state.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::http;
use crate::paths;
use crate::processes::Program;

/// A running simulated server.
#[derive(Debug)]
pub struct Service {
    /// The base URL of its API.
    pub url: String,
    /// A key that it accepts.
    pub key: String,
    /// The accounts of that key.
    pub accounts: Vec<Account>,
    /// All keys that it accepts, including the first.
    pub keys: Vec<String>,
    control: String,
    program: Program,
}

/// A creator account of the simulated server.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// The server's ID for it.
    #[serde(rename = "account_id")]
    pub id: String,
    /// Its name.
    pub name: String,
    /// The creator's own ID.
    pub native_id: String,
    /// `alive` or `expired`.
    pub session: String,
}

/// A fan who follows an account, as the server lists them.
#[derive(Debug, Clone, Deserialize)]
pub struct Follower {
    /// Their ID.
    pub id: String,
    /// Their username.
    pub username: String,
    /// Their display name, if they have one.
    #[serde(rename = "displayName")]
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Announcement {
    url: String,
    control: String,
    keys: Vec<AnnouncedKey>,
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
struct AnnouncedKey {
    key: String,
}

impl Service {
    /// Starts a server on `desktop`, on a free port.
    pub fn start(desktop: &Desktop) -> Self {
        Self::with(desktop, &[])
    }

    /// Starts a server with additional arguments, such as `--latency 50`.
    pub fn with(desktop: &Desktop, words: &[&str]) -> Self {
        let mut command = desktop.command(paths::practice());
        command.args(["--port", "0"]).args(words);
        let (program, line) = Program::start_and_hear(&mut command, &desktop.logs().join("service.log"));
        let said: Announcement = serde_json::from_str(&line).expect("the service announces itself in JSON");
        let keys: Vec<String> = said.keys.into_iter().map(|key| key.key).collect();
        let key = keys.first().expect("it has a key").clone();
        Self { url: said.url, key, keys, accounts: said.accounts, control: said.control, program }
    }

    /// Returns the first account with a live session, which is the one that the app chooses by itself.
    pub fn first_account(&self) -> &Account {
        self.accounts.iter().find(|account| account.session == "alive").expect("one account is well")
    }

    /// Returns fans with a chat who are not on the account's VIP list. With a chat, they appear on the list once added.
    pub fn strangers(&self, account: &Account, count: usize) -> Vec<String> {
        let vips = self.vips(account);
        let mut found = Vec::new();
        let mut cursor = String::new();
        while found.len() < count {
            let page = self.chats(account, &cursor);
            let chats = page["response"]["data"].as_array().into_iter().flatten();
            let fans = chats.filter_map(|chat| chat["partnerAccountId"].as_str());
            found.extend(fans.filter(|fan| !vips.iter().any(|vip| vip == fan)).map(str::to_owned));
            let next = page["nextCursor"].as_str().expect("the account has too few chats with other fans");
            cursor = format!("?cursor={next}");
        }
        found.truncate(count);
        found
    }

    /// Returns a fan with a chat who is not on the account's VIP list, and the username to look them up by.
    pub fn named_stranger(&self, account: &Account) -> (String, String) {
        let vips = self.vips(account);
        let page = self.chats(account, "");
        let named = page["response"]["data"].as_array().into_iter().flatten().find_map(|chat| {
            let (fan, name) = (chat["partnerAccountId"].as_str()?, chat["partnerUsername"].as_str()?);
            (!vips.iter().any(|vip| vip == fan)).then(|| (fan.to_owned(), name.to_owned()))
        });
        named.expect("somebody with a chat is no VIP")
    }

    /// Returns all fans who follow the account.
    pub fn followers(&self, account: &Account) -> Vec<Follower> {
        let mut found: Vec<Follower> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.read(account, &format!("followers?limit=100{cursor}"));
            let people = page["response"]["aggregationData"]["accounts"].clone();
            found.extend(serde_json::from_value::<Vec<_>>(people).expect("a page has people"));
            let Some(next) = page["nextCursor"].as_str() else { return found };
            cursor = format!("&cursor={next}");
        }
    }

    /// Returns the fans who are really on the account's VIP list.
    pub fn vips(&self, account: &Account) -> Vec<String> {
        let truth = self.ask("GET", "/truth", None);
        serde_json::from_value(truth["vips"][&account.id].clone()).expect("the truth is a list of ids")
    }

    /// Whether the fan is really on the account's VIP list.
    pub fn is_vip(&self, account: &Account, fan: &str) -> bool {
        self.vips(account).iter().any(|vip| vip == fan)
    }

    /// Adds a fan to the account's VIP list, as if on the website.
    pub fn make_vip(&self, account: &Account, fan: &str) {
        self.ask("POST", "/vip", Some(&json!({ "account": account.id, "fan": fan, "vip": true })));
    }

    /// Counts the requests to add (`POST`) or remove (`DELETE`) this fan for the account.
    pub fn asked(&self, method: &str, account: &Account, fan: &str) -> usize {
        let wanted = format!("{method} /{}/chats/{fan}/vip", account.id);
        self.requests().iter().filter(|request| **request == wanted).count()
    }

    /// Returns the number of all requests received.
    pub fn request_count(&self) -> u64 {
        self.ask("GET", "/requests", None)["count"].as_u64().expect("a count is a number")
    }

    /// Returns the requests as method and path, oldest first.
    pub fn requests(&self) -> Vec<String> {
        let kept = self.ask("GET", "/requests", None);
        let told = |request: &Value| format!("{} {}", request["method"], request["path"]).replace('"', "");
        kept["requests"].as_array().into_iter().flatten().map(told).collect()
    }

    /// Makes the next add or removal fail with `fault`, such as `{"kind":"reset"}`. `effect` says whether it is carried
    /// out.
    pub fn next_change_meets(&self, fault: &Value, effect: bool) {
        self.next_meets("POST", "*/vip", fault, Some(effect));
        self.next_meets("DELETE", "*/vip", fault, Some(effect));
    }

    /// Makes the next request with this method and path pattern fail with `fault`.
    pub fn next_meets(&self, method: &str, path: &str, fault: &Value, effect: Option<bool>) {
        self.meets(&json!({ "method": method, "path": path, "effect": effect, "fault": fault }));
    }

    /// Adds a fault rule in the server's own format, such as
    /// `{"method":"POST","path":"*/vip","skip":2,"count":null,"fault":{"kind":"hang"}}`.
    pub fn meets(&self, rule: &Value) {
        self.ask("POST", "/faults", Some(rule));
    }

    /// Removes all fault rules.
    pub fn goes_well(&self) {
        self.ask("DELETE", "/faults", None);
    }

    /// Suspends the server: new requests are neither answered nor refused.
    pub fn stands_still(&self) {
        self.program.hold();
    }

    /// Resumes the server, which then answers the waiting requests.
    pub fn goes_on(&self) {
        self.program.let_go();
    }

    fn chats(&self, account: &Account, cursor: &str) -> Value {
        self.read(account, &format!("chats{cursor}"))
    }

    /// Reads a page of one of the account's lists, as the app does.
    fn read(&self, account: &Account, page: &str) -> Value {
        let (address, base) = split(&self.url);
        let path = format!("{base}/{}/{page}", account.id);
        let answer = http::ask_with_key("GET", address, &path, None, Some(&self.key));
        answer.expect("the service answers").1["data"]["data"].take()
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (address, base) = split(&self.control);
        let (status, answer) =
            http::ask(method, address, &format!("{base}{path}"), body).expect("the service answers");
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }
}

/// Splits `http://HOST:PORT/path` into `HOST:PORT` and `/path`.
fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("it is a local address");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}
