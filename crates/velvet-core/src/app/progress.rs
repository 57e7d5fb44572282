use std::time::{Duration, Instant};

/// The minimum interval between two progress events: the user cannot read faster.
pub(super) const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Passes on the first value, and then one per [`PROGRESS_INTERVAL`] at most.
pub(super) fn throttled<T>(mut emit: impl FnMut(T)) -> impl FnMut(T) {
    let mut last = None::<Instant>;
    move |value| {
        if last.is_none_or(|last| last.elapsed() >= PROGRESS_INTERVAL) {
            last = Some(Instant::now());
            emit(value);
        }
    }
}
