//! The practice service as a program of its own, and what really happened there.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::http;
use crate::paths;
use crate::processes::Program;

/// A running practice service.
#[derive(Debug)]
pub struct Service {
    /// What the app is given as the service's address.
    pub url: String,
    /// A key that it accepts.
    pub key: String,
    /// The accounts of that key.
    pub accounts: Vec<Account>,
    /// Every key, the first one among them.
    pub keys: Vec<String>,
    control: String,
    program: Program,
}

/// A creator account of the simulated world.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// The service's id for it.
    #[serde(rename = "account_id")]
    pub id: String,
    /// Its name.
    pub name: String,
    /// The creator's own id.
    pub native_id: String,
    /// `alive` or `expired`.
    pub session: String,
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
    /// Starts one on `desktop`, on a port of its own choosing.
    pub fn start(desktop: &Desktop) -> Self {
        Self::with(desktop, &[])
    }

    /// Starts one with more words on its command line, like `--latency 50`.
    pub fn with(desktop: &Desktop, words: &[&str]) -> Self {
        let mut command = desktop.command(paths::practice());
        command.args(["--port", "0"]).args(words);
        let (program, line) = Program::start_and_hear(&mut command, &desktop.logs().join("service.log"));
        let said: Announcement = serde_json::from_str(&line).expect("the service announces itself in JSON");
        let keys: Vec<String> = said.keys.into_iter().map(|key| key.key).collect();
        let key = keys.first().expect("it has a key").clone();
        Self { url: said.url, key, keys, accounts: said.accounts, control: said.control, program }
    }

    /// The account whose session is well that comes first: the one the app chooses by itself.
    pub fn first_account(&self) -> &Account {
        self.accounts.iter().find(|account| account.session == "alive").expect("one account is well")
    }

    /// So many fans who are not on the account's VIP list and have a chat, so that the list shows them once they are.
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

    /// A fan who is not on the account's VIP list and has a chat, and the name by which they are found.
    pub fn named_stranger(&self, account: &Account) -> (String, String) {
        let vips = self.vips(account);
        let page = self.chats(account, "");
        let named = page["response"]["data"].as_array().into_iter().flatten().find_map(|chat| {
            let (fan, name) = (chat["partnerAccountId"].as_str()?, chat["partnerUsername"].as_str()?);
            (!vips.iter().any(|vip| vip == fan)).then(|| (fan.to_owned(), name.to_owned()))
        });
        named.expect("somebody with a chat is no VIP")
    }

    /// Who really is on the account's VIP list.
    pub fn vips(&self, account: &Account) -> Vec<String> {
        let truth = self.ask("GET", "/truth", None);
        serde_json::from_value(truth["vips"][&account.id].clone()).expect("the truth is a list of ids")
    }

    /// Whether the fan really is on the account's VIP list.
    pub fn is_vip(&self, account: &Account, fan: &str) -> bool {
        self.vips(account).iter().any(|vip| vip == fan)
    }

    /// Puts a fan on the account's VIP list, as somebody does on the site.
    pub fn make_vip(&self, account: &Account, fan: &str) {
        self.ask("POST", "/vip", Some(&json!({ "account": account.id, "fan": fan, "vip": true })));
    }

    /// How often it was asked to do this to this fan of the account: `POST` adds, `DELETE` removes.
    pub fn asked(&self, method: &str, account: &Account, fan: &str) -> usize {
        let wanted = format!("{method} /{}/chats/{fan}/vip", account.id);
        self.requests().iter().filter(|request| **request == wanted).count()
    }

    /// How many requests it ever received.
    pub fn request_count(&self) -> u64 {
        self.ask("GET", "/requests", None)["count"].as_u64().expect("a count is a number")
    }

    /// What was asked of it, as method and path, oldest first.
    pub fn requests(&self) -> Vec<String> {
        let kept = self.ask("GET", "/requests", None);
        let told = |request: &Value| format!("{} {}", request["method"], request["path"]).replace('"', "");
        kept["requests"].as_array().into_iter().flatten().map(told).collect()
    }

    /// Makes the next add or removal meet `fault`, like `{"kind":"reset"}`; `effect` says whether it is carried out.
    pub fn next_change_meets(&self, fault: &Value, effect: bool) {
        self.next_meets("POST", "*/vip", fault, Some(effect));
        self.next_meets("DELETE", "*/vip", fault, Some(effect));
    }

    /// Makes the next request of this method to a path like this meet `fault`.
    pub fn next_meets(&self, method: &str, path: &str, fault: &Value, effect: Option<bool>) {
        self.meets(&json!({ "method": method, "path": path, "effect": effect, "fault": fault }));
    }

    /// Makes requests meet a fault by a rule of the service's own, like
    /// `{"method":"POST","path":"*/vip","skip":2,"count":null,"fault":{"kind":"hang"}}`.
    pub fn meets(&self, rule: &Value) {
        self.ask("POST", "/faults", Some(rule));
    }

    /// Nothing goes wrong any more.
    pub fn goes_well(&self) {
        self.ask("DELETE", "/faults", None);
    }

    /// From now on nothing is answered, and nothing refused: what is asked waits.
    pub fn stands_still(&self) {
        self.program.hold();
    }

    /// What waits is answered, and all that follows.
    pub fn goes_on(&self) {
        self.program.let_go();
    }

    fn chats(&self, account: &Account, cursor: &str) -> Value {
        let (address, base) = split(&self.url);
        let path = format!("{base}/{}/chats{cursor}", account.id);
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

/// `http://HOST:PORT/path` as `HOST:PORT` and `/path`.
fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("it is a local address");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}
