//! Reads and checks a list with the core, and prints all that is in it. Starts nothing, and needs no key.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use velvet_core::app::IdCheck;
use velvet_core::clock::{Clock, SystemClock};
use velvet_core::ids::{AccountId, IdLimits};
use velvet_core::import::{Known, List, ListReport, ReadProgress};
use velvet_core::ledger::Ledger;
use velvet_core::view::{ErrorCode, Failure};

use crate::Trouble;

/// The status for a list that was refused.
const REFUSED: u8 = 3;

/// What to check.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    file: PathBuf,
    /// Whether to read the file's text as pasted.
    paste: bool,
    /// Whose log and VIP list to compare with.
    known: Option<(AccountId, PathBuf)>,
}

#[derive(Serialize)]
struct Line {
    file: String,
    #[serde(flatten)]
    report: Option<ListReport>,
    error: Option<ErrorCode>,
}

impl Arguments {
    /// Parses the arguments after `check`.
    ///
    /// # Errors
    /// Returns a sentence that says what is wrong.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut file, mut paste, mut account, mut ledger) = (None, false, None, None);
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            let place = match word.as_str() {
                "--paste" => {
                    paste = true;
                    continue;
                }
                "--account" => &mut account,
                "--ledger" => &mut ledger,
                _ if word.starts_with("--") => return Err(format!("Unknown argument: {word}")),
                _ => {
                    if file.replace(word).is_some() {
                        return Err("Name one file".to_owned());
                    }
                    continue;
                }
            };
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            if place.replace(value).is_some() {
                return Err(format!("{word} was given more than once"));
            }
        }
        let file = file.ok_or("Name the file to check")?.into();
        let known = match (account, ledger) {
            (None, None) => None,
            (Some(account), Some(ledger)) => {
                let account = AccountId::new(account).ok_or("--account must be an account ID")?;
                Some((account, ledger.into()))
            }
            _ => return Err("--account and --ledger belong together".to_owned()),
        };
        Ok(Self { file, paste, known })
    }
}

/// Checks the list and prints one JSON line.
pub fn check(asked: &Arguments) -> Result<ExitCode, Trouble> {
    let file = asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let line = match read(&asked.file, asked.paste)? {
        Ok(mut list) => {
            compare(&mut list, asked.known.as_ref())?;
            Line { file, report: Some(list.report()), error: None }
        }
        Err(failure) => Line { file, report: None, error: Some(failure.code) },
    };
    println!("{}", serde_json::to_string(&line).unwrap_or_default());
    Ok(if line.error.is_some() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

fn read(file: &Path, paste: bool) -> Result<Result<List, Failure>, Trouble> {
    let read = if paste {
        let bytes = std::fs::read(file)
            .map_err(|error| Trouble::Arguments(format!("Couldn't read {}: {error}", file.display())))?;
        List::paste(&String::from_utf8_lossy(&bytes))
    } else {
        List::read(file, ReadProgress { stop: &|| false, progress: &mut |_| {} })
    };
    Ok(read.map_err(Failure::from))
}

fn compare(list: &mut List, known: Option<&(AccountId, PathBuf)>) -> Result<(), Trouble> {
    let now = SystemClock::default().now();
    let Some((account, folder)) = known else {
        let now = u64::try_from(now).unwrap_or(0);
        list.check(&Known {
            doubt: &|fan| IdLimits::MEASURED.doubt(fan, now).map(Into::into),
            ..Known::NOTHING
        });
        return Ok(());
    };
    let ledger = Ledger::open(&folder.join("ledger.sqlite3"), 1, now)?.ledger;
    let (added, vips): (HashSet<_>, HashSet<_>) = (ledger.added_before(account)?, ledger.vips_now(account)?);
    let ids = IdCheck::load(&ledger, now)?;
    list.check(&Known {
        added_before: &|fan| added.contains(fan),
        vip: &|fan| vips.contains(fan),
        doubt: &|fan| ids.doubt(fan).map(Into::into),
        accounts: &[account.to_string()],
        ..Known::NOTHING
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_file_is_enough() {
        let asked = parse("fans.csv").unwrap();
        assert_eq!(asked, Arguments { file: "fans.csv".into(), paste: false, known: None });
        let asked = parse("--paste fans.txt --account fansly_a --ledger l").unwrap();
        assert!(asked.paste && asked.known.is_some());
    }

    #[test]
    fn anything_else_is_refused_with_a_sentence() {
        for line in ["", "a b", "a --ledger l", "a --account", "a --account x", "a --key k"] {
            assert!(!parse(line).unwrap_err().is_empty(), "{line}");
        }
    }
}
