use std::path::{Path, PathBuf};

use super::{
    Accounts, Lists,
    context::Context,
    exports::file_name,
    overview::Overview,
    scheduler::Scheduler,
    workspace::{Workspace, run_blocking},
};
use crate::view::{AppState, ErrorCode, Failure, TrimOffer};
use velvet_ledger::Restorable;
use velvet_platform::blocking;

/// Backups of the log, what takes its place, and what is trimmed from it.
#[derive(Clone)]
pub struct Backups {
    pub(super) ctx: Context,
    pub(super) overview: Overview,
    pub(super) scheduler: Scheduler,
    pub(super) accounts: Accounts,
    pub(super) lists: Lists,
}

impl Backups {
    /// Tries again to open a ledger that could not be opened.
    pub async fn reopen(&self) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let workspace = self.ctx.workspace();
        let notices = blocking(|| workspace.open(&self.ctx.deps.data_dir, self.ctx.deps.clock.now()));
        self.ctx.memory().notices.extend(notices);
        if self.overview.state().accounts.is_empty() && workspace.api().is_ok() {
            self.accounts.list_all(&workspace).await;
        }
        Ok(self.overview.state())
    }

    /// A name for a back-up, which the user may change.
    pub fn file_name(&self) -> String {
        format!("velvet-rope-{}.sqlite3", velvet_export::day(self.ctx.deps.clock.now()))
    }

    /// Writes the log shown now, whole, to one file, and gives its name. The key is not in it.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code.
    pub async fn save(&self, path: PathBuf) -> Result<String, Failure> {
        let (this, workspace, busy) = (self.clone(), self.ctx.workspace(), self.ctx.in_flight.busy());
        run_blocking(move || {
            let _busy = busy;
            this.ctx.not_own(&path, ErrorCode::BackupNotSaved)?;
            workspace.ledger()?.save_backup(&path).map(|()| file_name(&path))
        })
        .await
    }

    /// Takes a back-up in place of the log shown now, which is kept under another name.
    ///
    /// # Errors
    /// `batches_running` while something is sent or will be by itself; a `backup_…` code when the file is none of ours;
    /// a `ledger_…` code. The log is as it was then.
    pub async fn restore(&self, path: PathBuf) -> Result<AppState, Failure> {
        let _turn = self.ctx.exclusive.lock().await;
        let workspace = self.ctx.workspace();
        let _closed = self.ctx.in_flight.close();
        if self.ctx.in_flight.any() || !workspace.queue.close_idle() {
            return Err(Failure::new(ErrorCode::BatchesRunning));
        }
        workspace.people.stop();
        self.ctx.open_lists.stop_look_up();
        // Whatever reads or writes the ledger just now.
        self.ctx.in_flight.none().await;
        let (this, its) = (self.clone(), workspace.clone());
        let restored = run_blocking(move || this.replace(&its, &path)).await;
        workspace.queue.open();
        restored?;
        self.scheduler.end_what_was_stopping(&workspace);
        // The accounts are those of the key that was there when the file was written.
        if workspace.api().is_ok() {
            self.accounts.list_all(&workspace).await;
        }
        self.lists.check_again().await;
        self.ctx.emit_log_changed(&workspace);
        let state = self.overview.state();
        self.ctx.deps.events.state_changed(state.clone());
        Ok(state)
    }

    /// What would go if the log shown now were trimmed.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn trim_offer(&self, before: i64) -> Result<TrimOffer, Failure> {
        let workspace = self.ctx.workspace();
        run_blocking(move || workspace.ledger()?.trim_offer(before)).await
    }

    /// Removes what ended before a moment, as [`velvet_ledger::Ledger::trim`] says.
    ///
    /// # Errors
    /// A `ledger_…` code; the log is as it was.
    pub async fn trim(&self, before: i64) -> Result<AppState, Failure> {
        let (workspace, busy) = (self.ctx.workspace(), self.ctx.in_flight.busy());
        let its = workspace.clone();
        run_blocking(move || {
            let _busy = busy;
            // What is being taken back must not go meanwhile.
            let _one = its.one_writing();
            its.ledger()?.trim(before)
        })
        .await?;
        blocking(|| self.ctx.emit_log_changed(&workspace));
        Ok(self.overview.state())
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
