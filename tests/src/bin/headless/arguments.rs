//! The command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use velvet_core::api::ApiUrl;
use velvet_core::ids::AccountId;
use velvet_core::view::{Action, Pace};

/// What can be given, and what comes back.
pub const USAGE: &str = "\
usage: headless --api URL --ledger DIR --account ID --fans FILE --action add|remove --pace steady|fast [--results FILE]
       headless --api URL --ledger DIR --resume [--results FILE]

  --api URL        base address of the service: https, or http on this computer
  --ledger DIR     folder of the ledger, made when it is not there; its file is ledger.sqlite3
  --account ID     account the fans are added on or removed from
  --fans FILE      list in any form the app reads; bad rows are left out and counted
  --action ACTION  add or remove
  --pace PACE      steady: two a second; fast: as the plan allows
  --resume         goes on with what is unfinished in this ledger, and needs none of the four above; with them, and in a
                   ledger without any batch (it ended before its batch was written down), begins one
  --results FILE   one JSON line per item, in list order, written whole when the run ends; an item that was never sent
                   because the run stopped early has the outcome \"waiting\"

The key is read from VELVET_ROPE_API_KEY. SIGINT or SIGTERM pause: what is on its way is waited for.

On stdout one JSON line with the whole batch's counts; `requests` are those of this process, reads included. When it
stopped early, `paused` says why: {\"cause\": …, \"words\": what the server said, or null}.
exit status: 0 every item is done and none failed or is unsure; 3 some failed, are unsure or were stopped;
             4 stopped early (refused, out of credits, a signal, the disk): --resume goes on;
             2 bad arguments or list, nothing was begun; 5 the ledger cannot be used, in use by another process perhaps";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The service.
    pub api: ApiUrl,
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// A new batch; nothing: only what is unfinished.
    pub begin: Option<Begin>,
    /// Go on with what is unfinished.
    pub resume: bool,
    /// Where each item's outcome is written.
    pub results: Option<PathBuf>,
}

/// A batch that is to be begun.
#[derive(Debug, PartialEq, Eq)]
pub struct Begin {
    /// Whose fans.
    pub account: AccountId,
    /// The list.
    pub fans: PathBuf,
    /// What is done.
    pub action: Action,
    /// How fast.
    pub pace: Pace,
}

const WITH_VALUE: [&str; 7] = ["--api", "--ledger", "--account", "--fans", "--action", "--pace", "--results"];
const OF_A_BATCH: [&str; 4] = ["--account", "--fans", "--action", "--pace"];

/// Reads the words behind the program's name.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut given, resume) = collect(words)?;
    let api = needed(&mut given, "--api")?;
    let api = ApiUrl::parse(&api).map_err(|problem| format!("--api {api:?}: {problem}"))?;
    let ledger = needed(&mut given, "--ledger")?.into();
    let results = given.remove("--results").map(PathBuf::from);
    let any = OF_A_BATCH.iter().any(|name| given.contains_key(*name));
    let begin = if resume && !any { None } else { Some(begin(&mut given)?) };
    Ok(Arguments { api, ledger, begin, resume, results })
}

/// Names and values, each at most once.
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
            return Err(format!("{name:?} is not known here"));
        }
        let value = value.or_else(|| words.next()).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| format!("{name} needs a value"))?;
        if given.insert(name.clone(), value).is_some() {
            return Err(format!("{name} is given twice"));
        }
    }
    Ok((given, resume))
}

fn begin(given: &mut BTreeMap<String, String>) -> Result<Begin, String> {
    let account = needed(given, "--account")?;
    let account = AccountId::new(account).ok_or("--account needs an account's id")?;
    let action = match needed(given, "--action")?.as_str() {
        "add" => Action::Add,
        "remove" => Action::Remove,
        other => return Err(format!("--action is add or remove, not {other:?}")),
    };
    let pace = match needed(given, "--pace")?.as_str() {
        "steady" => Pace::Steady,
        "fast" => Pace::Fast,
        other => return Err(format!("--pace is steady or fast, not {other:?}")),
    };
    Ok(Begin { account, fans: needed(given, "--fans")?.into(), action, pace })
}

fn needed(given: &mut BTreeMap<String, String>, name: &str) -> Result<String, String> {
    given.remove(name).ok_or_else(|| format!("{name} is missing"))
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
        assert_eq!((begin.account.as_str(), begin.action, begin.pace), ("fansly_a", Action::Add, Pace::Fast));
        assert_eq!((begin.fans, whole.results), ("list.csv".into(), Some("out.jsonl".into())));
        assert!(!whole.resume);
        for name in ["--api", "--ledger", "--account", "--fans", "--action", "--pace"] {
            let words: Vec<&str> = WHOLE.split_whitespace().collect();
            let at = words.iter().position(|word| *word == name).unwrap();
            let without = [&words[..at], &words[at + 2..]].concat().join(" ");
            assert_eq!(read(&without), Err(format!("{name} is missing")));
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
