use super::Log;
use crate::view::{BatchCourse, CourseStep, CourseWait, Failure, Outcome};
use velvet_ledger::BatchRecord;

/// Number of intervals into which the time of a batch is divided.
const STEPS: usize = 60;
/// Items per read.
const CHUNK: usize = 4_000;

impl Log {
    /// Returns how a batch went, up to `now` if it has not ended.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub fn course(&self, batch: &BatchRecord, now: i64) -> Result<BatchCourse, Failure> {
        let began = batch.began;
        let until = batch.ended.unwrap_or(now).max(began);
        let mut steps = vec![CourseStep::default(); STEPS];
        let mut count = |outcome, ended: i64| {
            let step = &mut steps[step(ended - began, until - began)];
            *match outcome {
                Outcome::Added | Outcome::Removed => &mut step.done,
                Outcome::Already => &mut step.already,
                Outcome::Unconfirmed => &mut step.unconfirmed,
                Outcome::Failed => &mut step.failed,
                Outcome::Stopped => &mut step.stopped,
            } += 1;
        };
        let mut place = 0;
        while let Some(last) = self.ledger.endings_after(batch.id, place, CHUNK, &mut count)? {
            place = last;
        }
        let waits = self.ledger.waits(batch.id)?;
        let within = |wait: CourseWait| CourseWait {
            from: wait.from.clamp(began, until),
            until: wait.until.clamp(began, until),
            why: wait.why,
        };
        Ok(BatchCourse { began, until, steps, waits: waits.into_iter().map(within).collect() })
    }
}

/// Returns the interval in which an item ended, `after` milliseconds into `all`. Items reconciled after the end of the
/// batch count in the last one.
fn step(after: i64, all: i64) -> usize {
    let steps = i64::try_from(STEPS).unwrap_or(i64::MAX);
    let step = after.max(0).saturating_mul(steps) / all.max(1);
    usize::try_from(step).unwrap_or(0).min(STEPS - 1)
}
