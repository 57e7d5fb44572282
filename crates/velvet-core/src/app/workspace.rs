use std::{
    collections::{BTreeMap, HashMap},
    ops::RangeInclusive,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock, mpsc},
};

use tokio::sync::oneshot;

use super::{held_key::Slot, people::PeopleCache, queue::Queue};
use crate::{
    log::Log,
    view::{ErrorCode, Failure, Mode, Notice, Resting, Sample},
};
use velvet_api::Api;
use velvet_ledger::{self, KnownAccount, Ledger, LedgerError, Restorable};
use velvet_model::ids::AccountId;
use velvet_platform::worker::Worker;

/// One server and its ledger. Work that has begun keeps its workspace, whatever the user chooses next.
pub(super) struct Workspace {
    pub(super) mode: Mode,
    pub(super) samples: Vec<Sample>,
    log: RwLock<Result<Arc<Log>, Failure>>,
    /// The thread that writes the ledger.
    pub(super) writer: Worker,
    /// The thread that reads the ledger, so that nothing read for the window waits for a write.
    reader: Worker,
    /// The client of each key, by the key's number.
    apis: RwLock<BTreeMap<Slot, Api>>,
    /// Why a key has no client.
    no_client: Mutex<BTreeMap<Slot, Failure>>,
    /// Failed requests for each account's native ID in this run. Each used a credit.
    pub(super) asked_in_vain: Mutex<HashMap<AccountId, u8>>,
    /// The single items that wait now, by ID.
    resting: Mutex<BTreeMap<i64, Resting>>,
    pub(super) queue: Queue,
    /// The lists of people read in this run.
    pub(super) people: Arc<PeopleCache>,
    /// Serializes the writing of new batches, so that nothing is undone twice.
    pub(super) writing: tokio::sync::Mutex<()>,
}

impl Workspace {
    /// Creates a workspace whose ledger is not open yet.
    pub(super) fn new(mode: Mode, samples: Vec<Sample>) -> Self {
        Self {
            mode,
            samples,
            log: RwLock::new(Err(Failure::new(ErrorCode::Internal))),
            writer: Worker::start("ledger-writer"),
            reader: Worker::start("ledger-reader"),
            apis: RwLock::default(),
            no_client: Mutex::default(),
            asked_in_vain: Mutex::default(),
            resting: Mutex::default(),
            queue: Queue::default(),
            people: Arc::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// Reads from the ledger on the thread for that. What it reads includes everything written before.
    pub(super) async fn read<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Ledger) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        Failure: From<E>,
    {
        self.read_with(|this| Ok(work(&*this.ledger()?)?)).await
    }

    /// Writes to the ledger on the thread for that.
    pub(super) async fn write<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Ledger) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        Failure: From<E>,
    {
        let this = self.clone();
        self.writer.run(move || Ok(work(&*this.ledger()?)?)).await
    }

    /// Queues work on the thread that reads the ledger at once, and returns a future of its result.
    pub(super) fn read_with<T, F>(self: &Arc<Self>, work: F) -> impl Future<Output = T> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> T + Send + 'static,
    {
        let this = self.clone();
        self.reader.run(move || work(&this))
    }

    /// Runs work while neither thread uses the ledger, to open, close, or replace it.
    pub(super) async fn alone<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> T {
        let (halted, reader_halted) = oneshot::channel();
        let (resume, until_resumed) = mpsc::channel::<()>();
        let halt = self.reader.run(move || {
            let _ = halted.send(());
            let _ = until_resumed.recv();
        });
        let _ = reader_halted.await;
        let this = self.clone();
        let done = self.writer.run(move || {
            let _resume = resume;
            work(&this)
        });
        let done = done.await;
        halt.await;
        done
    }

    /// Opens the ledger in `folder`, unless it is open. Returns the notices about it. Call it from [`Self::alone`].
    pub(super) fn open(&self, folder: &Path, now: i64) -> Vec<Notice> {
        if self.log().is_ok() {
            return Vec::new();
        }
        let (log, notices) = open(self.mode, folder, now);
        self.set_log(log);
        notices
    }

    /// Replaces the ledger with another one, and keeps the old one beside it. Even after a failure one of them is open,
    /// if possible. Call it from [`Self::alone`].
    pub(super) fn restore(&self, ready: Restorable, folder: &Path, now: i64) -> Result<Vec<Notice>, Failure> {
        let current = self.ledger()?;
        // A ledger that cannot be closed stays in use. It may hold outcomes that are not on the disk yet.
        current.close()?;
        self.people.clear();
        let moved = ready.take_place(current.path());
        let (log, notices) = open(self.mode, folder, now);
        self.set_log(log);
        moved?;
        self.ledger().map(|_| notices)
    }

    /// Returns the range of numbers for the items of this ledger.
    pub(super) fn numbers(&self) -> RangeInclusive<i64> {
        numbers(self.mode)
    }

    /// Closes the ledger's file. Call it from [`Self::alone`].
    pub(super) fn close(&self) {
        self.set_log(Err(Failure::new(ErrorCode::Internal)));
    }

    /// Sets the log. The old one is closed after the lock is released, which may take a moment.
    fn set_log(&self, log: Result<Arc<Log>, Failure>) {
        let old = std::mem::replace(&mut *self.log.write().unwrap_or_else(PoisonError::into_inner), log);
        drop(old);
    }

    /// Returns the ledger, or why there is none.
    pub(super) fn ledger(&self) -> Result<Arc<Ledger>, Failure> {
        self.log().map(|log| log.ledger().clone())
    }

    /// Returns the log of the ledger, or why there is none.
    pub(super) fn log(&self) -> Result<Arc<Log>, Failure> {
        self.log.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the accounts to show: those that the keys list. Without a key that lists any, those of the ledger, so that
    /// their log and their VIPs can be read.
    pub(super) fn accounts(&self, ledger: &Ledger) -> Result<Vec<KnownAccount>, LedgerError> {
        let listed = ledger.accounts()?;
        if listed.is_empty() && self.apis().is_empty() { ledger.unlisted_accounts() } else { Ok(listed) }
    }

    /// Returns a shown account by its ID.
    ///
    /// # Errors
    /// `account_unknown`, a `ledger_…` code.
    pub(super) async fn account(self: &Arc<Self>, id: &str) -> Result<AccountId, Failure> {
        let accounts = self.read_with(|this| Ok::<_, Failure>(this.accounts(&*this.ledger()?)?)).await?;
        let shown = accounts.into_iter().find(|one| one.id.as_str() == id);
        shown.map(|one| one.id).ok_or_else(|| Failure::new(ErrorCode::AccountUnknown))
    }

    /// Returns a client with any key: to know whether there is one, and for what is the same with every key.
    pub(super) fn api(&self) -> Result<Api, Failure> {
        self.apis().into_values().next().ok_or_else(|| self.why_no_api(None))
    }

    /// Returns the client with the key that lists this account. No other key is ever used for the account.
    pub(super) async fn api_of(self: &Arc<Self>, account: &AccountId) -> Result<Api, Failure> {
        let account = account.clone();
        self.read_with(move |this| this.api_for(&account)).await
    }

    /// Returns the same client. Reads the ledger, so call it on a thread that may wait for it.
    pub(super) fn api_for(&self, account: &AccountId) -> Result<Api, Failure> {
        let slot = self.ledger()?.key_of(account)?;
        slot.and_then(|slot| self.api_with(slot)).ok_or_else(|| self.why_no_api(slot))
    }

    /// Returns why there is no client with this key, or with any: no key, or no way to connect.
    fn why_no_api(&self, slot: Option<Slot>) -> Failure {
        let known = self.no_client.lock().unwrap_or_else(PoisonError::into_inner);
        let why = slot.map_or_else(|| known.values().next(), |slot| known.get(&slot));
        why.cloned().unwrap_or_else(|| Failure::new(ErrorCode::KeyMissing))
    }

    /// Records why no client could be created with this key.
    pub(super) fn set_no_client(&self, slot: Slot, why: Failure) {
        self.no_client.lock().unwrap_or_else(PoisonError::into_inner).insert(slot, why);
    }

    /// Returns the client with this key.
    pub(super) fn api_with(&self, slot: Slot) -> Option<Api> {
        self.apis.read().unwrap_or_else(PoisonError::into_inner).get(&slot).cloned()
    }

    /// Returns the clients of all keys.
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
            // Clones of the old client send nothing more, whether for batches, single items, refreshes, or look-ups.
            if let Some(old) = old {
                old.revoke();
            }
        }
        self.people.clear();
        self.asked_in_vain.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Revokes every key of this workspace, which ends everything that waits with one.
    pub(super) fn revoke_all(&self) {
        self.apis().values().for_each(Api::revoke);
    }

    /// Records that an item waits, or no longer does. Returns whether that changed anything.
    pub(super) fn rests(&self, resting: &Resting) -> bool {
        let mut all = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        match resting.until {
            Some(_) => all.insert(resting.item, resting.clone()).as_ref() != Some(resting),
            None => all.remove(&resting.item).is_some(),
        }
    }

    /// Returns the single items that wait now.
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
        Err(error) => (Err(error.into()), Vec::new()),
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

/// Returns the range of numbers for a ledger's items. Ledgers share no numbers, so a page that lags behind finds its
/// own entries or none. JavaScript represents a trillion exactly.
fn numbers(mode: Mode) -> RangeInclusive<i64> {
    const PRACTICE: i64 = 1_000_000_000_000;
    match mode {
        Mode::Live => 1..=PRACTICE - 1,
        Mode::Practice => PRACTICE..=i64::MAX,
    }
}

/// Runs work to its end even if the caller stops waiting for it.
pub(super) async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    tokio::spawn(work).await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
}

/// Runs slow work on a thread for blocking work, so that nothing else waits for it.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn open_in(folder: &Path) -> Arc<Workspace> {
        let (workspace, folder) = (Arc::new(Workspace::new(Mode::Live, Vec::new())), folder.to_owned());
        workspace.alone(move |workspace| workspace.open(&folder, 0)).await;
        workspace
    }

    /// On one thread, so that a call that waits for the disk would stop the test itself.
    #[tokio::test]
    async fn whoever_reads_does_not_wait_for_a_write() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = open_in(folder.path()).await;
        let (go_on, wait) = mpsc::channel::<()>();
        let writing = workspace.write(move |ledger| {
            let _ = wait.recv();
            ledger.add_rule("all", &crate::view::PeopleSource::Vips)
        });
        let reading = async {
            let read = timeout(Duration::from_secs(20), workspace.read(Ledger::rules)).await;
            go_on.send(()).unwrap();
            read.expect("it waits for the write").unwrap().len()
        };
        let (written, before) = tokio::join!(writing, reading);
        assert_eq!((written.unwrap(), before), (true, 0));
        assert_eq!(workspace.read(Ledger::rules).await.unwrap().len(), 1, "what was written before is read");
    }

    #[tokio::test]
    async fn nobody_uses_a_ledger_that_is_being_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = open_in(folder.path()).await;
        let folder = folder.path().to_owned();
        let replaced = workspace.alone(move |workspace| {
            workspace.close();
            workspace.open(&folder, 0)
        });
        let (notices, read, written) = tokio::join!(
            replaced,
            workspace.read(Ledger::mark),
            workspace.write(|ledger| ledger.delete_view(1))
        );
        assert!(notices.is_empty());
        assert_eq!(read.unwrap().total, 0);
        written.unwrap();
    }
}
