use super::{
    batch_views::not_possible, context::Context, entries::LONGEST_NAME, scheduler::Scheduler,
    workspace::run_blocking,
};
use crate::view::{
    BatchCourse, BatchFilter, BatchQuery, BatchRows, BatchSlice, BatchStanding, BatchState, BatchView,
    Failure, PauseReason,
};
use velvet_engine::Control;
use velvet_ledger::{BatchRecord, Ledger, LedgerError, StoredState};
use velvet_model::sanitize::line;

/// Batches of many fans: running, queued, and ended ones, and what follows from them.
#[derive(Clone)]
pub struct Batches {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
}

impl Batches {
    /// Returns a page of the batches of many fans, newest first, at most 200.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn page(&self, offset: u64, limit: u32) -> Result<BatchSlice, Failure> {
        self.find(BatchQuery::default(), offset, limit).await
    }

    /// Returns a page of the batches of many fans that match a query, newest first, at most 200.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn find(&self, query: BatchQuery, offset: u64, limit: u32) -> Result<BatchSlice, Failure> {
        let workspace = self.ctx.workspace();
        let ctx = self.ctx.clone();
        workspace
            .read_with(move |workspace| {
                let paused = match query.standing {
                    Some(BatchStanding::Open) => Some(false),
                    Some(BatchStanding::Paused) => Some(true),
                    _ => None,
                };
                let open = paused.map(|paused| {
                    let open = ctx.open_batches(workspace).into_iter();
                    let wanted =
                        open.filter(|view| matches!(view.state, BatchState::Paused { .. }) == paused);
                    wanted.map(|view| view.id).collect::<Vec<_>>()
                });
                let (total, records) =
                    workspace.ledger()?.find_batches(&query, open.as_deref(), offset, limit)?;
                let batches = records.into_iter().map(|record| ctx.view_of(workspace, record)).collect();
                Ok(BatchSlice { total, offset, batches })
            })
            .await
    }

    /// Returns a batch.
    ///
    /// # Errors
    /// `batch_not_possible` if there is no such batch.
    pub async fn get(&self, batch: i64) -> Result<BatchView, Failure> {
        self.ctx.batch_view(&self.ctx.workspace(), batch).await
    }

    /// Returns a page of a batch's items, at most 200.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn rows(
        &self,
        batch: i64,
        filter: BatchFilter,
        offset: u64,
        limit: u32,
    ) -> Result<BatchRows, Failure> {
        self.ctx.workspace().read(move |ledger| ledger.batch_rows(batch, filter, offset, limit)).await
    }

    /// Pauses a batch. Does not wait for the requests in flight to complete. A batch that has ended or is pausing
    /// already is left unchanged.
    ///
    /// # Errors
    /// `batch_not_possible` if there is no such batch.
    pub async fn pause(&self, batch: i64) -> Result<BatchView, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        if !workspace.queue.order(batch, Control::Pause) && workspace.queue.take(batch) {
            workspace.write(move |ledger| ledger.pause_batch(batch, &PauseReason::User)).await?;
            self.scheduler.emit_queued(&workspace).await;
        }
        self.ctx.batch_view(&workspace, batch).await
    }

    /// Resumes a paused batch, after those that are queued already.
    ///
    /// # Errors
    /// `batch_not_possible` if it has ended, `key_missing`.
    pub async fn resume(&self, batch: i64) -> Result<BatchView, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        workspace.api()?;
        let record = workspace.read(move |ledger| ledger.batch(batch)).await?;
        let record = record.filter(is_open).ok_or_else(not_possible)?;
        workspace.api_of(&record.account).await?;
        if workspace.queue.order(batch, Control::Go) {
            let ends = |view: &BatchView| matches!(view.state, BatchState::Stopping | BatchState::Ended);
            let view = self.ctx.batch_view(&workspace, batch).await?;
            return if ends(&view) { Err(not_possible()) } else { Ok(view) };
        }
        if !workspace.write(move |ledger| ledger.resume_batch(batch)).await? {
            return Err(not_possible());
        }
        Ok(self.scheduler.enqueue(&workspace, BatchRecord { stored: StoredState::Open, ..record }).await)
    }

    /// Stops a batch for good. Does not wait for the requests in flight to complete. A batch that has ended is left
    /// unchanged.
    ///
    /// # Errors
    /// `batch_not_possible` if there is no such batch.
    pub async fn stop(&self, batch: i64) -> Result<BatchView, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        if !workspace.queue.order(batch, Control::Stop) {
            let waited = workspace.queue.take(batch);
            let record = workspace.read(move |ledger| ledger.batch(batch)).await?.ok_or_else(not_possible)?;
            if is_open(&record) && workspace.write(move |ledger| ledger.stop_batch(batch)).await? {
                self.scheduler.end_stopping(&workspace, batch);
            }
            if waited {
                self.scheduler.emit_queued(&workspace).await;
            }
        }
        self.ctx.batch_view(&workspace, batch).await
    }

    /// Starts a batch that undoes this one, and returns it.
    ///
    /// # Errors
    /// `batch_not_possible` if there is nothing to undo, or the batch has not ended; `key_missing`.
    pub async fn undo(&self, batch: i64) -> Result<BatchView, Failure> {
        self.follow(batch, Ledger::write_undo).await
    }

    /// Starts a batch that retries what failed, is unconfirmed, or was never sent, and returns it.
    ///
    /// # Errors
    /// `batch_not_possible` if there is nothing to retry, or the batch has not ended; `key_missing`.
    pub async fn retry(&self, batch: i64) -> Result<BatchView, Failure> {
        self.follow(batch, Ledger::write_retry).await
    }

    /// Renames a batch of a list.
    ///
    /// # Errors
    /// `batch_not_possible` if there is no such batch, a `ledger_…` code.
    pub async fn rename(&self, batch: i64, name: String) -> Result<BatchView, Failure> {
        let _busy = self.ctx.in_flight.busy();
        let workspace = self.ctx.workspace();
        let name = line(&name, LONGEST_NAME);
        if !workspace.write(move |ledger| ledger.name_batch(batch, &name)).await? {
            return Err(not_possible());
        }
        self.ctx.emit_batch(&workspace, batch).await;
        self.ctx.emit_log_changed(&workspace).await;
        self.ctx.batch_view(&workspace, batch).await
    }

    /// Returns how a batch went over time.
    ///
    /// # Errors
    /// `batch_not_possible` if there is no such batch, a `ledger_…` code.
    pub async fn timeline(&self, batch: i64) -> Result<BatchCourse, Failure> {
        let (log, now) = (self.ctx.workspace().log()?, self.ctx.deps.clock.now());
        let busy = self.ctx.in_flight.busy();
        run_blocking(move || {
            let _busy = busy;
            let record = log.ledger().batch(batch)?.ok_or_else(not_possible)?;
            log.course(&record, now)
        })
        .await
    }

    async fn follow(
        &self,
        batch: i64,
        write: fn(&Ledger, i64, i64) -> Result<Option<BatchRecord>, LedgerError>,
    ) -> Result<BatchView, Failure> {
        let (workspace, now) = (self.ctx.workspace(), self.ctx.deps.clock.now());
        workspace.api()?;
        let begun = self.scheduler.begin(&workspace, move |workspace| {
            // While a batch is open, it may still do more than an undo would cover.
            let ledger = workspace.ledger()?;
            let ended = |record: &BatchRecord| record.stored == StoredState::Ended;
            let old = ledger.batch(batch)?.filter(ended).ok_or_else(not_possible)?;
            workspace.api_for(&old.account)?;
            write(&ledger, batch, now)?.ok_or_else(not_possible)
        });
        let view = begun.await?;
        self.ctx.emit_batch(&workspace, batch).await;
        Ok(view)
    }
}

fn is_open(record: &BatchRecord) -> bool {
    matches!(record.stored, StoredState::Open | StoredState::Paused(_))
}
