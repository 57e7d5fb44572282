//! Runs the core without a window: reads a list and writes outcomes. Used by tests, proofs, and benchmarks, and not
//! shipped.
//!
//! It works like the app: `import` reads the list, `ledger` writes it completely or not at all, and `batch` runs it.

mod arguments;
mod check;
mod knobs;
mod list;
mod progress;
mod run;
mod signals;
mod totals;

use std::process::ExitCode;
use std::time::Instant;

use velvet_core::api::{ApiKey, KeyError};
use velvet_core::ledger::LedgerError;
use velvet_core::view::{ErrorCode, Failure};

use arguments::{Arguments, USAGE};

/// The reasons to exit before there is anything to count.
enum Trouble {
    /// Invalid arguments, no key, or no list. Nothing was started.
    Arguments(String),
    /// The ledger cannot be used.
    Ledger(Failure),
    /// A signal arrived before anything was started.
    Stopped,
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error.into())
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Ledger(failure)
    }
}

fn main() -> ExitCode {
    let began = Instant::now();
    match run(std::env::args().skip(1), began) {
        Ok(status) => status,
        Err(Trouble::Arguments(sentence)) => {
            eprintln!("headless: {sentence}");
            ExitCode::from(2)
        }
        Err(Trouble::Ledger(failure)) => {
            eprintln!("headless: {}", sentence(&failure));
            ExitCode::from(5)
        }
        Err(Trouble::Stopped) => {
            eprintln!("headless: Stopped before the batch started. Nothing was changed.");
            ExitCode::from(4)
        }
    }
}

fn run(words: impl Iterator<Item = String>, began: Instant) -> Result<ExitCode, Trouble> {
    let usage = |sentence: String| Trouble::Arguments(format!("{sentence}\n\n{USAGE}"));
    let mut words = words.peekable();
    if words.next_if(|word| word == "check").is_some() {
        return check::check(&check::Arguments::parse(words).map_err(usage)?);
    }
    let asked = arguments::parse(words).map_err(usage)?;
    let key = key().map_err(Trouble::Arguments)?;
    whole(&asked, &key, began)
}

fn whole(asked: &Arguments, key: &ApiKey, began: Instant) -> Result<ExitCode, Trouble> {
    knobs::die_when_told().map_err(Trouble::Arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Trouble::Arguments(format!("Couldn't start: {error}")))?;
    let (summary, status) = runtime.block_on(run::run(asked, key, began))?;
    println!("{}", serde_json::to_string(&summary).unwrap_or_default());
    Ok(status)
}

/// Reads the key. Never prints it, not even an invalid one.
fn key() -> Result<ApiKey, String> {
    let text = std::env::var("VELVET_ROPE_API_KEY").unwrap_or_default();
    ApiKey::parse(&text).map_err(|error| match error {
        KeyError::Empty => "VELVET_ROPE_API_KEY isn't set. Set it to your API key.".to_owned(),
        _ => "VELVET_ROPE_API_KEY isn't an apifansly.com API key.".to_owned(),
    })
}

/// Returns a sentence for a failure of the ledger. The message catalog belongs to the app.
fn sentence(failure: &Failure) -> String {
    let path = failure.params.get("path").map(String::as_str).unwrap_or_default();
    let why = match failure.code {
        ErrorCode::LedgerInUse => "Another process is using it. Stop that process, then try again.",
        ErrorCode::LedgerReadOnly => "It can't be written to. Check its permissions.",
        ErrorCode::LedgerFull => "The disk is full. Free up space, then continue with --resume.",
        ErrorCode::LedgerUnreadable => "It can't be read. Check its permissions.",
        ErrorCode::LedgerNewer => "A newer version wrote it. Use that version.",
        _ => return format!("Couldn't use the ledger: {:?} {:?}", failure.code, failure.params),
    };
    format!("Couldn't use the ledger {path}. {why}")
}
