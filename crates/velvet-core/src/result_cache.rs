//! A cache of the last few results that the window asks for by number. A cached result never changes, so a page that
//! lags behind gets either its own result or none.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Number of results kept, the most recently used first: the one on screen, the one about to replace it, and one for a
/// page that lags behind.
const KEPT: usize = 3;

/// Source of the numbers, which are unique across all caches.
static NEXT: AtomicU64 = AtomicU64::new(1);

pub(crate) struct ResultCache<T>(Mutex<VecDeque<(u64, Arc<T>)>>);

impl<T> ResultCache<T> {
    /// Adds a result and returns its number.
    pub(crate) fn put(&self, value: T) -> u64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut all = self.all();
        all.truncate(KEPT - 1);
        all.push_front((number, Arc::new(value)));
        number
    }

    /// Returns the result with this number if it is still cached. It becomes the most recently used one, so new results
    /// do not evict it while it is in use.
    pub(crate) fn get(&self, number: u64) -> Option<Arc<T>> {
        let mut all = self.all();
        let at = all.iter().position(|(one, _)| *one == number)?;
        let one = all.remove(at)?;
        let value = one.1.clone();
        all.push_front(one);
        Some(value)
    }

    pub(crate) fn clear(&self) {
        self.all().clear();
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<T>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for ResultCache<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[cfg(test)]
mod tests {
    use super::ResultCache;

    #[test]
    fn what_is_read_stays_and_what_nobody_asks_for_goes() {
        let recent = ResultCache::default();
        let read = recent.put('a');
        let others = ['b', 'c', 'd'].map(|one| {
            let number = recent.put(one);
            assert_eq!(recent.get(read).as_deref(), Some(&'a'));
            number
        });
        assert_eq!(others.map(|number| recent.get(number).is_some()), [false, true, true]);
        assert!(recent.get(read + 1_000_000).is_none());
        recent.clear();
        assert!(recent.get(read).is_none());
    }
}
