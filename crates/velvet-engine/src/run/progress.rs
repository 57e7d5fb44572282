use std::error::Error;

use super::BatchRunner;
use crate::EngineError;
use crate::step::{BatchWait, Step};
use velvet_ledger::CourseWait;
use velvet_model::{Counts, WaitReason};

/// Shortest wait that is stored, in milliseconds.
const REMEMBERED: i64 = 1_000;

/// The progress of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The current step.
    pub step: Step,
    /// Number of items in each state, as on disk.
    pub counts: Counts,
    /// Number of requests in this run.
    pub requests: u64,
    /// The current wait.
    pub wait: Option<BatchWait>,
    /// Items per minute.
    pub per_minute: Option<f64>,
    /// Approximate remaining time, in seconds.
    pub seconds_left: Option<u64>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            step: Step::Sending,
            counts: Counts::default(),
            requests: 0,
            wait: None,
            per_minute: None,
            seconds_left: None,
        }
    }
}

impl BatchRunner {
    /// Publishes the counts on disk.
    pub(super) async fn show_counts(&mut self) -> Result<(), EngineError> {
        let batch = self.run.batch;
        let counts = self.run.on_ledger(move |ledger| ledger.counts(batch)).await?;
        self.show(counts);
        Ok(())
    }

    pub(super) fn show(&mut self, counts: Counts) {
        let ended = counts.total - counts.waiting - counts.sending;
        let planned = self.run.api.forecast(self.pacing(), counts.waiting + counts.sending);
        self.forecast.learn(self.run.clock.elapsed(), ended, counts.total - ended, planned);
        let (per_minute, seconds_left) = (self.forecast.per_minute(), self.forecast.seconds_left());
        self.run.progress.send_modify(|progress| {
            progress.counts = counts;
            progress.per_minute = per_minute;
            progress.seconds_left = seconds_left;
        });
    }

    pub(super) fn show_step(&self, step: Step) {
        self.run.progress.send_if_modified(|progress| {
            let news = progress.step != step;
            progress.step = step;
            news
        });
    }

    pub(super) async fn show_wait(&mut self, wait: Option<(std::time::Duration, WaitReason)>) {
        let now = self.run.clock.now();
        self.remember_wait(wait.map(|(_, why)| why), now).await;
        let wait = wait.map(|(wait, why)| BatchWait {
            until: now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)),
            why,
        });
        self.run.progress.send_if_modified(|progress| {
            // The same wait, asked for a moment later, ends at the same time.
            let same = match (progress.wait, wait) {
                (Some(old), Some(new)) => old.why == new.why && (old.until - new.until).abs() < 1_000,
                (old, new) => old == new,
            };
            if !same {
                progress.wait = wait;
            }
            !same
        });
    }

    /// Stores a wait that is over, if it was long enough to be seen. Without it, only the picture of the batch is less
    /// complete.
    async fn remember_wait(&mut self, why: Option<WaitReason>, now: i64) {
        if self.record.single || self.waits.map(|(_, why)| why) == why {
            return;
        }
        let over = std::mem::replace(&mut self.waits, why.map(|why| (now, why)));
        let Some((from, why)) = over.filter(|(from, _)| now - from >= REMEMBERED) else { return };
        let wait = CourseWait { from, until: now, why };
        let batch = self.run.batch;
        if let Err(error) = self.run.on_ledger(move |ledger| ledger.waited(batch, &wait)).await {
            tracing::warn!(error = &error as &dyn Error, "a wait could not be written down");
        }
    }

    pub(super) fn count_request(&self, requests: u64) {
        self.run.progress.send_if_modified(|progress| {
            progress.requests += requests;
            false
        });
    }
}
