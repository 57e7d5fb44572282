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

/// A list of people that the server has, other than the VIP list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    Supporters { days: Option<u32> },
    Subscribers(SubscribersOf),
    Followers,
    Chats,
}

impl List {
    /// Returns the list that a source needs. `None` if it needs only the VIP list.
    pub(super) fn of(source: &PeopleSource) -> Option<Self> {
        match source {
            PeopleSource::Vips => None,
            PeopleSource::Supporters { days, .. } => Some(Self::Supporters { days: *days }),
            PeopleSource::Subscribers { status, .. } => Some(Self::Subscribers(*status)),
            PeopleSource::Followers => Some(Self::Followers),
            PeopleSource::Chats => Some(Self::Chats),
            PeopleSource::Lapsed => Some(Self::Subscribers(SubscribersOf::Active)),
        }
    }
}

/// A person on such a list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) fan: Fan,
    pub(super) rank: Option<u32>,
    pub(super) subscription: Option<Subscription>,
    pub(super) tiers: Vec<String>,
}

impl Listed {
    /// Creates a person of whom nothing else is known.
    pub(super) fn plain(fan: Fan) -> Self {
        Self { fan, rank: None, subscription: None, tiers: Vec::new() }
    }
}

/// A list as it was read.
#[derive(Debug, Clone)]
pub(super) struct CachedList {
    pub(super) people: Vec<Listed>,
    /// When the read ended. `None` if it stopped early.
    pub(super) read: Option<i64>,
    pub(super) known: PeopleKnown,
    /// Minimum number of credits for reading it again.
    pub(super) credits: u64,
    pub(super) nameless: u64,
}

/// A result set of people.
pub(super) struct Found {
    pub(super) account: AccountId,
    pub(super) people: Vec<Person>,
}

impl Found {
    /// Returns the selected people without duplicates.
    pub(super) fn chosen(&self, selection: &Selection) -> impl Iterator<Item = &Person> {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let ranges = selection.within(self.people.len() as u64);
        ranges.flat_map(move |(from, until)| &self.people[place(from)..place(until)])
    }
}

/// What is known of a workspace's lists of people in this run.
#[derive(Default)]
pub(in crate::app) struct PeopleCache {
    state: Mutex<CacheState>,
    founds: ResultCache<Found>,
}

#[derive(Default)]
struct CacheState {
    kept: HashMap<(AccountId, List), Arc<CachedList>>,
    /// Reads that stopped early. `None` stands for the VIP list.
    partial_reads: HashMap<(AccountId, Option<List>), PartialRead>,
    /// Why the last read of each list stopped.
    stopped: HashMap<(AccountId, Option<List>), Failure>,
    reading: Option<CurrentRead>,
}

/// The read in progress.
struct CurrentRead {
    account: AccountId,
    source: PeopleSource,
    progress: PeopleProgress,
    stop: CancellationToken,
}

impl PeopleCache {
    /// Returns whether a list other than the VIP list was loaded, at least in part.
    pub(in crate::app) fn has_read(&self, account: &AccountId, source: &PeopleSource) -> bool {
        List::of(source).is_some_and(|list| self.kept(account, list).is_some())
    }

    /// Returns the fans on all lists of an account that were loaded.
    pub(in crate::app) fn fans(&self, account: &AccountId) -> Vec<Fan> {
        let state = self.state();
        let lists = state.kept.iter().filter(|((its, _), _)| its == account);
        lists.flat_map(|(_, list)| list.people.iter().map(|one| one.fan.clone())).collect()
    }

    /// Begins a read, which ends when the guard is dropped.
    ///
    /// # Errors
    /// `people_busy` if another read is in progress.
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
        Ok(ReadGuard { cache: self.clone(), stop })
    }

    /// Stops the read in progress, if there is one.
    pub(in crate::app) fn stop(&self) {
        if let Some(now) = &self.state().reading {
            now.stop.cancel();
        }
    }

    /// Returns the progress of the read of this list, if it is in progress.
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

    /// Caches a result set and returns its number.
    pub(super) fn put(&self, found: Found) -> u64 {
        self.founds.put(found)
    }

    /// Returns a result set.
    ///
    /// # Errors
    /// `people_outdated` if it is no longer cached.
    pub(super) fn found(&self, number: u64) -> Result<Arc<Found>, Failure> {
        self.founds.get(number).ok_or_else(|| Failure::new(ErrorCode::PeopleOutdated))
    }

    /// Stops the read in progress and forgets everything, because the key or the ledger changed.
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

/// A guard of the read in progress.
pub(super) struct ReadGuard {
    cache: Arc<PeopleCache>,
    pub(super) stop: CancellationToken,
}

impl Drop for ReadGuard {
    fn drop(&mut self) {
        self.cache.state().reading = None;
    }
}
