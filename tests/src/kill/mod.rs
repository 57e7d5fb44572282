//! Kills the headless runner at random times and restarts it until it is done. Then compares its ledger with what the
//! server did.

mod attempt;
mod plan;
mod trial;
mod verdict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::JoinSet;

pub use verdict::Story;

/// The settings of many trials.
#[derive(Debug, Clone)]
pub struct Trials {
    /// The program to kill.
    pub headless: PathBuf,
    /// The folder for the trials' folders. A failed trial's folder is kept.
    pub folder: PathBuf,
    /// The number of the first trial, so that a single trial can be repeated.
    pub first: u64,
    /// The number of trials.
    pub count: u64,
    /// The random seed.
    pub seed: u64,
    /// The number of trials at the same time.
    pub at_once: usize,
}

/// The totals of many trials.
#[derive(Debug, Default)]
pub struct Sum {
    /// The number of trials.
    pub trials: u64,
    /// All differences, each with its trial's number.
    pub differences: Vec<String>,
    /// Items by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// Kills by kind: at a fail point, or at any time.
    pub kills: BTreeMap<String, u64>,
    /// Restarts.
    pub resumes: u64,
    /// Second runners that were started while the first was running, all of which were refused.
    pub refused: u64,
    /// Requests that the server received.
    pub requests: u64,
    /// Requests that met a fault.
    pub faults: u64,
}

impl Sum {
    fn add(&mut self, number: u64, story: Story) {
        self.trials += 1;
        for (outcome, count) in story.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        for kill in story.kills {
            *self.kills.entry(kill).or_default() += 1;
        }
        self.resumes += story.resumes;
        self.refused += story.refused;
        self.requests += story.requests;
        self.faults += story.faults;
        self.differences.extend(story.differences.into_iter().map(|what| format!("Trial {number}: {what}")));
    }
}

/// Runs all trials. Calls `told` with each trial's number and whether it passed.
pub async fn many(trials: Trials, told: impl Fn(u64, bool)) -> Sum {
    let next = Arc::new(AtomicU64::new(trials.first));
    let end = trials.first + trials.count;
    let trials = Arc::new(trials);
    let mut hands = JoinSet::new();
    let (said, mut heard) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..trials.at_once.max(1) {
        let (trials, next, said) = (trials.clone(), next.clone(), said.clone());
        hands.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return;
                }
                let folder = trials.folder.join(format!("trial-{number}"));
                let story = one(&trials.headless, &folder, trials.seed, number).await;
                // Sending fails only when the program ends.
                let _ = said.send((number, story));
            }
        });
    }
    drop(said);
    let mut sum = Sum::default();
    while let Some((number, story)) = heard.recv().await {
        told(number, story.differences.is_empty());
        sum.add(number, story);
    }
    // A trial that panicked counts as a difference.
    while let Some(ended) = hands.join_next().await {
        if let Err(error) = ended {
            sum.differences.push(format!("A trial crashed: {error}"));
        }
    }
    sum
}

/// Runs one trial. Keeps its folder if something is wrong.
async fn one(headless: &Path, folder: &Path, seed: u64, number: u64) -> Story {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).expect("the folder for trials can be written");
    let story = trial::run(headless, folder, seed, number).await;
    if story.differences.is_empty() {
        let _ = std::fs::remove_dir_all(folder);
    }
    story
}
