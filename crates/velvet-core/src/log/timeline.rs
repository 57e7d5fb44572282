use super::Log;
use crate::view::{BatchCourse, CourseStep, CourseWait, Failure, Outcome};
use velvet_ledger::BatchRecord;

/// Into how many stretches the time of a batch is cut.
const STEPS: usize = 60;
/// Items that are read at a time.
const CHUNK: usize = 4_000;

impl Log {
    /// How a batch went, up to `now` if it has not ended.
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

/// The stretch in which something ended `after` so long of so long in all. What was settled later counts as the last.
fn step(after: i64, all: i64) -> usize {
    let steps = i64::try_from(STEPS).unwrap_or(i64::MAX);
    let step = after.max(0).saturating_mul(steps) / all.max(1);
    usize::try_from(step).unwrap_or(0).min(STEPS - 1)
}
