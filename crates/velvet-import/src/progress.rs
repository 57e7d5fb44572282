use std::ops::ControlFlow;

use super::row::Row;
use crate::shown::ListProgress;
use velvet_model::ErrorCode;

/// Rows between two questions whether to stop.
const EVERY_ROWS: u64 = 2_000;

/// Bytes between two questions whether to stop.
const EVERY_BYTES: u64 = 64 * 1024;

/// What goes on beside a reading: whether it is still wanted, and how far it has come. Asked and told every 64 kB or
/// 2,000 rows.
pub struct ReadProgress<'a> {
    /// Whether to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Is told how far it has come.
    pub progress: &'a mut (dyn FnMut(ListProgress) + Send),
}

/// Is given each row; says when it has seen enough.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(&Row) -> Result<ControlFlow<()>, ErrorCode>;

/// Keeps count of a reading.
pub(crate) struct ProgressMeter<'a, 'r> {
    reading: &'a mut ReadProgress<'r>,
    total: u64,
    told: (u64, u64),
}

impl<'a, 'r> ProgressMeter<'a, 'r> {
    /// Begins to count towards `total` bytes.
    pub fn new(reading: &'a mut ReadProgress<'r>, total: u64) -> Self {
        Self { reading, total, told: (0, 0) }
    }

    /// So many bytes were read, and rows found.
    pub fn at(&mut self, done: u64, rows: u64) -> Result<(), ErrorCode> {
        // Before the first byte counts, a text is surveyed: nothing to tell, but it can be stopped.
        if done != 0 && done < self.told.0 + EVERY_BYTES && rows < self.told.1 + EVERY_ROWS {
            return Ok(());
        }
        self.told = (done, rows);
        if (self.reading.stop)() {
            return Err(ErrorCode::ListOutdated);
        }
        (self.reading.progress)(ListProgress { done: done.min(self.total), total: self.total, rows });
        Ok(())
    }
}

/// Runs a reading that nobody watches.
pub(super) fn without_progress<T>(run: impl FnOnce(&mut ReadProgress<'_>) -> T) -> T {
    run(&mut ReadProgress { stop: &|| false, progress: &mut |_: ListProgress| () })
}
