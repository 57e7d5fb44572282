//! Batches as the window shows them.
//!
//! All views are made on the thread that reads the ledger, so that of two views the one with the higher number is the
//! newer one.

use std::sync::Arc;

use super::{context::Context, queue::Position, workspace::Workspace};
use crate::view::{BatchState, BatchView, ErrorCode, Failure, PauseReason, Speed};
use velvet_api::{Api, Pacing};
use velvet_engine::Control;
use velvet_ledger::{BatchRecord, StoredState};

impl Context {
    /// Returns the batches that have not ended, in the order in which they run. Paused ones come last.
    pub(super) fn open_batches(&self, workspace: &Workspace) -> Vec<BatchView> {
        let Ok(ledger) = workspace.ledger() else { return Vec::new() };
        let records = ledger.open_batches().unwrap_or_default();
        let mut views: Vec<_> = records.into_iter().map(|record| self.view_of(workspace, record)).collect();
        views.sort_by_key(|view| match view.state {
            BatchState::Running { .. } | BatchState::Pausing | BatchState::Stopping => 0,
            BatchState::Queued { ahead } => ahead.saturating_add(1),
            BatchState::Paused { .. } | BatchState::Ended => u64::MAX,
        });
        views
    }

    /// Returns the view of a batch.
    pub(super) async fn batch_view(
        &self,
        workspace: &Arc<Workspace>,
        batch: i64,
    ) -> Result<BatchView, Failure> {
        let this = self.clone();
        workspace.read_with(move |workspace| this.read_batch(workspace, batch)).await
    }

    /// Sends the view of a batch to the window, if it shows this mode. Happens even if the future is dropped.
    pub(super) fn emit_batch(
        &self,
        workspace: &Arc<Workspace>,
        batch: i64,
    ) -> impl Future<Output = ()> + Send + use<> {
        let this = self.clone();
        workspace.read_with(move |workspace| match this.read_batch(workspace, batch) {
            Ok(view) if this.shows(workspace.mode) => this.deps.events.batch_changed(view),
            Ok(_) => {}
            Err(failure) => tracing::warn!(code = ?failure.code, "a batch could not be shown"),
        })
    }

    fn read_batch(&self, workspace: &Workspace, batch: i64) -> Result<BatchView, Failure> {
        let record = workspace.ledger()?.batch(batch)?.ok_or_else(not_possible)?;
        Ok(self.view_of(workspace, record))
    }

    pub(super) fn view_of(&self, workspace: &Workspace, record: BatchRecord) -> BatchView {
        let place = workspace.queue.position(record.id);
        let state = state(&place, &record.stored);
        let progress = match place {
            Position::Running { progress, .. } if state != BatchState::Ended => Some(progress),
            _ => None,
        };
        let api = workspace.api_for(&record.account).ok();
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

/// Returns the state of a batch. The ledger knows whether it has ended. Until then, the queue knows better.
fn state(place: &Position, stored: &StoredState) -> BatchState {
    match (stored, place) {
        (StoredState::Ended, _) => BatchState::Ended,
        (StoredState::Stopping, _) | (_, Position::Running { order: Control::Stop, .. }) => {
            BatchState::Stopping
        }
        // The pause is in the ledger, but the reason for it is not final yet.
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

/// Estimates how many seconds `items` take.
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
