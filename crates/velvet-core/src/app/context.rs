use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::watch;

use super::{
    Dependencies,
    exports::Exports,
    held_key::{Held, Slot},
    open_lists::OpenLists,
    preference_file::PreferenceFile,
    preferences::StoredPreferences,
    workspace::{Workspace, run_blocking},
};
use crate::view::{Mode, Notice};
use velvet_api::ApiKey;
use velvet_engine::InFlightRegistry;
use velvet_updates::Version;

/// What all services share. Clones share it, too.
#[derive(Clone)]
pub(super) struct Context(Arc<Shared>);

/// The inside of a [`Context`].
pub(super) struct Shared {
    pub(super) deps: Dependencies,
    /// Held only briefly: never across an await, and never while a file is read or written.
    memory: Mutex<Memory>,
    /// Locked while the preferences are written, so that one save ends before the next begins. Whoever holds it may lock
    /// the memory for a moment; never the other way round.
    preference_file: Mutex<PreferenceFile>,
    /// Serializes changes of mode, keys, and accounts.
    pub(super) exclusive: tokio::sync::Mutex<()>,
    pub(super) in_flight: InFlightRegistry,
    /// The list that is being prepared.
    pub(super) open_lists: OpenLists,
    pub(super) exports: Exports,
    /// The number of running batches, in both modes.
    pub(super) running: watch::Sender<usize>,
    /// Changes when the user turns notices of new versions on or off.
    pub(super) updates_set: watch::Sender<()>,
    /// Lets one check for new versions happen at a time.
    pub(super) update_check: tokio::sync::Mutex<()>,
    /// Source of the revisions of everything that is made for the window.
    revision: AtomicU64,
}

/// What the app knows besides its ledgers.
pub(super) struct Memory {
    pub(super) stored: StoredPreferences,
    pub(super) keys: BTreeMap<Slot, Held>,
    /// The last text that was entered as a key and looked like something else.
    pub(super) doubted: Option<ApiKey>,
    pub(super) live: Arc<Workspace>,
    pub(super) practice: Option<Arc<Workspace>>,
    pub(super) notices: Vec<Notice>,
    pub(super) names_hidden: bool,
    /// The version whose notice the user put off in this run of the app.
    pub(super) postponed: Option<Version>,
}

impl Context {
    pub(super) fn new(
        deps: Dependencies,
        file: PreferenceFile,
        stored: StoredPreferences,
        notices: Vec<Notice>,
    ) -> Self {
        let live = Arc::new(Workspace::new(Mode::Live, Vec::new()));
        let memory = Memory {
            names_hidden: stored.preferences.hide_names_at_start,
            stored,
            keys: BTreeMap::new(),
            doubted: None,
            live,
            practice: None,
            notices,
            postponed: None,
        };
        Self(Arc::new(Shared {
            deps,
            memory: Mutex::new(memory),
            preference_file: Mutex::new(file),
            exclusive: tokio::sync::Mutex::default(),
            in_flight: InFlightRegistry::default(),
            open_lists: OpenLists::default(),
            exports: Exports::default(),
            running: watch::Sender::new(0),
            updates_set: watch::Sender::new(()),
            update_check: tokio::sync::Mutex::default(),
            revision: AtomicU64::default(),
        }))
    }

    /// Changes what is stored besides the ledger, and saves it. The user is not told when that fails.
    pub(super) async fn remember(&self, change: impl FnOnce(&mut StoredPreferences)) {
        change(&mut self.memory().stored);
        self.save_preferences().await;
    }

    /// Saves what is stored besides the ledger.
    pub(super) async fn save_preferences(&self) {
        let (this, busy) = (self.clone(), self.in_flight.busy());
        let saved = run_blocking(move || {
            let _busy = busy;
            let file = this.preference_file();
            // Taken only now: of two changes the later one is on the disk, whoever gets here first.
            let stored = this.memory().stored.clone();
            if let Err(error) = file.save(&stored) {
                tracing::warn!(%error, "the preferences could not be saved");
            }
            Ok(())
        });
        let _ = saved.await;
    }

    /// Opens the ledger of a workspace, unless it is open. Notices about it come before all others.
    pub(super) async fn open_ledger(&self, workspace: &Arc<Workspace>) {
        let this = self.clone();
        let opening = workspace.alone(move |workspace| {
            let notices = workspace.open(&this.deps.data_dir, this.deps.clock.now());
            this.memory().notices.splice(0..0, notices);
        });
        opening.await;
    }

    /// Tells the window that the log changed, if it shows this log. Happens even if the future is dropped.
    pub(super) fn emit_log_changed(&self, workspace: &Arc<Workspace>) -> impl Future<Output = ()> + use<> {
        let this = self.clone();
        workspace.read_with(move |workspace| {
            let mark = workspace.ledger().and_then(|ledger| Ok(ledger.mark()?));
            if let Some(mark) = mark.ok().filter(|_| this.shows(workspace.mode)) {
                this.deps.events.log_changed(mark);
            }
        })
    }

    /// Returns a function that returns the context, as long as the app exists.
    pub(super) fn weak(&self) -> impl Fn() -> Option<Self> + Send + Sync + use<> {
        let weak = Arc::downgrade(&self.0);
        move || weak.upgrade().map(Self)
    }
}

impl Deref for Context {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Shared {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the workspace of the current mode.
    pub(super) fn workspace(&self) -> Arc<Workspace> {
        let memory = self.memory();
        match &memory.practice {
            Some(practice) if memory.stored.mode == Mode::Practice => practice.clone(),
            _ => memory.live.clone(),
        }
    }

    pub(super) fn workspaces(&self) -> Vec<Arc<Workspace>> {
        let memory = self.memory();
        [Some(memory.live.clone()), memory.practice.clone()].into_iter().flatten().collect()
    }

    /// Returns whether the window shows this mode now.
    pub(super) fn shows(&self, mode: Mode) -> bool {
        self.workspace().mode == mode
    }

    /// Returns a revision for something that is made for the window, higher than any before.
    pub(super) fn next_revision(&self) -> u64 {
        self.revision.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn preference_file(&self) -> MutexGuard<'_, PreferenceFile> {
        self.preference_file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a notice for the user, unless it is there already.
    pub(super) fn note(&self, notice: Notice) {
        let mut memory = self.memory();
        if !memory.notices.contains(&notice) {
            memory.notices.push(notice);
        }
    }
}
