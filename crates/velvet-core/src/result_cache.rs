//! The last few of something that the window asks for by number: what is being read stays as it was, and what a page asks
//! for that is a moment behind is found as it was or not at all.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// How many are kept, those that were asked for last: the one that is read, the one that takes its place, and one for
/// somebody who is a moment behind.
const KEPT: usize = 3;

/// No two have the same number, whatever they are.
static NEXT: AtomicU64 = AtomicU64::new(1);

pub(crate) struct ResultCache<T>(Mutex<VecDeque<(u64, Arc<T>)>>);

impl<T> ResultCache<T> {
    /// Keeps one more, and gives its number.
    pub(crate) fn put(&self, value: T) -> u64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut all = self.all();
        all.truncate(KEPT - 1);
        all.push_front((number, Arc::new(value)));
        number
    }

    /// The one of this number, if it is kept still. It stays, however often somebody looks whether there is more.
    pub(crate) fn get(&self, number: u64) -> Option<Arc<T>> {
        let mut all = self.all();
        let at = all.iter().position(|(one, _)| *one == number)?;
        let one = all.remove(at)?;
        let value = one.1.clone();
        all.push_front(one);
        Some(value)
    }

    /// Forgets all of them.
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
