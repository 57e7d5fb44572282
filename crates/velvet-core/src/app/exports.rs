use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// Ends the export that was begun last.
#[derive(Default)]
pub(super) struct Exports(Mutex<Arc<AtomicBool>>);

impl Exports {
    /// One export at a time: a new one ends the one before.
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
