use std::{
    collections::HashMap,
    mem,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use crate::view::{ErrorCode, Failure, ListView, Mode};
use velvet_import::List;
use velvet_model::{Fan, ids::FanId};

/// The open list, and the read that may replace it.
#[derive(Default)]
pub(super) struct OpenLists(pub(super) Mutex<ImportState>);

#[derive(Default)]
pub(super) struct ImportState {
    pub(super) open: Option<OpenImport>,
    /// Stops the latest read.
    pub(super) reading: CancellationToken,
    /// Stops the latest look-up of names.
    look_up: CancellationToken,
}

#[derive(Clone)]
pub(super) struct OpenImport {
    pub(super) list: Arc<Mutex<List>>,
    /// The file it was read from.
    pub(super) path: Option<PathBuf>,
    pub(super) mode: Mode,
    pub(super) view: ListView,
    /// Shared by the clones, as the list is.
    pub(super) looked_up: Arc<Mutex<LookedUpIds>>,
}

/// The IDs of a list that were looked up, with the fan if the server returned one.
pub(super) type LookedUpIds = HashMap<FanId, Option<Fan>>;

impl OpenLists {
    /// Returns the view of the open list.
    pub(super) fn view(&self) -> Option<ListView> {
        self.state().open.as_ref().map(|open| open.view.clone())
    }

    /// Returns the open list.
    pub(super) fn open(&self) -> Result<OpenImport, Failure> {
        self.state().open.clone().ok_or_else(outdated)
    }

    /// Returns the open list, if it is the one that the user saw.
    pub(super) fn open_as(&self, revision: u64) -> Result<OpenImport, Failure> {
        self.open().and_then(|open| if open.view.revision == revision { Ok(open) } else { Err(outdated()) })
    }

    /// Removes and returns the open list, if it is the one that the user saw.
    pub(super) fn take(&self, revision: u64) -> Result<OpenImport, Failure> {
        self.state().open.take_if(|open| open.view.revision == revision).ok_or_else(outdated)
    }

    /// Puts back a list that was taken in vain, unless another one is open by now.
    pub(super) fn put_back(&self, open: OpenImport) {
        self.state().open.get_or_insert(open);
    }

    /// Stops the current read and begins another. Also stops the look-up, because the list will have other names or
    /// rows.
    pub(super) fn begin_reading(&self) -> CancellationToken {
        let mut state = self.state();
        state.look_up.cancel();
        replace_token(&mut state.reading)
    }

    /// Stops the current look-up of names and begins another.
    pub(super) fn begin_look_up(&self) -> CancellationToken {
        replace_token(&mut self.state().look_up)
    }

    /// Stops the look-up of names. The list stays as it is.
    pub(super) fn stop_look_up(&self) {
        self.state().look_up.cancel();
    }

    /// Stops all work on the list and closes it.
    pub(super) fn close(&self) {
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

pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
