use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::halves::Half;
use crate::{
    recent::Recent,
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
pub(super) struct Kept {
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
pub(in crate::app) struct Shelf {
    books: Mutex<Books>,
    founds: Recent<Found>,
}

#[derive(Default)]
struct Books {
    kept: HashMap<(AccountId, List), Arc<Kept>>,
    /// Readings that stopped in the middle; nothing: the VIP list.
    halves: HashMap<(AccountId, Option<List>), Half>,
    /// Why the last reading of each stopped.
    stopped: HashMap<(AccountId, Option<List>), Failure>,
    reading: Option<Now>,
}

/// The reading that goes on.
struct Now {
    account: AccountId,
    source: PeopleSource,
    progress: PeopleProgress,
    stop: CancellationToken,
}

impl Shelf {
    /// Begins a reading, which ends when the guard is dropped.
    ///
    /// # Errors
    /// `people_busy` while another goes on.
    pub(super) fn begin(
        self: &Arc<Self>,
        account: &AccountId,
        source: &PeopleSource,
        progress: PeopleProgress,
    ) -> Result<InReading, Failure> {
        let mut books = self.books();
        if books.reading.is_some() {
            return Err(Failure::new(ErrorCode::PeopleBusy));
        }
        let stop = CancellationToken::new();
        let now = Now { account: account.clone(), source: source.clone(), progress, stop: stop.clone() };
        books.reading = Some(now);
        Ok(InReading { shelf: self.clone(), stop })
    }

    /// Ends the reading that goes on, if one does.
    pub(in crate::app) fn stop(&self) {
        if let Some(now) = &self.books().reading {
            now.stop.cancel();
        }
    }

    /// How far the reading of this list has come, while one goes on.
    pub(super) fn progress(&self, account: &AccountId, source: &PeopleSource) -> Option<PeopleProgress> {
        let books = self.books();
        let now = books.reading.as_ref()?;
        (now.account == *account
            && List::of(&now.source) == List::of(source)
            && matches!(now.source, PeopleSource::Lapsed) == matches!(source, PeopleSource::Lapsed))
        .then_some(now.progress)
    }

    pub(super) fn advance(&self, progress: PeopleProgress) {
        if let Some(now) = &mut self.books().reading {
            now.progress = progress;
        }
    }

    pub(super) fn kept(&self, account: &AccountId, list: List) -> Option<Arc<Kept>> {
        self.books().kept.get(&(account.clone(), list)).cloned()
    }

    pub(super) fn keep(&self, account: &AccountId, list: List, kept: Kept) {
        self.books().kept.insert((account.clone(), list), Arc::new(kept));
    }

    pub(super) fn take_half(&self, account: &AccountId, list: Option<List>) -> Option<Half> {
        self.books().halves.remove(&(account.clone(), list))
    }

    pub(super) fn put_half(&self, account: &AccountId, list: Option<List>, half: Half) {
        self.books().halves.insert((account.clone(), list), half);
    }

    pub(super) fn stopped(&self, account: &AccountId, list: Option<List>) -> Option<Failure> {
        self.books().stopped.get(&(account.clone(), list)).cloned()
    }

    pub(super) fn set_stopped(&self, account: &AccountId, list: Option<List>, why: Option<Failure>) {
        let key = (account.clone(), list);
        match why {
            Some(why) => drop(self.books().stopped.insert(key, why)),
            None => drop(self.books().stopped.remove(&key)),
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
        let mut books = self.books();
        let reading = books.reading.take();
        *books = Books { reading, ..Books::default() };
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reading that goes on.
pub(super) struct InReading {
    shelf: Arc<Shelf>,
    pub(super) stop: CancellationToken,
}

impl Drop for InReading {
    fn drop(&mut self) {
        self.shelf.books().reading = None;
    }
}
