//! Runs the batches that the arguments ask for.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use tokio::sync::watch;
use velvet_core::api::Api;
use velvet_core::api::ApiKey;
use velvet_core::clock::Clock;
use velvet_core::engine::{Backoff, Control, InFlightRegistry, Progress, Run, RunEnd};
use velvet_core::ledger::Ledger;
use velvet_core::view::{Failure, Mode, PauseReason};
use velvet_core::worker::Worker;

use crate::arguments::Arguments;
use crate::totals::{self, Paused, Summary, Totals};
use crate::{Trouble, knobs, list, progress, signals};

const FILE: &str = "ledger.sqlite3";
const FIRST: i64 = 1;

/// Does what the arguments ask for. Returns the summary and the exit status.
pub async fn run(asked: &Arguments, key: &ApiKey, began: Instant) -> Result<(Summary, ExitCode), Trouble> {
    let (control, heard) = watch::channel(Control::Go);
    let stop = signals::heed(control);
    let clock = knobs::clock();
    let api = Api::new(asked.api.clone(), key, knobs::limits(), clock.clone())
        .map_err(|no_client| Trouble::Arguments(no_client.into()))?;
    let (ledger, batches, unfinished) = open(asked, &*clock, &stop)?;
    let stage = Stage { api: api.clone(), ledger: ledger.clone(), clock, heard };
    let mut paused = None;
    for batch in unfinished {
        paused = stage.play(batch).await?.map(Paused::from);
        if paused.is_some() {
            break;
        }
    }
    let totals = Totals::count(&ledger, &batches)?;
    let status = totals.status(paused.is_some());
    if let Some(path) = &asked.results {
        totals::write(&ledger, &batches, path).map_err(|error| {
            Trouble::Arguments(format!(
                "Couldn't write {}: {error}. Run again with --resume to write it.",
                path.display()
            ))
        })?;
    }
    Ok((totals.with(paused, api.requests(), began.elapsed()), status))
}

/// The ledger, the batches to count at the end, and those of them to run.
type Opened = (Arc<Ledger>, Vec<i64>, Vec<i64>);

fn open(asked: &Arguments, clock: &dyn Clock, stop: &AtomicBool) -> Result<Opened, Trouble> {
    let opened = Ledger::open(&asked.ledger.join(FILE), FIRST, clock.now())?;
    if let Some(aside) = &opened.set_aside {
        eprintln!(
            "headless: The ledger was damaged. It was kept as {}, and a new one was started.",
            aside.display()
        );
    }
    let ledger = Arc::new(opened.ledger);
    let unfinished: Vec<i64> = ledger.open_batches()?.iter().map(|batch| batch.id).collect();
    let newest = ledger.batches(0, 1)?.1.first().map(|batch| batch.id);
    let begin = match &asked.begin {
        // Resuming without any batch means beginning one.
        Some(begin) if !asked.resume || newest.is_none() => begin,
        _ if !unfinished.is_empty() => return Ok((ledger, unfinished.clone(), unfinished)),
        _ => {
            let newest = newest.ok_or_else(|| {
                Trouble::Arguments(
                    "There's nothing to resume: this ledger has no batch. Start one without --resume."
                        .to_owned(),
                )
            })?;
            eprintln!("headless: There's nothing to resume. These are the counts of the last batch.");
            return Ok((ledger, vec![newest], Vec::new()));
        }
    };
    if !unfinished.is_empty() {
        eprintln!(
            "headless: Unfinished batches left as they are: {}. Continue them with --resume.",
            unfinished.len()
        );
    }
    let batch = list::write_down(begin, &ledger, stop, clock.now())?;
    Ok((ledger, vec![batch], vec![batch]))
}

/// What every batch needs to run.
struct Stage {
    api: Api,
    ledger: Arc<Ledger>,
    clock: Arc<dyn Clock>,
    heard: watch::Receiver<Control>,
}

impl Stage {
    /// Runs a batch. Returns the reason if it paused.
    async fn play(&self, batch: i64) -> Result<Option<PauseReason>, Failure> {
        let (shown, seen) = watch::channel(Progress::default());
        let printer = tokio::spawn(progress::print(seen));
        let run = Run {
            batch,
            api: self.api.clone(),
            ledger: self.ledger.clone(),
            writer: Worker::start("ledger-writer"),
            clock: self.clock.clone(),
            mode: Mode::Live,
            in_flight: InFlightRegistry::default(),
            reserved: None,
            backoff: Backoff::default(),
            control: self.heard.clone(),
            progress: shown,
        };
        let end = run.run().await;
        printer.abort();
        match end? {
            RunEnd::Ended => Ok(None),
            RunEnd::Paused(why) => {
                eprintln!("headless: Stopped early ({why:?}). Continue with --resume.");
                Ok(Some(why))
            }
        }
    }
}
