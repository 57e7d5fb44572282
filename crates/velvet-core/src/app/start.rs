use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, atomic::AtomicU64},
};

use tokio::sync::OnceCell;

use super::{
    App, Dependencies, Inner, Memory, erase::is_ours, exports::Exports, open_import::Lists,
    preferences::Stored, workspace::Workspace,
};
use crate::view::{Mode, Notice};
use velvet_engine::InFlightRegistry;
use velvet_ledger::Ledger;
use velvet_platform::{blocking, files};

impl App {
    /// Reads the preferences, and nothing else: all that takes longer waits for [`App::started`]. Never fails: what is
    /// wrong is in [`App::app_state`], in words.
    pub fn open(deps: Dependencies) -> Self {
        files::restrict_to_owner(&deps.data_dir, is_ours);
        let (stored, reset) = Stored::read(&deps.data_dir);
        let live = Arc::new(Workspace::new(Mode::Live));
        let notices = reset.then_some(Notice::PreferencesReset).into_iter().collect();
        let memory = Memory { stored, keys: BTreeMap::new(), doubted: None, live, practice: None, notices };
        let inner = Inner {
            deps,
            memory: Mutex::new(memory),
            started: OnceCell::new(),
            turn: tokio::sync::Mutex::default(),
            in_flight: InFlightRegistry::default(),
            lists: Lists::default(),
            exports: Exports::default(),
            running: Mutex::default(),
            revision: AtomicU64::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    fn open_ledger(&self) {
        let live = self.memory().live.clone();
        let opened = blocking(|| live.open(&self.deps().data_dir, self.deps().clock.now()));
        // What is to be said of the ledger comes before what is to be said of the preferences.
        self.memory().notices.splice(0..0, opened);
    }

    /// A key without accounts: the ledger that knew them is gone. Asking once spares the user a riddle; nobody waits
    /// for the answer.
    fn list_accounts_of_new_ledger(&self) {
        let live = self.memory().live.clone();
        let none_known =
            |ledger: Arc<Ledger>| blocking(|| ledger.accounts()).is_ok_and(|known| known.is_empty());
        if live.api().is_err() || !live.ledger().is_ok_and(none_known) {
            return;
        }
        let app = self.clone();
        tokio::spawn(async move {
            let _turn = app.inner.turn.lock().await;
            app.refresh(&live).await;
            app.deps().events.state_changed(app.state());
        });
    }

    /// Opens the ledger, reads the keys and starts practice, when that is what was on. The first call does; the others wait
    /// for it, and so does everything else that is asked. Whoever asks for it ahead of the window saves its user that time.
    pub async fn started(&self) {
        let start = async {
            self.open_ledger();
            self.read_keys().await;
            self.end_what_was_stopping(&self.workspace());
            self.list_accounts_of_new_ledger();
            if self.memory().stored.mode == Mode::Practice && self.enter_practice().await.is_err() {
                let mut memory = self.memory();
                memory.stored.mode = Mode::Live;
                memory.notices.push(Notice::PracticeUnavailable);
            }
        };
        self.inner.started.get_or_init(|| start).await;
    }
}
