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

/// The open list, the read that may replace it, and the list that was started last.
#[derive(Default)]
pub(super) struct OpenLists(pub(super) Mutex<ImportState>);

#[derive(Default)]
pub(super) struct ImportState {
    pub(super) open: Option<OpenImport>,
    /// The list that was started last, with the number of its batch. It can be checked for another account.
    started: Option<(i64, OpenImport)>,
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

    /// Keeps a list whose batch was started, in place of the one before.
    pub(super) fn keep_started(&self, batch: i64, open: OpenImport) {
        self.state().started = Some((batch, open));
    }

    /// Returns the batch whose list is kept, if it is one of this mode.
    pub(super) fn started(&self, mode: Mode) -> Option<i64> {
        self.state().started.as_ref().filter(|(_, open)| open.mode == mode).map(|(batch, _)| *batch)
    }

    /// Returns the list of a batch, if it is the one that was started last.
    pub(super) fn started_as(&self, batch: i64) -> Result<OpenImport, Failure> {
        let state = self.state();
        let kept = state.started.as_ref().filter(|(its, _)| *its == batch);
        kept.map(|(_, open)| open.clone()).ok_or_else(outdated)
    }

    /// Drops the list that was started last, since its batch is gone.
    pub(super) fn forget_started(&self) {
        self.state().started = None;
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
