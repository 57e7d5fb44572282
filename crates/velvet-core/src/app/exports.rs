use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// The stop flag of the latest export.
#[derive(Default)]
pub(super) struct Exports(Mutex<Arc<AtomicBool>>);

impl Exports {
    /// Begins an export and stops the one before.
    pub(super) fn begin(&self) -> Arc<AtomicBool> {
        let stop = Arc::<AtomicBool>::default();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *last, stop.clone()).store(true, Ordering::Relaxed);
        stop
    }

    pub(super) fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).store(true, Ordering::Relaxed);
    }
}
