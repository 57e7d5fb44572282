//! Compares the ledger with what the server did.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;
use serde_json::Value;
use velvet_practice::{Received, Running};

use super::attempt::Runner;

/// The results of a trial.
#[derive(Debug, Default)]
pub struct Story {
    /// All differences from what is expected.
    pub differences: Vec<String>,
    /// Items by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// The kills that happened.
    pub kills: Vec<String>,
    /// Restarts.
    pub resumes: u64,
    /// Second runners that were refused.
    pub refused: u64,
    /// Requests that the server received.
    pub requests: u64,
    /// Requests that met a fault.
    pub faults: u64,
    /// The number of requests before the last start.
    pub last_start: u64,
}

impl Story {
    /// Records a difference.
    pub fn differs(&mut self, what: String) {
        self.differences.push(what);
    }
}

/// The true state to compare with.
pub struct Truth<'a> {
    /// The server.
    pub service: &'a Running,
    /// The account of the batch.
    pub account: &'a str,
    /// The fans of the list.
    pub fans: &'a [String],
    /// Whether the batch adds fans, or removes them.
    pub add: bool,
}

/// A line of the results file.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    row: Option<i64>,
    fan: String,
    outcome: Option<String>,
    cause: Option<String>,
}

/// Compares the results, the ledger, and the printed line with the true state.
pub fn compare(truth: &Truth<'_>, runner: &Runner<'_>, line: Option<&(i32, Value)>, story: &mut Story) {
    let received = truth.service.requests();
    story.requests = truth.service.request_count();
    story.faults = received.iter().filter(|request| request.fault.is_some()).count() as u64;
    strangers(truth, &received, story);
    let Some((code, line)) = line else { return };
    let items = match results(&runner.results()) {
        Ok(items) => items,
        Err(error) => return story.differs(format!("couldn't read the results: {error}")),
    };
    for item in &items {
        *story.outcomes.entry(item.outcome.clone().unwrap_or_default()).or_default() += 1;
    }
    if !items.iter().map(|item| &item.fan).eq(truth.fans) {
        story.differs("the results don't have each fan of the list once, in list order".to_owned());
    }
    match ledger(&runner.ledger()) {
        Ok(kept) if kept == items => {}
        Ok(kept) => story.differs(format!("the ledger has {kept:?}, but the results have {items:?}")),
        Err(error) => story.differs(format!("couldn't read the ledger: {error}")),
    }
    for item in &items {
        let sent = sent_to(&item.fan, &received);
        judge(truth, item, &sent, &received, story);
    }
    summary(&items, *code, line, &received, story);
}

/// Compares one item with what the server did for this fan.
fn judge(truth: &Truth<'_>, item: &Item, sent: &[&Received], received: &[Received], story: &mut Story) {
    let Item { fan, outcome, cause, .. } = item;
    // Before the batch, no fan of the list was in the state that the batch creates.
    let done = truth.service.is_vip(truth.account, fan) == truth.add;
    let wrong = match (outcome.as_deref().unwrap_or_default(), done) {
        ("added", true) if truth.add => None,
        ("removed", true) if !truth.add => None,
        ("added" | "removed", _) => Some("but the server didn't do it"),
        ("failed", true) => Some("but the server did it"),
        ("failed", false) if cause.is_none() => Some("without a cause"),
        ("failed", false) if sent.iter().all(|request| request.fault.is_none()) => {
            Some("but nothing went wrong")
        }
        ("failed", false) => None,
        ("unsure", _) => needless(truth, fan, sent, received),
        _ => Some("which can't be the outcome in a new batch that was never stopped"),
    };
    if let Some(why) = wrong {
        story.differs(format!("{fan} is {outcome:?} {cause:?} {why}"));
    }
    if done && !sent.iter().any(|request| request.took_effect) {
        story.differs(format!("{fan} changed without a request"));
    }
    // Each fan is sent once, and once more for each fault.
    let faults = sent.iter().filter(|request| request.fault.is_some()).count();
    // On a busy computer, the server may answer after the runner's timeout.
    let too_late = sent.iter().filter(|request| request.fault.is_none() && request.status.is_none()).count();
    // Each refused second runner means that the first was suspended for longer than its timeout.
    let breaks = story.kills.len() + usize::try_from(story.refused).unwrap_or(0);
    // A kill also leaves a request unanswered, so only the larger count is added.
    if sent.len() > 1 + faults + breaks.max(too_late) {
        story.differs(format!("the runner sent {fan} {} times, with {faults} faults", sent.len()));
    }
}

/// Returns the reason why an item should not be unconfirmed, if there is one.
fn needless(truth: &Truth<'_>, fan: &str, sent: &[&Received], received: &[Received]) -> Option<&'static str> {
    let since = sent.last().map_or(0, |last| last.number);
    let read = received.iter().filter(|later| later.number > since && later.method == "GET");
    if read.clone().any(|request| request.fault.is_some()) {
        return None;
    }
    let Some(last) = sent.last() else { return Some("but nothing was sent") };
    if last.fault.is_none() && last.status.is_some() {
        return Some("but the last answer was clear, or would be on a retry");
    }
    let listed = truth.service.is_vip(truth.account, fan) && truth.service.has_chat(truth.account, fan);
    if !listed {
        return None;
    }
    if truth.add {
        Some("but the fan is on the VIP list")
    } else {
        Some("but the fan is still on the VIP list")
    }
}

/// Reports requests that no item explains.
fn strangers(truth: &Truth<'_>, received: &[Received], story: &mut Story) {
    let listed: HashSet<&str> = truth.fans.iter().map(String::as_str).collect();
    let method = if truth.add { "POST" } else { "DELETE" };
    for request in received {
        let parts: Vec<&str> = request.path.trim_start_matches('/').split(['/', '?']).collect();
        let known = match parts.as_slice() {
            [account, "chats", fan, "vip"] => {
                *account == truth.account && request.method == method && listed.contains(fan)
            }
            [account, "chats", ..] => *account == truth.account && request.method == "GET",
            // After a fault, the runner asks whether the key or the session is to blame.
            [account, "me"] => *account == truth.account && went_wrong_before(request, received),
            ["accounts"] => went_wrong_before(request, received),
            _ => false,
        };
        if !known || !request.key_matched {
            story.differs(format!("unexpected request: {} {}", request.method, request.path));
        }
    }
}

fn went_wrong_before(request: &Received, received: &[Received]) -> bool {
    let before = received.iter().filter(|earlier| earlier.number < request.number);
    request.method == "GET" && before.into_iter().any(|earlier| earlier.fault.is_some())
}

/// Compares the printed line and the exit status with the results.
fn summary(items: &[Item], code: i32, line: &Value, received: &[Received], story: &mut Story) {
    let count =
        |outcome: &str| items.iter().filter(|item| item.outcome.as_deref() == Some(outcome)).count() as u64;
    for outcome in ["added", "already", "removed", "unsure", "stopped"] {
        if line[outcome].as_u64() != Some(count(outcome)) {
            story.differs(format!("{outcome} should be {} in {line}", count(outcome)));
        }
    }
    let failed: u64 =
        line["failed"].as_object().into_iter().flat_map(|by| by.values()).filter_map(Value::as_u64).sum();
    if failed != count("failed") || line["items"].as_u64() != Some(items.len() as u64) {
        story.differs(format!("the counts of failed and of all items don't match the results: {line}"));
    }
    let expected = if count("failed") + count("unsure") == 0 { 0 } else { 3 };
    if code != expected {
        story.differs(format!("the exit status is {code}, not {expected}"));
    }
    // Requests of a killed runner may arrive late.
    let since = received.iter().filter(|request| request.number >= story.last_start).count() as u64;
    if story.kills.is_empty() && line["requests"].as_u64() != Some(since) {
        story.differs(format!("the server received {since} requests, which doesn't match {line}"));
    }
}

fn sent_to<'a>(fan: &str, received: &'a [Received]) -> Vec<&'a Received> {
    let end = format!("/chats/{fan}/vip");
    received.iter().filter(|request| request.path.ends_with(&end)).collect()
}

fn results(path: &Path) -> Result<Vec<Item>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))).collect()
}

/// Reads the ledger's file without the core.
fn ledger(path: &Path) -> rusqlite::Result<Vec<Item>> {
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let open: i64 =
        file.query_row("SELECT count(*) FROM batch WHERE state <> 'ended'", [], |row| row.get(0))?;
    let batches: i64 = file.query_row("SELECT count(*) FROM batch", [], |row| row.get(0))?;
    if (open, batches) != (0, 1) {
        return Err(rusqlite::Error::InvalidParameterName(format!("{batches} batches, {open} of them open")));
    }
    let mut statement = file.prepare("SELECT row, fan, outcome, cause FROM item ORDER BY id")?;
    let items = statement.query_map([], |row| {
        Ok(Item { row: row.get(0)?, fan: row.get(1)?, outcome: row.get(2)?, cause: row.get(3)? })
    })?;
    items.collect()
}
