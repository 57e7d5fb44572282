//! The app without its window: one object that holds the mode, the key, the accounts and the ledger, and does what
//! the user asks. The shell hands in the keychain, the practice service, the clock and somebody to tell.

mod accounts;
mod act;
mod batches;
mod dependencies;
mod erase;
mod exports;
mod held_key;
mod key;
mod lists;
mod log;
mod log_acts;
mod log_files;
mod mode;
mod open_import;
mod people;
mod preferences;
mod queue;
mod rejected_rows;
mod report;
mod scheduler;
mod start;
mod start_list;
mod state;
mod workspace;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

pub use dependencies::{Dependencies, EventSink, Keychain, Practice, PracticeHost};
pub use log_files::Export;
pub use people::PeopleExportCursor;
pub use rejected_rows::RejectedRows;
use tokio::sync::OnceCell;

use self::{
    exports::Exports,
    held_key::{Held, Slot},
    open_import::Lists,
    preferences::Stored,
    workspace::Workspace,
};
use crate::view::Notice;
use velvet_api::ApiKey;
use velvet_engine::InFlightRegistry;

/// The app. Cheap to clone; clones are the same app.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    deps: Dependencies,
    /// What is in memory. Held for moments only, never across a wait.
    memory: Mutex<Memory>,
    /// The key is read, and practice started, once and before anything else.
    started: OnceCell<()>,
    /// Changes of mode, key and accounts happen one after the other.
    turn: tokio::sync::Mutex<()>,
    in_flight: InFlightRegistry,
    /// The list that is being prepared.
    lists: Lists,
    exports: Exports,
    /// How many batches run, in both modes.
    running: Mutex<usize>,
    /// Rises with everything that is made for the window.
    revision: AtomicU64,
}

struct Memory {
    stored: Stored,
    keys: BTreeMap<Slot, Held>,
    /// A text that looked like something else than a key when it was given.
    doubted: Option<ApiKey>,
    live: Arc<Workspace>,
    practice: Option<Arc<Workspace>>,
    notices: Vec<Notice>,
}

impl App {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.inner.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deps(&self) -> &Dependencies {
        &self.inner.deps
    }

    /// The desks that there are.
    fn workspaces(&self) -> Vec<Arc<Workspace>> {
        let memory = self.memory();
        [Some(memory.live.clone()), memory.practice.clone()].into_iter().flatten().collect()
    }

    /// A number for something that is made for the window.
    fn next_revision(&self) -> u64 {
        self.inner.revision.fetch_add(1, Ordering::Relaxed)
    }
}
