use std::{
    error::Error,
    path::{Path, PathBuf},
};

use super::{
    Accounts, Lists,
    context::Context,
    file_names::file_name,
    scheduler::Scheduler,
    workspace::{Workspace, run_blocking, to_the_end},
};
use crate::view::{AppState, ErrorCode, Failure, TrimOffer};
use velvet_ledger::{LedgerError, Restorable};

/// Backups of the log, restoring them, and trimming.
#[derive(Clone)]
pub struct Backups {
    pub(super) ctx: Context,
    pub(super) scheduler: Scheduler,
    pub(super) accounts: Accounts,
    pub(super) lists: Lists,
}

impl Backups {
    /// Tries again to open a ledger that could not be opened.
    pub async fn reopen(&self) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let workspace = self.ctx.workspace();
        self.ctx.open_ledger(&workspace).await;
        if self.ctx.state().await.accounts.is_empty() && workspace.api().is_ok() {
            self.accounts.list_all(&workspace).await;
        }
        Ok(self.ctx.state().await)
    }

    /// Returns a suggested name for a backup.
    pub fn file_name(&self) -> String {
        format!("velvet-rope-{}.sqlite3", velvet_export::day(self.ctx.deps.clock.now()))
    }

    /// Returns the path of the ledger shown now.
    ///
    /// # Errors
    /// A `ledger_…` code if it is not open.
    pub fn ledger_file(&self) -> Result<PathBuf, Failure> {
        Ok(self.ctx.workspace().ledger()?.path().to_owned())
    }

    /// Writes the whole log shown now to one file, and returns the file's name. It does not contain the key.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code.
    pub async fn save(&self, path: PathBuf) -> Result<String, Failure> {
        let (this, workspace, busy) = (self.clone(), self.ctx.workspace(), self.ctx.in_flight.busy());
        run_blocking(move || {
            let _busy = busy;
            this.ctx.not_own(&path, ErrorCode::BackupNotSaved)?;
            workspace.ledger()?.save_backup(&path)?;
            Ok(file_name(&path))
        })
        .await
    }

    /// Replaces the log shown now with a backup. The old log is kept under another name.
    ///
    /// # Errors
    /// `batches_running` if something is being sent or queued; a `backup_…` code if the file is not one of the app's
    /// backups; a `ledger_…` code. The log is then unchanged.
    pub async fn restore(&self, path: PathBuf) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let workspace = self.ctx.workspace();
        let _closed = self.ctx.in_flight.close();
        if self.ctx.in_flight.any() || !workspace.queue.close_idle() {
            return Err(Failure::new(ErrorCode::BatchesRunning));
        }
        workspace.people.stop();
        self.ctx.open_lists.stop_look_up();
        // Wait for everything that is reading or writing the ledger.
        self.ctx.in_flight.none().await;
        let (this, its) = (self.clone(), workspace.clone());
        // In a task of its own, so that the queue is opened again even after a panic.
        let restored =
            to_the_end(async move { its.alone(move |workspace| this.replace(workspace, &path)).await });
        let restored = restored.await;
        workspace.queue.open();
        restored?;
        self.ctx.open_lists.forget_started();
        self.scheduler.end_what_was_stopping(&workspace).await;
        // The restored accounts belong to the key that was in use when the file was written.
        if workspace.api().is_ok() {
            self.accounts.list_all(&workspace).await;
        }
        self.lists.check_again().await;
        self.ctx.emit_log_changed(&workspace).await;
        let state = self.ctx.state().await;
        self.ctx.deps.events.state_changed(state.clone());
        Ok(state)
    }

    /// Returns what trimming the log shown now would remove.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn trim_offer(&self, before: i64) -> Result<TrimOffer, Failure> {
        let workspace = self.ctx.workspace();
        run_blocking(move || Ok(workspace.ledger()?.trim_offer(before)?)).await
    }

    /// Removes what ended before `before`, in milliseconds since 1970. See [`velvet_ledger::Ledger::trim`].
    ///
    /// # Errors
    /// A `ledger_…` code. The log is then unchanged.
    pub async fn trim(&self, before: i64) -> Result<AppState, Failure> {
        let (this, workspace, busy) = (self.clone(), self.ctx.workspace(), self.ctx.in_flight.busy());
        to_the_end(async move {
            let _busy = busy;
            {
                // Entries that are being undone must not be removed in the meantime.
                let _one = workspace.writing.lock().await;
                workspace.write(move |ledger| ledger.trim(before)).await?;
            }
            this.ctx.emit_log_changed(&workspace).await;
            let shrunk = workspace.write(|ledger| {
                if let Err(error) = ledger.shrink() {
                    tracing::warn!(
                        error = &error as &dyn Error,
                        "the space of trimmed entries is not freed yet"
                    );
                }
                Ok::<_, LedgerError>(())
            });
            // The trim is done, whatever becomes of its space.
            let _ = shrunk.await;
            Ok(this.ctx.state().await)
        })
        .await
    }

    fn replace(&self, workspace: &Workspace, source: &Path) -> Result<(), Failure> {
        let ledger = workspace.ledger()?;
        let ready = Restorable::read(source, ledger.path(), &workspace.numbers())?;
        drop(ledger);
        let notices = workspace.restore(ready, &self.ctx.deps.data_dir, self.ctx.deps.clock.now())?;
        self.ctx.memory().notices.extend(notices);
        Ok(())
    }
}
