use std::sync::Arc;

use super::{App, queue::Position, workspace::Workspace};
use crate::view::{
    BatchFilter, BatchRows, BatchSlice, BatchState, BatchView, ErrorCode, Failure, PauseReason, Speed,
};
use velvet_api::{Api, Pacing};
use velvet_engine::Control;
use velvet_ledger::{BatchRecord, Ledger, StoredState};
use velvet_platform::blocking;

impl App {
    /// Batches of many, newest first; at most 200 of them.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn batches(&self, offset: u64, limit: u32) -> Result<BatchSlice, Failure> {
        self.started().await;
        let workspace = self.workspace();
        blocking(|| {
            let _one = workspace.one_view();
            let (total, records) = workspace.ledger()?.batches(offset, limit)?;
            let batches = records.into_iter().map(|record| self.view_of(&workspace, record)).collect();
            Ok(BatchSlice { total, offset, batches })
        })
    }

    /// One batch.
    ///
    /// # Errors
    /// `batch_not_possible` when there is none.
    pub async fn batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.started().await;
        let workspace = self.workspace();
        blocking(|| self.batch_view(&workspace, batch))
    }

    /// Items of a batch, at most 200 of them.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn batch_rows(
        &self,
        batch: i64,
        filter: BatchFilter,
        offset: u64,
        limit: u32,
    ) -> Result<BatchRows, Failure> {
        self.started().await;
        let ledger = self.workspace().ledger()?;
        blocking(|| ledger.batch_rows(batch, filter, offset, limit))
    }

    /// Lets no more of a batch leave. What is on its way comes to its end, which is not waited for here. One that has
    /// ended, or pauses already, is left as it is.
    ///
    /// # Errors
    /// `batch_not_possible` when there is none.
    pub async fn pause_batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.started().await;
        let workspace = self.workspace();
        blocking(|| {
            if !workspace.queue.order(batch, Control::Pause) && workspace.queue.take(batch) {
                workspace.ledger()?.pause_batch(batch, &PauseReason::User)?;
                self.emit_queued(&workspace);
            }
            self.batch_view(&workspace, batch)
        })
    }

    /// Goes on with a batch that waits for the user, after those that were here first.
    ///
    /// # Errors
    /// `batch_not_possible` when it has ended, `key_missing`.
    pub async fn resume_batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.started().await;
        let workspace = self.workspace();
        workspace.api()?;
        blocking(|| {
            let ledger = workspace.ledger()?;
            let open =
                |record: &BatchRecord| matches!(record.stored, StoredState::Open | StoredState::Paused(_));
            let record = ledger.batch(batch)?.filter(open).ok_or_else(not_possible)?;
            workspace.api_of(&record.account)?;
            if workspace.queue.order(batch, Control::Go) {
                let ends = |view: &BatchView| matches!(view.state, BatchState::Stopping | BatchState::Ended);
                let view = self.batch_view(&workspace, batch)?;
                return if ends(&view) { Err(not_possible()) } else { Ok(view) };
            }
            if !ledger.resume_batch(batch)? {
                return Err(not_possible());
            }
            Ok(self.enqueue(&workspace, BatchRecord { stored: StoredState::Open, ..record }))
        })
    }

    /// Lets no more of a batch leave, for good. What is on its way comes to its end, which is not waited for here. One
    /// that has ended is left as it is.
    ///
    /// # Errors
    /// `batch_not_possible` when there is none.
    pub async fn stop_batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.started().await;
        let workspace = self.workspace();
        blocking(|| {
            if !workspace.queue.order(batch, Control::Stop) {
                let waited = workspace.queue.take(batch);
                let record = workspace.ledger()?.batch(batch)?.ok_or_else(not_possible)?;
                let open = matches!(record.stored, StoredState::Open | StoredState::Paused(_));
                if open && workspace.ledger()?.stop_batch(batch)? {
                    self.end_stopping(&workspace, batch);
                }
                if waited {
                    self.emit_queued(&workspace);
                }
            }
            self.batch_view(&workspace, batch)
        })
    }

    /// Starts a batch that takes back what this one did, and gives the new one.
    ///
    /// # Errors
    /// `batch_not_possible` when there is nothing to take back, or more may yet be done; `key_missing`.
    pub async fn undo_batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.follow(batch, Ledger::write_undo).await
    }

    /// Starts a batch of what failed, is not sure or was never sent, and gives the new one.
    ///
    /// # Errors
    /// `batch_not_possible` when there is nothing to try again, `key_missing`.
    pub async fn retry_batch(&self, batch: i64) -> Result<BatchView, Failure> {
        self.follow(batch, Ledger::write_retry).await
    }

    async fn follow(
        &self,
        batch: i64,
        write: fn(&Ledger, i64, i64) -> Result<Option<BatchRecord>, Failure>,
    ) -> Result<BatchView, Failure> {
        let busy = self.inner.in_flight.busy();
        self.started().await;
        let workspace = self.workspace();
        workspace.api()?;
        let app = self.clone();
        let written = tokio::task::spawn_blocking(move || {
            let _busy = busy;
            let _one = workspace.one_writing();
            // While it is open, what is taken back now would not be all of it.
            let ledger = workspace.ledger()?;
            let ended = |record: &BatchRecord| record.stored == StoredState::Ended;
            let old = ledger.batch(batch)?.filter(ended).ok_or_else(not_possible)?;
            workspace.api_of(&old.account)?;
            let new = write(&ledger, batch, app.deps().clock.now())?.ok_or_else(not_possible)?;
            let view = app.enqueue(&workspace, new);
            app.emit_batch(&workspace, batch);
            Ok(view)
        });
        written.await.unwrap_or_else(|_| Err(Failure::new(ErrorCode::Internal)))
    }

    /// Puts a batch that is written down into the queue, and returns it as it stands then. Nothing can fail any more: the
    /// batch is in the ledger, and whoever started it must hear of it.
    pub(super) fn enqueue(&self, workspace: &Arc<Workspace>, batch: BatchRecord) -> BatchView {
        workspace.queue.push(batch.id);
        self.run_next(workspace);
        let _one = workspace.one_view();
        self.view_of(workspace, batch)
    }

    /// Batches that have not ended, in the order in which they run; those that wait for the user come last.
    pub(super) fn open_batches(&self, workspace: &Workspace) -> Vec<BatchView> {
        let _one = workspace.one_view();
        let Ok(records) = workspace.ledger().and_then(|ledger| ledger.open_batches()) else {
            return Vec::new();
        };
        let mut views: Vec<_> = records.into_iter().map(|record| self.view_of(workspace, record)).collect();
        views.sort_by_key(|view| match view.state {
            BatchState::Running { .. } | BatchState::Pausing | BatchState::Stopping => 0,
            BatchState::Queued { ahead } => ahead.saturating_add(1),
            BatchState::Paused { .. } | BatchState::Ended => u64::MAX,
        });
        views
    }

    /// How a batch stands now.
    pub(super) fn batch_view(&self, workspace: &Workspace, batch: i64) -> Result<BatchView, Failure> {
        let _one = workspace.one_view();
        let record = workspace.ledger()?.batch(batch)?.ok_or_else(not_possible)?;
        Ok(self.view_of(workspace, record))
    }

    fn view_of(&self, workspace: &Workspace, record: BatchRecord) -> BatchView {
        let place = workspace.queue.position(record.id);
        let state = state(&place, &record.stored);
        let progress = match place {
            Position::Running { progress, .. } if state != BatchState::Ended => Some(progress),
            _ => None,
        };
        let api = workspace.api_of(&record.account).ok();
        let needed = |items| api.as_ref().map(|api| seconds(api, record.speed, items));
        let waits = matches!(state, BatchState::Queued { .. } | BatchState::Paused { .. });
        let left = if waits { needed(record.counts.waiting) } else { None };
        BatchView {
            revision: self.next_revision(),
            id: record.id,
            name: record.name,
            account: record.account.to_string(),
            account_name: record.account_name,
            action: record.action,
            speed: record.speed,
            state,
            counts: record.counts,
            per_minute: progress.as_ref().and_then(|progress| progress.per_minute),
            seconds_left: progress.as_ref().map_or(left, |progress| progress.seconds_left),
            wait: progress.as_ref().and_then(|progress| progress.wait),
            unknown_replies: record.unknown_replies,
            requests: record.requests,
            began: record.began,
            ended: record.ended,
            undoes: record.undoes,
            retries: record.retries,
            looked: record.looked,
            can_undo: record.can_undo,
            undo_seconds: needed(record.can_undo),
            can_retry: record.can_retry,
            retry_seconds: needed(record.can_retry),
        }
    }
}

/// Whether it has ended is on the disk; where it stands before that, the line knows better.
fn state(place: &Position, stored: &StoredState) -> BatchState {
    match (stored, place) {
        (StoredState::Ended, _) => BatchState::Ended,
        (StoredState::Stopping, _) | (_, Position::Running { order: Control::Stop, .. }) => {
            BatchState::Stopping
        }
        // Paused on the disk, it is still to be found out why.
        (_, Position::Running { order: Control::Pause, .. })
        | (StoredState::Paused(_), Position::Running { .. }) => BatchState::Pausing,
        (StoredState::Open, Position::Running { order: Control::Go, progress }) => {
            BatchState::Running { step: progress.step }
        }
        (_, Position::Waiting(ahead)) => BatchState::Queued { ahead: *ahead },
        (StoredState::Open, Position::Halted(why)) => {
            BatchState::Paused { why: why.clone().unwrap_or(PauseReason::Interrupted) }
        }
        (StoredState::Paused(stored), Position::Halted(why)) => {
            BatchState::Paused { why: why.as_ref().unwrap_or(stored).clone() }
        }
    }
}

/// About how long `items` take.
pub(super) fn seconds(api: &Api, speed: Speed, items: u64) -> u64 {
    let tempo = match speed {
        Speed::Steady => Pacing::Steady,
        Speed::Fast => Pacing::Fast,
    };
    let needed = api.forecast(tempo, items);
    needed.as_secs() + u64::from(needed.subsec_nanos() > 0)
}

pub(super) fn not_possible() -> Failure {
    Failure::new(ErrorCode::BatchNotPossible)
}
