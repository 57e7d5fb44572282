use std::{
    mem,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use crate::view::{ErrorCode, Failure, ListView, Mode};
use velvet_import::List;

/// The list that is open, and the reading that may take its place.
#[derive(Default)]
pub(in crate::app) struct OpenLists(pub(super) Mutex<ImportState>);

#[derive(Default)]
pub(super) struct ImportState {
    pub(super) open: Option<OpenImport>,
    /// Ends the reading that was begun last.
    pub(super) reading: CancellationToken,
    /// Ends the look-up of names that was begun last.
    look_up: CancellationToken,
}

#[derive(Clone)]
pub(super) struct OpenImport {
    pub(super) list: Arc<Mutex<List>>,
    /// The file it was read from.
    pub(super) path: Option<PathBuf>,
    pub(super) mode: Mode,
    pub(super) view: ListView,
}

impl OpenLists {
    /// What the window sees of the open list.
    pub(in crate::app) fn view(&self) -> Option<ListView> {
        self.state().open.as_ref().map(|open| open.view.clone())
    }

    /// The open list.
    pub(super) fn open(&self) -> Result<OpenImport, Failure> {
        self.state().open.clone().ok_or_else(outdated)
    }

    /// The open list, if it is the one the user saw.
    pub(super) fn open_as(&self, revision: u64) -> Result<OpenImport, Failure> {
        self.open().and_then(|open| if open.view.revision == revision { Ok(open) } else { Err(outdated()) })
    }

    /// Takes the open list out, if it is the one the user saw.
    pub(super) fn take(&self, revision: u64) -> Result<OpenImport, Failure> {
        self.state().open.take_if(|open| open.view.revision == revision).ok_or_else(outdated)
    }

    /// Puts a list back that was taken out in vain, unless there is another by now.
    pub(super) fn put_back(&self, open: OpenImport) {
        self.state().open.get_or_insert(open);
    }

    /// Ends a reading and begins another. What the list holds will be other names, or other rows of them.
    pub(super) fn begin_reading(&self) -> CancellationToken {
        let mut state = self.state();
        state.look_up.cancel();
        replace_token(&mut state.reading)
    }

    /// Ends a look-up of names and begins another.
    pub(super) fn begin_look_up(&self) -> CancellationToken {
        replace_token(&mut self.state().look_up)
    }

    /// Ends the look-up of names. The list stays as it is.
    pub(in crate::app) fn stop_look_up(&self) {
        self.state().look_up.cancel();
    }

    /// Ends whatever is done about the list and forgets it.
    pub(in crate::app) fn close(&self) {
        let mut state = self.state();
        state.reading.cancel();
        state.look_up.cancel();
        state.open = None;
    }

    pub(super) fn state(&self) -> MutexGuard<'_, ImportState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn outdated() -> Failure {
    Failure::new(ErrorCode::ListOutdated)
}

fn replace_token(stop: &mut CancellationToken) -> CancellationToken {
    let next = CancellationToken::new();
    mem::replace(stop, next.clone()).cancel();
    next
}

pub(super) fn lock(list: &Mutex<List>) -> MutexGuard<'_, List> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
