//! The headless runner is killed at any moment and started again until it is done; then its ledger is compared with what
//! the service really did.

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

/// Many trials.
#[derive(Debug, Clone)]
pub struct Trials {
    /// The program that is killed.
    pub headless: PathBuf,
    /// Where the folders of the trials are, and stay when something is wrong.
    pub folder: PathBuf,
    /// The number of the first trial: one trial alone can be made again.
    pub first: u64,
    /// How many.
    pub count: u64,
    /// Which.
    pub seed: u64,
    /// How many at the same time.
    pub at_once: usize,
}

/// What came of many trials.
#[derive(Debug, Default)]
pub struct Sum {
    /// How many there were.
    pub trials: u64,
    /// What was not as it must be, each with its trial.
    pub differences: Vec<String>,
    /// Items by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// Kills by how: at a moment of the batch, or at any time.
    pub kills: BTreeMap<String, u64>,
    /// Starts after the first.
    pub resumes: u64,
    /// Second starts while the first was running, all of which were refused.
    pub refused: u64,
    /// Requests the service received.
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

/// Makes them all. `told` hears of each trial's number and whether it was right, as it ends.
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
                // Nobody listens only when everything ends.
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
    // A trial that panicked is a trial that was not right.
    while let Some(ended) = hands.join_next().await {
        if let Err(error) = ended {
            sum.differences.push(format!("A trial crashed: {error}"));
        }
    }
    sum
}

/// One trial. Its folder stays when something is wrong.
async fn one(headless: &Path, folder: &Path, seed: u64, number: u64) -> Story {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).expect("the folder for trials can be written");
    let story = trial::run(headless, folder, seed, number).await;
    if story.differences.is_empty() {
        let _ = std::fs::remove_dir_all(folder);
    }
    story
}
