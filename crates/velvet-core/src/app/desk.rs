use std::{
    collections::HashSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use crate::{
    api::Api,
    ids::AccountId,
    ledger::Ledger,
    view::{ErrorCode, Failure, Mode, Notice, Sample},
};

/// One service and the ledger that belongs to it. Work that has begun keeps its desk, whatever the user chooses next.
pub(super) struct Desk {
    pub(super) mode: Mode,
    pub(super) samples: Vec<Sample>,
    ledger: RwLock<Result<Arc<Ledger>, Failure>>,
    api: RwLock<Option<Api>>,
    /// Accounts whose native id was asked for in this run, so that an unknown answer costs one credit only.
    pub(super) asked: Mutex<HashSet<AccountId>>,
}

impl Desk {
    /// Opens the ledger of `mode` in `folder`, with what there is to say about it.
    pub(super) fn open(mode: Mode, folder: &Path, now: i64) -> (Self, Vec<Notice>) {
        let (ledger, notices) = open(mode, folder, now);
        let (ledger, api) = (RwLock::new(ledger), RwLock::new(None));
        (Self { mode, samples: Vec::new(), ledger, api, asked: Mutex::default() }, notices)
    }

    /// Tries again to open a ledger that could not be opened.
    pub(super) fn open_again(&self, folder: &Path, now: i64) -> Vec<Notice> {
        let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        if ledger.is_ok() {
            return Vec::new();
        }
        let (again, notices) = open(self.mode, folder, now);
        *ledger = again;
        notices
    }

    /// Lets go of the ledger's file.
    pub(super) fn close(&self) {
        *self.ledger.write().unwrap_or_else(PoisonError::into_inner) = Err(Failure::new(ErrorCode::Internal));
    }

    /// The ledger, or why there is none.
    pub(super) fn ledger(&self) -> Result<Arc<Ledger>, Failure> {
        self.ledger.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The service with the current key.
    pub(super) fn api(&self) -> Result<Api, Failure> {
        let api = self.api.read().unwrap_or_else(PoisonError::into_inner).clone();
        api.ok_or_else(|| Failure::new(ErrorCode::KeyMissing))
    }

    pub(super) fn set_api(&self, api: Option<Api>) {
        *self.api.write().unwrap_or_else(PoisonError::into_inner) = api;
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn open(mode: Mode, folder: &Path, now: i64) -> (Result<Arc<Ledger>, Failure>, Vec<Notice>) {
    let name = match mode {
        Mode::Live => "ledger.sqlite3",
        Mode::Practice => "practice.sqlite3",
    };
    match Ledger::open(&folder.join(name), now) {
        Err(failure) => (Err(failure), Vec::new()),
        Ok(opened) => {
            let mut notices = Vec::new();
            notices.extend(
                opened.set_aside.map(|path| Notice::LedgerSetAside { path: path.display().to_string() }),
            );
            notices.extend(
                (opened.interrupted > 0).then_some(Notice::Interrupted { count: opened.interrupted }),
            );
            (Ok(Arc::new(opened.ledger)), notices)
        }
    }
}
