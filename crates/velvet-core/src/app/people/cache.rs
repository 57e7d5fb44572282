use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::partial_read::PartialRead;
use crate::{
    result_cache::ResultCache,
    view::{
        ErrorCode, Failure, PeopleKnown, PeopleProgress, PeopleSource, Person, Selection, SubscribersOf,
        Subscription,
    },
};
use velvet_model::Fan;
use velvet_model::ids::AccountId;

/// A list that the service reads out, the VIP list apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    Supporters { days: Option<u32> },
    Subscribers(SubscribersOf),
    Followers,
}

impl List {
    /// The list behind what is looked at; nothing: the VIP list alone.
    pub(super) fn of(source: &PeopleSource) -> Option<Self> {
        match source {
            PeopleSource::Vips => None,
            PeopleSource::Supporters { days, .. } => Some(Self::Supporters { days: *days }),
            PeopleSource::Subscribers { status, .. } => Some(Self::Subscribers(*status)),
            PeopleSource::Followers => Some(Self::Followers),
            PeopleSource::Lapsed => Some(Self::Subscribers(SubscribersOf::Active)),
        }
    }
}

/// Somebody on such a list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) fan: Fan,
    pub(super) rank: Option<u32>,
    pub(super) subscription: Option<Subscription>,
    pub(super) tiers: Vec<String>,
}

impl Listed {
    /// Of whom nothing else is known.
    pub(super) fn plain(fan: Fan) -> Self {
        Self { fan, rank: None, subscription: None, tiers: Vec::new() }
    }
}

/// Such a list as it was read.
#[derive(Debug, Clone)]
pub(super) struct CachedList {
    pub(super) people: Vec<Listed>,
    /// When it ended; nothing: it did not.
    pub(super) read: Option<i64>,
    pub(super) known: PeopleKnown,
    /// What reading it used, at least.
    pub(super) credits: u64,
    pub(super) nameless: u64,
}

/// People who were found, in an order.
pub(super) struct Found {
    pub(super) account: AccountId,
    pub(super) people: Vec<Person>,
}

impl Found {
    /// Those who were chosen, each once.
    pub(super) fn chosen(&self, selection: &Selection) -> impl Iterator<Item = &Person> {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let ranges = selection.within(self.people.len() as u64);
        ranges.flat_map(move |(from, until)| &self.people[place(from)..place(until)])
    }
}

/// What is known in this run of a desk's lists.
#[derive(Default)]
pub(in crate::app) struct PeopleCache {
    state: Mutex<CacheState>,
    founds: ResultCache<Found>,
}

#[derive(Default)]
struct CacheState {
    kept: HashMap<(AccountId, List), Arc<CachedList>>,
    /// Readings that stopped in the middle; nothing: the VIP list.
    partial_reads: HashMap<(AccountId, Option<List>), PartialRead>,
    /// Why the last reading of each stopped.
    stopped: HashMap<(AccountId, Option<List>), Failure>,
    reading: Option<CurrentRead>,
}

/// The reading that goes on.
struct CurrentRead {
    account: AccountId,
    source: PeopleSource,
    progress: PeopleProgress,
    stop: CancellationToken,
}

impl PeopleCache {
    /// Begins a reading, which ends when the guard is dropped.
    ///
    /// # Errors
    /// `people_busy` while another goes on.
    pub(super) fn begin(
        self: &Arc<Self>,
        account: &AccountId,
        source: &PeopleSource,
        progress: PeopleProgress,
    ) -> Result<ReadGuard, Failure> {
        let mut state = self.state();
        if state.reading.is_some() {
            return Err(Failure::new(ErrorCode::PeopleBusy));
        }
        let stop = CancellationToken::new();
        let now =
            CurrentRead { account: account.clone(), source: source.clone(), progress, stop: stop.clone() };
        state.reading = Some(now);
        Ok(ReadGuard { shelf: self.clone(), stop })
    }

    /// Ends the reading that goes on, if one does.
    pub(in crate::app) fn stop(&self) {
        if let Some(now) = &self.state().reading {
            now.stop.cancel();
        }
    }

    /// How far the reading of this list has come, while one goes on.
    pub(super) fn progress(&self, account: &AccountId, source: &PeopleSource) -> Option<PeopleProgress> {
        let state = self.state();
        let now = state.reading.as_ref()?;
        (now.account == *account
            && List::of(&now.source) == List::of(source)
            && matches!(now.source, PeopleSource::Lapsed) == matches!(source, PeopleSource::Lapsed))
        .then_some(now.progress)
    }

    pub(super) fn advance(&self, progress: PeopleProgress) {
        if let Some(now) = &mut self.state().reading {
            now.progress = progress;
        }
    }

    pub(super) fn kept(&self, account: &AccountId, list: List) -> Option<Arc<CachedList>> {
        self.state().kept.get(&(account.clone(), list)).cloned()
    }

    pub(super) fn keep(&self, account: &AccountId, list: List, kept: CachedList) {
        self.state().kept.insert((account.clone(), list), Arc::new(kept));
    }

    pub(super) fn take_partial(&self, account: &AccountId, list: Option<List>) -> Option<PartialRead> {
        self.state().partial_reads.remove(&(account.clone(), list))
    }

    pub(super) fn put_partial(&self, account: &AccountId, list: Option<List>, partial: PartialRead) {
        self.state().partial_reads.insert((account.clone(), list), partial);
    }

    pub(super) fn stopped(&self, account: &AccountId, list: Option<List>) -> Option<Failure> {
        self.state().stopped.get(&(account.clone(), list)).cloned()
    }

    pub(super) fn set_stopped(&self, account: &AccountId, list: Option<List>, why: Option<Failure>) {
        let key = (account.clone(), list);
        match why {
            Some(why) => drop(self.state().stopped.insert(key, why)),
            None => drop(self.state().stopped.remove(&key)),
        }
    }

    /// Keeps who was found, and gives the number.
    pub(super) fn put(&self, found: Found) -> u64 {
        self.founds.put(found)
    }

    /// Who was found.
    ///
    /// # Errors
    /// `people_outdated` when they are kept no more.
    pub(super) fn found(&self, number: u64) -> Result<Arc<Found>, Failure> {
        self.founds.get(number).ok_or_else(|| Failure::new(ErrorCode::PeopleOutdated))
    }

    /// Forgets everything, for another key or another ledger.
    pub(in crate::app) fn clear(&self) {
        self.stop();
        self.founds.clear();
        let mut state = self.state();
        let reading = state.reading.take();
        *state = CacheState { reading, ..CacheState::default() };
    }

    fn state(&self) -> MutexGuard<'_, CacheState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reading that goes on.
pub(super) struct ReadGuard {
    shelf: Arc<PeopleCache>,
    pub(super) stop: CancellationToken,
}

impl Drop for ReadGuard {
    fn drop(&mut self) {
        self.shelf.state().reading = None;
    }
}
