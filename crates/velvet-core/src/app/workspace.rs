use std::{
    collections::{BTreeMap, HashMap},
    ops::RangeInclusive,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use super::{held_key::Slot, people::PeopleCache, queue::Queue};
use crate::{
    log::Log,
    view::{ErrorCode, Failure, Mode, Notice, Resting, Sample},
};
use velvet_api::Api;
use velvet_ledger::{self, Ledger, Restorable};
use velvet_model::ids::AccountId;

/// One service and the ledger that belongs to it. Work that has begun keeps its desk, whatever the user chooses next.
pub(super) struct Workspace {
    pub(super) mode: Mode,
    pub(super) samples: Vec<Sample>,
    log: RwLock<Result<Arc<Log>, Failure>>,
    /// One for each key, by its number.
    apis: RwLock<BTreeMap<Slot, Api>>,
    /// Why there is none for a key that is there.
    no_client: Mutex<BTreeMap<Slot, Failure>>,
    /// How often an account's own id was asked for in vain in this run: each time cost a credit.
    pub(super) asked_in_vain: Mutex<HashMap<AccountId, u8>>,
    /// What waits now, by item.
    resting: Mutex<BTreeMap<i64, Resting>>,
    /// Its batches.
    pub(super) queue: Queue,
    /// Lists of people, as far as they were read in this run.
    pub(super) people: Arc<PeopleCache>,
    /// One batch at a time is looked at.
    views: Mutex<()>,
    /// One batch at a time is written down.
    writing: Mutex<()>,
}

impl Workspace {
    /// A desk whose ledger is not open yet.
    pub(super) fn new(mode: Mode) -> Self {
        Self {
            mode,
            samples: Vec::new(),
            log: RwLock::new(Err(Failure::new(ErrorCode::Internal))),
            apis: RwLock::default(),
            no_client: Mutex::default(),
            asked_in_vain: Mutex::default(),
            resting: Mutex::default(),
            queue: Queue::default(),
            people: Arc::default(),
            views: Mutex::default(),
            writing: Mutex::default(),
        }
    }

    /// Opens its ledger, which is in `folder`, unless it is open, and gives back what there is to say about it.
    pub(super) fn open(&self, folder: &Path, now: i64) -> Vec<Notice> {
        let mut log = self.log.write().unwrap_or_else(PoisonError::into_inner);
        if log.is_ok() {
            return Vec::new();
        }
        let (again, notices) = open(self.mode, folder, now);
        *log = again;
        notices
    }

    /// Puts another ledger in the place of this one, which is kept beside it. Whatever fails, one of them is open
    /// afterwards, if it can be.
    pub(super) fn restore(&self, ready: Restorable, folder: &Path, now: i64) -> Result<Vec<Notice>, Failure> {
        let mut log = self.log.write().unwrap_or_else(PoisonError::into_inner);
        let current = log.clone()?.ledger().clone();
        self.people.clear();
        let moved = current.close().and_then(|()| {
            ready.take_place(current.path()).map_err(|error| velvet_ledger::not_made(&error, current.path()))
        });
        let (again, notices) = open(self.mode, folder, now);
        *log = again;
        moved?;
        log.as_ref().map_err(Clone::clone)?;
        Ok(notices)
    }

    /// How the items of this ledger are numbered.
    pub(super) fn numbers(&self) -> RangeInclusive<i64> {
        numbers(self.mode)
    }

    /// Lets go of the ledger's file.
    pub(super) fn close(&self) {
        *self.log.write().unwrap_or_else(PoisonError::into_inner) = Err(Failure::new(ErrorCode::Internal));
    }

    /// The ledger, or why there is none.
    pub(super) fn ledger(&self) -> Result<Arc<Ledger>, Failure> {
        self.log().map(|log| log.ledger().clone())
    }

    /// The log of the ledger, or why there is none.
    pub(super) fn log(&self) -> Result<Arc<Log>, Failure> {
        self.log.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An account of the key, by its id.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub(super) fn account(&self, id: &str) -> Result<AccountId, Failure> {
        let listed = self.ledger()?.accounts()?.into_iter().find(|one| one.id.as_str() == id);
        listed.map(|one| one.id).ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))
    }

    /// The service with any key: to know whether there is one, and for what is the same with each.
    pub(super) fn api(&self) -> Result<Api, Failure> {
        self.apis().into_values().next().ok_or_else(|| self.why_no_api(None))
    }

    /// The service with the key that lists this account. Nothing of it is ever sent with another.
    pub(super) fn api_of(&self, account: &AccountId) -> Result<Api, Failure> {
        let slot = self.ledger()?.key_of(account)?;
        slot.and_then(|slot| self.api_with(slot)).ok_or_else(|| self.why_no_api(slot))
    }

    /// There is no key, or no connection can be made with this one, or with any.
    fn why_no_api(&self, slot: Option<Slot>) -> Failure {
        let known = self.no_client.lock().unwrap_or_else(PoisonError::into_inner);
        let why = slot.map_or_else(|| known.values().next(), |slot| known.get(&slot));
        why.cloned().unwrap_or_else(|| Failure::new(ErrorCode::KeyMissing))
    }

    /// There is a key, and no connection can be made with it.
    pub(super) fn set_no_client(&self, slot: Slot, why: Failure) {
        self.no_client.lock().unwrap_or_else(PoisonError::into_inner).insert(slot, why);
    }

    /// The service with this key.
    pub(super) fn api_with(&self, slot: Slot) -> Option<Api> {
        self.apis.read().unwrap_or_else(PoisonError::into_inner).get(&slot).cloned()
    }

    /// Every key's.
    pub(super) fn apis(&self) -> BTreeMap<Slot, Api> {
        self.apis.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_api(&self, slot: Slot, api: Option<Api>) {
        self.no_client.lock().unwrap_or_else(PoisonError::into_inner).remove(&slot);
        {
            let mut apis = self.apis.write().unwrap_or_else(PoisonError::into_inner);
            let old = match api {
                Some(api) => apis.insert(slot, api),
                None => apis.remove(&slot),
            };
            // Whoever still holds a clone of it sends nothing more: batches and single adds, readings and look-ups.
            if let Some(old) = old {
                old.revoke();
            }
        }
        self.people.clear();
        self.asked_in_vain.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// No key of this desk is sent any more, and what waits with one ends.
    pub(super) fn revoke_all(&self) {
        self.apis().values().for_each(Api::revoke);
    }

    /// While it is held, nobody else looks at a batch: of two views the one with the higher number must be the newer one,
    /// so they are read and numbered with no other between.
    pub(super) fn one_view(&self) -> MutexGuard<'_, ()> {
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// While it is held, nobody else writes a batch down: what is taken back is taken back once.
    pub(super) fn one_writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that an item waits, or no longer does, and returns whether that is news.
    pub(super) fn rests(&self, resting: &Resting) -> bool {
        let mut all = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        match resting.until {
            Some(_) => all.insert(resting.item, resting.clone()).as_ref() != Some(resting),
            None => all.remove(&resting.item).is_some(),
        }
    }

    /// What waits now.
    pub(super) fn resting(&self) -> Vec<Resting> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

fn open(mode: Mode, folder: &Path, now: i64) -> (Result<Arc<Log>, Failure>, Vec<Notice>) {
    let name = match mode {
        Mode::Live => "ledger.sqlite3",
        Mode::Practice => "practice.sqlite3",
    };
    match Ledger::open(&folder.join(name), *numbers(mode).start(), now) {
        Err(failure) => (Err(failure), Vec::new()),
        Ok(opened) => {
            let mut notices = Vec::new();
            notices.extend(
                opened.set_aside.map(|path| Notice::LedgerSetAside { path: path.display().to_string() }),
            );
            notices.extend(
                opened.left_out.map(|path| Notice::LedgerLogLeftOut { path: path.display().to_string() }),
            );
            notices.extend(
                (opened.interrupted > 0).then_some(Notice::Interrupted { count: opened.interrupted }),
            );
            (Ok(Arc::new(Log::new(Arc::new(opened.ledger)))), notices)
        }
    }
}

/// Numbers that no other ledger has: what a page that is a moment behind asks for is found in its own log or not at all.
/// A trillion fits in the window's numbers as well.
fn numbers(mode: Mode) -> RangeInclusive<i64> {
    const PRACTICE: i64 = 1_000_000_000_000;
    match mode {
        Mode::Live => 1..=PRACTICE - 1,
        Mode::Practice => PRACTICE..=i64::MAX,
    }
}

/// Work that takes long, where nobody waits behind it.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
}
