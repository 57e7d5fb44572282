//! The contract probe against the simulated server: what it prints, and that it prints no values.

#[path = "../examples/probe/parts/mod.rs"]
mod parts;

use std::io::{self, Cursor, Write};

use parts::console::Piped;
use serde_json::json;
use velvet_core::api::ApiUrl;
use velvet_practice::{Fault, Marks, Rule, Running, Settings, Shape};

struct Told {
    service: Running,
    fan: String,
    words: String,
    done: Result<(), String>,
}

/// Runs the probe on a fan who is not VIP. `prepare` may add faults to the server.
async fn probe(answers: &str, prepare: impl FnOnce(&Running, &str)) -> Told {
    probe_where(Marks::Keep, answers, prepare).await
}

/// Runs the probe on a server where an add keeps or overwrites other marks.
async fn probe_where(marks: Marks, answers: &str, prepare: impl FnOnce(&Running, &str)) -> Told {
    let service = Running::start(Settings { fans: 300, marks, ..Settings::default() }).await.unwrap();
    let fan = service.samples(1)[0].0.clone();
    prepare(&service, &fan);
    let account = service.accounts()[0].account_id.clone();
    let arguments = ["--account", &account, "--fan", &fan].map(str::to_owned);
    let typed = format!("{}\n{answers}", service.key());
    let mut out = Vec::new();
    let url = ApiUrl::parse(&service.url());
    let done = parts::run(&arguments, url, &mut Piped(Cursor::new(typed)), &mut out).await;
    Told { service, fan, words: String::from_utf8(out).unwrap(), done }
}

impl Told {
    /// Returns the method and the last part of the path of each request that changes something.
    fn acts(&self) -> Vec<String> {
        let changes = self.service.requests().into_iter().filter(|request| request.method != "GET");
        let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        changes.map(|request| format!("{} {}", request.method, last(&request.path))).collect()
    }

    fn marks(&self) -> Option<u32> {
        self.service.marks(&self.service.accounts()[0].account_id, &self.fan)
    }

    fn is_vip(&self) -> bool {
        self.service.is_vip(&self.service.accounts()[0].account_id, &self.fan)
    }

    fn count(&self, word: &str) -> usize {
        self.words.lines().filter(|line| line.trim_start().starts_with(word)).count()
    }
}

#[tokio::test]
async fn it_reads_adds_looks_removes_and_leaves_the_fan_as_they_were() {
    let told = probe("yes\n", |_, _| {}).await;
    assert_eq!((&told.done, told.is_vip()), (&Ok(()), false), "{}", told.words);
    assert_eq!(told.acts(), ["POST mute", "POST vip", "POST vip", "DELETE vip", "POST unmute"]);
    assert_eq!(told.marks(), Some(0));
    assert_eq!(told.words.matches("The app counts this as done.").count(), 3);
    let (shown, not) = ("The fan is on the VIP list.", "The fan isn't on the VIP list.");
    assert!(told.words.contains(shown) && told.words.contains(not));
    assert!(told.words.contains("The fan was returned."));
    assert_eq!(told.count("differs"), 0, "{}", told.words);
    assert!(told.count("agrees") > 60 && told.words.contains("agrees   data.data.response.ignoreFlags"));
    assert!(told.words.contains("new      data.data.response.ignoreFlags"), "of a removal nothing is known");
    assert!(told.words.contains("new      data.data.response.data[].unreadCount"));
}

#[tokio::test]
async fn it_tells_whether_other_marks_are_kept() {
    let told = probe_where(Marks::Keep, "yes\n", |_, _| {}).await;
    let flags = |told: &Told| -> Vec<String> {
        let lines = told.words.lines().filter(|line| line.trim_start().starts_with("flags"));
        lines.map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(flags(&told), ["2", "2", "6", "6", "6", "2", "2", "0", "0"], "{}", told.words);
    for act in ["Adding", "Adding again", "Removing"] {
        assert!(told.words.contains(&format!("\n{act} kept the muted flag.")), "{}", told.words);
    }
    let told = probe_where(Marks::Overwrite, "yes\n", |_, _| {}).await;
    assert_eq!(flags(&told), ["2", "2", "4", "4", "4", "0", "0", "0", "0"], "{}", told.words);
    assert!(told.words.contains("\nAdding cleared the muted flag: other flags are overwritten."));
    assert!(told.words.contains("\nRemoving: the muted flag wasn't seen before"));
    assert!(!told.words.contains("Couldn't confirm"), "{}", told.words);

    let mute_refused = |service: &Running, _: &str| {
        service.push_fault(Rule::new(Shape::PlanRefusal.fault()).path("*/mute"));
    };
    let told = probe("yes\n", mute_refused).await;
    assert!(told.words.contains("\nAdding: the muted flag wasn't seen before"), "{}", told.words);
    assert_eq!((told.acts().len(), told.marks()), (5, Some(0)), "it goes on to the end");
}

#[tokio::test]
async fn marks_are_read_from_the_list_where_replies_have_none() {
    let bare = |service: &Running, _: &str| {
        let nothing = Shape::ResponseIs { value: json!(true) }.fault();
        service.push_fault(Rule::new(nothing.clone()).path("*/mute").always());
        service.push_fault(Rule::new(nothing).path("*/vip").times(1));
    };
    let told = probe_where(Marks::Overwrite, "yes\n", bare).await;
    assert!(told.words.contains("\nAdding cleared the muted flag"), "{}", told.words);
}

#[tokio::test]
async fn the_cost_is_said_first_and_is_what_is_used() {
    let least = |told: &Told| -> usize {
        let first = told.words.lines().next().unwrap();
        let figure = first.split_whitespace().find_map(|word| word.parse().ok());
        assert!(first.starts_with("Uses at least "), "{first}");
        figure.unwrap()
    };
    let told = probe("yes\n", |_, _| {}).await;
    let requests = told.service.requests();
    let further = requests.iter().filter(|request| request.path.contains("cursor=")).count();
    assert_eq!(requests.len() - further, least(&told));
    assert!(further > 0);
    assert!(
        told.words.contains("25 credits: 14 to read and, if you say yes later, 11 to change"),
        "{}",
        told.words
    );
    let told = probe("no\n", |_, _| {}).await;
    let requests = told.service.requests();
    let further = requests.iter().filter(|request| request.path.contains("cursor=")).count();
    assert_eq!(requests.len() - further, 14);
}

#[tokio::test]
async fn a_fan_who_carries_a_mark_is_left_alone() {
    for marks in [1, 2, 3] {
        let told = probe("yes\n", |service, fan| {
            assert!(service.set_marks(&service.accounts()[0].account_id, fan, marks));
        })
        .await;
        assert!(told.acts().is_empty() && told.marks() == Some(marks), "{}", told.words);
        assert!(told.words.contains("already has another flag"));
    }
}

#[tokio::test]
async fn a_mute_that_is_not_undone_is_said() {
    let told = probe("yes\n", |service, _| {
        service.push_fault(Rule::new(Fault::Status { status: 500 }).path("*/unmute"));
    })
    .await;
    assert_eq!(told.marks(), Some(2));
    assert!(told.words.contains("Couldn't confirm that the fan was unmuted."), "{}", told.words);
}

/// An output that accepts the question and fails after it.
struct GoneAfterTheQuestion(Vec<u8>);

impl Write for GoneAfterTheQuestion {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.ends_with(b"Type yes to continue:\n") {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_was_changed_is_put_back_when_nobody_reads_any_more() {
    let service = Running::start(Settings { fans: 300, ..Settings::default() }).await.unwrap();
    let (account, fan) = (service.accounts()[0].account_id.clone(), service.samples(1)[0].0.clone());
    let arguments = ["--account", &account, "--fan", &fan].map(str::to_owned);
    let typed = Piped(Cursor::new(format!("{}\nyes\n", service.key())));
    let mut out = GoneAfterTheQuestion(Vec::new());
    parts::run(&arguments, ApiUrl::parse(&service.url()), &mut { typed }, &mut out).await.unwrap();
    let changes = service.requests().into_iter().filter(|request| request.method != "GET").count();
    assert_eq!((changes, service.marks(&account, &fan)), (5, Some(0)));
}

#[tokio::test]
async fn no_value_is_printed() {
    let told = probe("yes\n", |_, _| {}).await;
    let mut values = vec![told.service.key().to_owned(), "@example.com".to_owned(), "2026-".to_owned()];
    for key in told.service.keys() {
        values.push(key.key);
        values.extend(key.accounts.into_iter().flat_map(|one| [one.account_id, one.name, one.native_id]));
    }
    values.extend(told.service.fans());
    values.extend(told.service.samples(50).into_iter().map(|(_, name)| name));
    for value in values {
        assert!(!told.words.contains(&value), "{value}");
    }
    // Nor usernames, amounts, or cursors: apart from lengths there are no long numbers, and only fields contain `_`.
    let figures = told.words.split(|c: char| !c.is_ascii_digit());
    assert!(figures.into_iter().all(|figure| figure.len() < 4), "{}", told.words);
    let odd = told
        .words
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .find(|word| word.contains('_') && !matches!(*word, "status_code"));
    assert_eq!(odd, None);
}

#[tokio::test]
async fn without_a_yes_and_for_a_vip_nothing_is_changed() {
    for answer in ["", "no\n", "y\n", "YES\n"] {
        let told = probe(answer, |_, _| {}).await;
        assert!(told.acts().is_empty() && told.words.ends_with("Nothing was changed.\n"), "{answer:?}");
    }
    let vip = |service: &Running, fan: &str| {
        assert!(service.set_vip(&service.accounts()[0].account_id, fan, true));
    };
    let told = probe("yes\n", vip).await;
    assert!(told.acts().is_empty() && told.is_vip() && told.words.contains("already VIP"));
    let unreadable = |service: &Running, _: &str| {
        service.push_fault(Rule::new(Fault::Status { status: 403 }).path("/*/chats").always());
    };
    let told = probe("yes\n", unreadable).await;
    assert!(told.acts().is_empty() && told.words.contains("so nothing was changed"));
}

#[tokio::test]
async fn what_differs_and_what_is_new_is_said() {
    let edit = |place: &str, value| Rule::new(Fault::Edit { place: place.to_owned(), value });
    let told = probe("no\n", |service, _| {
        let ids = "/data/data/response/account/id";
        service.push_fault(edit(ids, Some(json!(1.5))).path("/*/me"));
        service.push_fault(edit("/data/count", None).path("/accounts"));
        let secrets = json!({"843584256474116096": "x", "mail@example.org": 1, "fine": {}});
        service.push_fault(edit("/data/data/response/extra", Some(secrets)).path("/*/followers"));
        service.push_fault(Rule::new(Fault::Html { status: 502 }).path("/*/top-supporters"));
        service.push_fault(Rule::new(Fault::EmptyData).path("/*/chats"));
        service.push_fault(Rule::new(Fault::Reset).path("/search/*"));
    })
    .await;
    for line in [
        "differs  data.data.response.account.id: number, expected: text|whole number",
        "differs  data.count: missing, expected: whole number",
        "new      data.data.response.extra.fine: empty object",
        "new      data.data.response.extra.(18-character name): text, length 1",
        "new      data.data.response.extra.(16-character name): whole number, length 1",
        "top-supporters?after=: HTTP 502",
        "differs  body: not JSON",
        "not seen data.data.response.data[].partnerAccountId: the list is empty",
        "GET /search/{username}: no reply (ConnectionLost)",
    ] {
        assert!(told.words.contains(line), "{line}\n{}", told.words);
    }
}

#[tokio::test]
async fn a_removal_that_is_not_proven_is_said() {
    let told = probe("yes\n", |service, _| {
        service.push_fault(Rule::new(Fault::Status { status: 500 }).method("DELETE"));
    })
    .await;
    assert!(told.is_vip() && told.words.contains("Couldn't confirm that the fan was removed"));
}

#[tokio::test]
async fn what_it_cannot_start_with_is_refused_in_words_without_the_value() {
    let url = || ApiUrl::parse("http://127.0.0.1:9");
    let start = async |words: &[&str], url, typed: &str| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut out = Vec::new();
        let done = parts::run(&words, url, &mut Piped(Cursor::new(typed.to_owned())), &mut out).await;
        assert!(out.is_empty());
        done.unwrap_err()
    };
    let good = ["--account", "fansly_1", "--fan", "843584256474116096"];
    assert!(start(&[], url(), "").await.contains("--account and --fan are required"));
    assert!(start(&["--account"], url(), "").await.contains("needs an id"));
    assert!(
        start(&["--key", "x"], url(), "").await.contains("Unknown argument: --key"),
        "never on a command line"
    );
    assert!(start(&["--account", "fansly_1", "--fan", "jamie"], url(), "").await.contains("numeric id"));
    assert!(
        start(&good, ApiUrl::parse("http://example.com"), "")
            .await
            .contains("must be https://v1.apifansly.com")
    );
    let refused = start(&good, url(), "two words here\n").await;
    assert!(
        refused.contains("isn't an apifansly.com API key") && !refused.contains("two words"),
        "{refused}"
    );
    assert!(start(&good, url(), "").await.contains("No API key was given"));
}
