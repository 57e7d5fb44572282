use std::ops::ControlFlow;

use super::row::Row;
use crate::ListProblem;
use crate::shown::ListProgress;

/// Rows between two checks whether to stop.
const EVERY_ROWS: u64 = 2_000;

/// Bytes between two checks whether to stop.
const EVERY_BYTES: u64 = 64 * 1024;

/// Callbacks of a read: whether to stop, and how far it is. Both are called every 64 KiB or 2,000 rows.
pub struct ReadProgress<'a> {
    /// Returns whether to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Receives the progress.
    pub progress: &'a mut (dyn FnMut(ListProgress) + Send),
}

/// A callback that receives each row, and breaks when it needs no more.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(&Row) -> Result<ControlFlow<()>, ListProblem>;

/// The progress of a read.
pub(crate) struct ProgressMeter<'a, 'r> {
    reading: &'a mut ReadProgress<'r>,
    total: u64,
    told: (u64, u64),
}

impl<'a, 'r> ProgressMeter<'a, 'r> {
    /// Starts at 0 of `total` bytes.
    pub fn new(reading: &'a mut ReadProgress<'r>, total: u64) -> Self {
        Self { reading, total, told: (0, 0) }
    }

    /// Records how many bytes and rows were read so far. Fails with `ListOutdated` if the read is to stop.
    pub fn at(&mut self, done: u64, rows: u64) -> Result<(), ListProblem> {
        // `done` is 0 until rows are read, for example while the encoding is detected. Even then, the read can be
        // stopped.
        if done != 0 && done < self.told.0 + EVERY_BYTES && rows < self.told.1 + EVERY_ROWS {
            return Ok(());
        }
        self.told = (done, rows);
        if (self.reading.stop)() {
            return Err(ListProblem::Stopped);
        }
        (self.reading.progress)(ListProgress { done: done.min(self.total), total: self.total, rows });
        Ok(())
    }
}

/// Runs a read that reports no progress and cannot be stopped.
pub(super) fn without_progress<T>(run: impl FnOnce(&mut ReadProgress<'_>) -> T) -> T {
    run(&mut ReadProgress { stop: &|| false, progress: &mut |_: ListProgress| () })
}
