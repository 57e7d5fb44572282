//! Parses the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use velvet_core::api::ApiUrl;
use velvet_core::ids::AccountId;
use velvet_core::view::{Action, Speed};

/// The help text.
pub const USAGE: &str = "\
Usage: headless --api URL --ledger DIR --account ID --fans FILE --action ACTION --pace PACE [--results FILE]
       headless --api URL --ledger DIR --resume [--results FILE]
       headless check FILE [--account ID --ledger DIR] [--paste]

Runs a batch without a window, or checks a list and starts nothing.

Options:
  --api URL        https://v1.apifansly.com/api/fansly, or a server on this computer
  --ledger DIR     Folder of the ledger (ledger.sqlite3); created if it doesn't exist
  --account ID     Account to add the fans to or remove them from
  --fans FILE      List of fans in any format the app reads; invalid rows are skipped and counted
  --action ACTION  add or remove
  --pace PACE      Speed: steady (two a second) or fast (as fast as the plan allows)
  --resume         Continue the unfinished batches in this ledger. Together with the four options above, start
                   a batch if the ledger has none (an earlier run may have ended before it saved one)
  --results FILE   Write one JSON line per item, in list order, once the run ends. An item that was never sent,
                   because the run stopped early, has the outcome \"waiting\"

  check FILE       Print what the list holds as one JSON line: the rows of each group, the IDs in other columns and
                   inside longer text, and `error`, a code if the list was refused. With --account and --ledger, compare
                   it with that log and VIP list. With --paste, read the file's text as pasted

Environment:
  VELVET_ROPE_API_KEY  API key (required, except to check a list)

Output:
  One JSON line on stdout with the counts of the whole batch. `requests` counts only the requests of this run,
  including those that read. If the run stopped early, `paused` says why:
  {\"cause\": …, \"words\": the server's message or null}.

Signals:
  SIGINT or SIGTERM pauses the batch after the requests already sent. A second one ends the run at once.

Exit status:
  0  Every item finished and is confirmed; none failed
  2  Invalid arguments or list; nothing was started
  3  Some items failed, are not confirmed, or were stopped; the list that was to be checked was refused
  4  Stopped early (refused, out of credits, signal, or disk problem); continue with --resume
  5  Couldn't use the ledger; another process may be using it";

/// The parsed arguments.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The server's URL.
    pub api: ApiUrl,
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// The batch to begin, or `None` to only resume unfinished ones.
    pub begin: Option<Begin>,
    /// Whether to resume unfinished batches.
    pub resume: bool,
    /// The file for each item's outcome.
    pub results: Option<PathBuf>,
}

/// A batch to begin.
#[derive(Debug, PartialEq, Eq)]
pub struct Begin {
    /// The account of the batch.
    pub account: AccountId,
    /// The list's file.
    pub fans: PathBuf,
    /// Whether to add or remove.
    pub action: Action,
    /// The speed.
    pub speed: Speed,
}

const WITH_VALUE: [&str; 7] = ["--api", "--ledger", "--account", "--fans", "--action", "--pace", "--results"];
const OF_A_BATCH: [&str; 4] = ["--account", "--fans", "--action", "--pace"];

/// Parses the arguments after the program's name.
///
/// # Errors
/// Returns a sentence that says what is wrong.
pub fn parse(words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut given, resume) = collect(words)?;
    let api = needed(&mut given, "--api")?;
    let api = ApiUrl::parse(&api).map_err(|problem| format!("Invalid --api {api:?}: {problem}"))?;
    let ledger = needed(&mut given, "--ledger")?.into();
    let results = given.remove("--results").map(PathBuf::from);
    let any = OF_A_BATCH.iter().any(|name| given.contains_key(*name));
    let begin = if resume && !any { None } else { Some(begin(&mut given)?) };
    Ok(Arguments { api, ledger, begin, resume, results })
}

/// Collects names and values. Each name may occur at most once.
fn collect(mut words: impl Iterator<Item = String>) -> Result<(BTreeMap<String, String>, bool), String> {
    let (mut given, mut resume) = (BTreeMap::new(), false);
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        if name == "--resume" && value.is_none() {
            resume = true;
            continue;
        }
        if !WITH_VALUE.contains(&name.as_str()) {
            return Err(format!("Unknown argument: {name}"));
        }
        let value = value.or_else(|| words.next()).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| format!("{name} needs a value"))?;
        if given.insert(name.clone(), value).is_some() {
            return Err(format!("{name} was given more than once"));
        }
    }
    Ok((given, resume))
}

fn begin(given: &mut BTreeMap<String, String>) -> Result<Begin, String> {
    let account = needed(given, "--account")?;
    let account = AccountId::new(account).ok_or("--account must be an account id")?;
    let action = match needed(given, "--action")?.as_str() {
        "add" => Action::Add,
        "remove" => Action::Remove,
        other => return Err(format!("--action must be add or remove, not {other:?}")),
    };
    let speed = match needed(given, "--pace")?.as_str() {
        "steady" => Speed::Steady,
        "fast" => Speed::Fast,
        other => return Err(format!("--pace must be steady or fast, not {other:?}")),
    };
    Ok(Begin { account, fans: needed(given, "--fans")?.into(), action, speed })
}

fn needed(given: &mut BTreeMap<String, String>, name: &str) -> Result<String, String> {
    given.remove(name).ok_or_else(|| format!("{name} is required"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "--api http://127.0.0.1:9/api --ledger /tmp/l --account fansly_a --fans list.csv --action add --pace fast";

    fn read(line: &str) -> Result<Arguments, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_new_batch_needs_all_that_says_what_it_is() {
        let whole = read(&format!("{WHOLE} --results out.jsonl")).unwrap();
        let begin = whole.begin.unwrap();
        assert_eq!(
            (begin.account.as_str(), begin.action, begin.speed),
            ("fansly_a", Action::Add, Speed::Fast)
        );
        assert_eq!((begin.fans, whole.results), ("list.csv".into(), Some("out.jsonl".into())));
        assert!(!whole.resume);
        for name in ["--api", "--ledger", "--account", "--fans", "--action", "--pace"] {
            let words: Vec<&str> = WHOLE.split_whitespace().collect();
            let at = words.iter().position(|word| *word == name).unwrap();
            let without = [&words[..at], &words[at + 2..]].concat().join(" ");
            assert_eq!(read(&without), Err(format!("{name} is required")));
        }
    }

    #[test]
    fn going_on_needs_neither_list_nor_account() {
        let resumed = read("--api=https://v1.apifansly.com/api/fansly --ledger=/tmp/l --resume").unwrap();
        assert_eq!((resumed.begin, resumed.resume), (None, true));
        let either = read(&format!("{WHOLE} --resume")).unwrap();
        assert!(either.resume && either.begin.is_some());
        assert!(
            read("--api https://x.example --ledger /tmp/l --resume --fans list.csv").is_err(),
            "half a batch"
        );
    }

    #[test]
    fn anything_else_is_refused_with_a_sentence() {
        for line in [
            "",
            "--api",
            "--resume=yes --api http://127.0.0.1:9 --ledger l",
            "list.csv",
            &WHOLE.replace("add", "delete"),
            &WHOLE.replace("fast", "slow"),
            &WHOLE.replace("http://127.0.0.1:9/api", "http://example.org"),
            &WHOLE.replace("http://127.0.0.1:9/api", "nowhere"),
            &format!("{WHOLE} --pace fast"),
            &format!("{WHOLE} --key k"),
            &format!("{WHOLE} --results"),
        ] {
            let sentence = read(line).unwrap_err();
            assert!(!sentence.is_empty(), "{line}");
        }
    }
}
