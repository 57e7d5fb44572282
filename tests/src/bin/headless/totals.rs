//! The results of a run: the line on standard output, the results file, and the exit status.

use std::collections::BTreeMap;
use std::io::{self, BufWriter};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;
use velvet_core::ledger::{Ledger, ResultRow, TextEnum};
use velvet_core::view::{Cause, Failure, Outcome, PauseReason};

/// The number of items by state, from the ledger.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    items: u64,
    added: u64,
    already: u64,
    removed: u64,
    unsure: u64,
    stopped: u64,
    failed: BTreeMap<String, u64>,
    #[serde(skip)]
    waiting: u64,
}

/// The line on standard output.
#[derive(Serialize)]
pub struct Summary {
    /// The counts of the whole batch.
    #[serde(flatten)]
    pub totals: Totals,
    /// Why the run stopped early, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<Paused>,
    /// The number of requests that this process sent.
    pub requests: u64,
    /// How long this process took, in seconds.
    pub seconds: f64,
}

/// Why a batch waits for the user.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Paused {
    /// The cause's usual name, or the kind of the pause.
    cause: String,
    /// The server's message.
    words: Option<String>,
}

impl From<PauseReason> for Paused {
    fn from(why: PauseReason) -> Self {
        let (cause, words) = match why {
            PauseReason::Service { cause, words } | PauseReason::Refused { cause, words, .. } => {
                (word(Some(cause)), words)
            }
            PauseReason::Unproven { .. } => ("unproven".to_owned(), None),
            PauseReason::Ledger { .. } => ("ledger".to_owned(), None),
            PauseReason::NoKey => ("no_key".to_owned(), None),
            PauseReason::User => ("user".to_owned(), None),
            PauseReason::Interrupted => ("interrupted".to_owned(), None),
        };
        Self { cause, words }
    }
}

/// A line of the results file.
#[derive(Serialize)]
struct Line<'a> {
    row: Option<i64>,
    fan: &'a str,
    /// The ledger's word, or `waiting`. Programs that read the file rely on it.
    outcome: &'static str,
    cause: Option<Cause>,
}

impl Totals {
    /// Counts every item of these batches.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn count(ledger: &Ledger, batches: &[i64]) -> Result<Self, Failure> {
        let mut totals = Self::default();
        for batch in batches {
            ledger.results(*batch, |row| totals.take(&row))?;
        }
        Ok(totals)
    }

    /// Adds the reason for a pause, the requests, and the time.
    pub fn with(self, paused: Option<Paused>, requests: u64, took: Duration) -> Summary {
        let seconds = (took.as_secs_f64() * 1000.0).round() / 1000.0;
        Summary { totals: self, paused, requests, seconds }
    }

    /// Returns the exit status of the process.
    pub fn status(&self, paused: bool) -> ExitCode {
        ExitCode::from(self.code(paused))
    }

    fn code(&self, paused: bool) -> u8 {
        if paused || self.waiting > 0 {
            4
        } else if self.unsure > 0 || self.stopped > 0 || !self.failed.is_empty() {
            3
        } else {
            0
        }
    }

    fn take(&mut self, row: &ResultRow) {
        self.items += 1;
        match row.outcome {
            Some(Outcome::Added) => self.added += 1,
            Some(Outcome::Already) => self.already += 1,
            Some(Outcome::Removed) => self.removed += 1,
            Some(Outcome::Unconfirmed) => self.unsure += 1,
            Some(Outcome::Stopped) => self.stopped += 1,
            Some(Outcome::Failed) => *self.failed.entry(word(row.cause)).or_default() += 1,
            None => self.waiting += 1,
        }
    }
}

/// Returns the usual name of a cause.
fn word(cause: Option<Cause>) -> String {
    let word = serde_json::to_value(cause).ok().and_then(|word| Some(word.as_str()?.to_owned()));
    word.unwrap_or_else(|| "unknown".to_owned())
}

/// Writes one line per item, atomically.
pub fn write(ledger: &Ledger, batches: &[i64], path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    for batch in batches {
        let mut written = Ok(());
        let each = |row: ResultRow| {
            if written.is_ok() {
                written = line(&mut file, &row);
            }
        };
        ledger.results(*batch, each).map_err(io::Error::other)?;
        written?;
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn line(file: &mut impl io::Write, row: &ResultRow) -> io::Result<()> {
    let outcome = row.outcome.map_or("waiting", TextEnum::text);
    let line = Line { row: row.row, fan: &row.fan, outcome, cause: row.cause };
    writeln!(file, "{}", serde_json::to_string(&line)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rows: &[(Option<Outcome>, Option<Cause>)]) -> Totals {
        let mut totals = Totals::default();
        for (outcome, cause) in rows {
            totals.take(&ResultRow { row: Some(2), fan: "123456".into(), outcome: *outcome, cause: *cause });
        }
        totals
    }

    #[test]
    fn the_line_says_what_was_asked_for() {
        let totals = counted(&[
            (Some(Outcome::Added), None),
            (Some(Outcome::Already), None),
            (Some(Outcome::Failed), Some(Cause::NoSuchFan)),
        ]);
        let line = serde_json::to_string(&totals.with(None, 4, Duration::from_micros(1_234_567))).unwrap();
        assert_eq!(
            line,
            r#"{"items":3,"added":1,"already":1,"removed":0,"unsure":0,"stopped":0,"failed":{"no_such_fan":1},"requests":4,"seconds":1.235}"#
        );
    }

    #[test]
    fn the_status_says_how_it_ended() {
        use Outcome as O;
        let code = |outcomes: &[Option<Outcome>]| {
            let rows: Vec<_> = outcomes.iter().map(|outcome| (*outcome, None)).collect();
            counted(&rows).code(false)
        };
        assert_eq!(code(&[]), 0);
        assert_eq!(code(&[Some(O::Added), Some(O::Already), Some(O::Removed)]), 0);
        for outcome in [O::Failed, O::Unconfirmed, O::Stopped] {
            assert_eq!(code(&[Some(O::Added), Some(outcome)]), 3, "{outcome:?}");
        }
        assert_eq!(code(&[Some(O::Failed), None]), 4, "what waits can go on");
        assert_eq!(counted(&[(Some(O::Unconfirmed), None)]).code(true), 4, "what is paused can go on");
    }

    #[test]
    fn a_pause_is_told_with_the_words_of_the_server() {
        let words = Some("Your plan does not include this endpoint".to_owned());
        let paused = Paused::from(PauseReason::Refused { cause: Cause::Forbidden, words, times: 5 });
        let line = serde_json::to_string(&counted(&[]).with(Some(paused), 5, Duration::ZERO)).unwrap();
        let told = r#""paused":{"cause":"forbidden","words":"Your plan does not include this endpoint"}"#;
        assert!(line.contains(told), "{line}");
    }

    #[test]
    fn a_result_is_one_line_of_json() {
        let mut out = Vec::new();
        let row = ResultRow { row: Some(7), fan: "843584256474116096".into(), outcome: None, cause: None };
        line(&mut out, &row).unwrap();
        line(
            &mut out,
            &ResultRow { outcome: Some(Outcome::Unconfirmed), cause: Some(Cause::NoReply), ..row },
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"row\":7,\"fan\":\"843584256474116096\",\"outcome\":\"waiting\",\"cause\":null}\n\
             {\"row\":7,\"fan\":\"843584256474116096\",\"outcome\":\"unsure\",\"cause\":\"no_reply\"}\n"
        );
    }
}
