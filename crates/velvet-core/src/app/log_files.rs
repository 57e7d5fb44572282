use std::{
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::Instant,
};

use super::{
    App, erase::is_own, lists::run_blocking, rejected_rows::safe_file_name, scheduler::PROGRESS_INTERVAL,
    workspace::Workspace,
};
use crate::{
    log::ExportCursor,
    view::{AppState, ErrorCode, ExportFormat, ExportProgress, ExportWords, Failure, Selection, TrimOffer},
};
use velvet_export::{self, Rows, Watch};
use velvet_ledger::Restorable;

/// Rows to be written to a file that the user chooses.
pub struct Export<R> {
    app: App,
    rows: R,
    format: ExportFormat,
    words: ExportWords,
}

impl<R> Export<R> {
    pub(super) fn new(app: &App, rows: R, format: ExportFormat, words: ExportWords) -> Self {
        Self { app: app.clone(), rows, format, words }
    }
}

impl App {
    /// The chosen rows of the log shown now, in the words of the window.
    ///
    /// # Errors
    /// `log_outdated` when what they were chosen among is kept no more.
    pub async fn log_export(
        &self,
        selection: Selection,
        format: ExportFormat,
        words: ExportWords,
    ) -> Result<Export<ExportCursor>, Failure> {
        let (_, log) = self.log_shown().await?;
        let rows = log.export_cursor(&selection)?;
        Ok(Export::new(self, rows, format, words))
    }

    /// Ends the export that is being written; it then fails with `export_stopped`.
    pub fn cancel_export(&self) {
        self.inner.exports.stop();
    }

    /// A name for a back-up, which the user may change.
    pub fn backup_name(&self) -> String {
        format!("velvet-rope-{}.sqlite3", velvet_export::day(self.deps().clock.now()))
    }

    /// Writes the log shown now, whole, to one file, and gives its name. The key is not in it.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code.
    pub async fn save_backup(&self, path: PathBuf) -> Result<String, Failure> {
        self.started().await;
        let (app, workspace, busy) = (self.clone(), self.workspace(), self.inner.in_flight.busy());
        run_blocking(move || {
            let _busy = busy;
            app.not_own(&path, ErrorCode::BackupNotSaved)?;
            workspace.ledger()?.save_backup(&path).map(|()| name(&path))
        })
        .await
    }

    /// Takes a back-up in place of the log shown now, which is kept under another name.
    ///
    /// # Errors
    /// `batches_running` while something is sent or will be by itself; a `backup_…` code when the file is none of ours;
    /// a `ledger_…` code. The log is as it was then.
    pub async fn restore_backup(&self, path: PathBuf) -> Result<AppState, Failure> {
        self.started().await;
        let _turn = self.inner.turn.lock().await;
        let workspace = self.workspace();
        let _closed = self.inner.in_flight.close();
        if self.inner.in_flight.any() || !workspace.queue.close_idle() {
            return Err(Failure::new(ErrorCode::BatchesRunning));
        }
        workspace.people.stop();
        self.stop_look_up();
        // Whatever reads or writes the ledger just now.
        self.idle().await;
        let (app, its) = (self.clone(), workspace.clone());
        let restored = run_blocking(move || app.restore(&its, &path)).await;
        workspace.queue.open();
        restored?;
        self.end_what_was_stopping(&workspace);
        // The accounts are those of the key that was there when the file was written.
        if workspace.api().is_ok() {
            self.refresh(&workspace).await;
        }
        self.check_list_again().await;
        self.emit_log_changed(&workspace);
        let state = self.state();
        self.deps().events.state_changed(state.clone());
        Ok(state)
    }

    /// What would go if the log shown now were trimmed.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn trim_offer(&self, before: i64) -> Result<TrimOffer, Failure> {
        self.started().await;
        let workspace = self.workspace();
        run_blocking(move || workspace.ledger()?.trim_offer(before)).await
    }

    /// Removes what ended before a moment, as [`velvet_ledger::Ledger::trim`] says.
    ///
    /// # Errors
    /// A `ledger_…` code; the log is as it was.
    pub async fn trim_log(&self, before: i64) -> Result<AppState, Failure> {
        self.started().await;
        let (workspace, busy) = (self.workspace(), self.inner.in_flight.busy());
        let its = workspace.clone();
        run_blocking(move || {
            let _busy = busy;
            // What is being taken back must not go meanwhile.
            let _one = its.one_writing();
            its.ledger()?.trim(before)
        })
        .await?;
        velvet_platform::blocking(|| self.emit_log_changed(&workspace));
        Ok(self.state())
    }

    fn restore(&self, workspace: &Workspace, source: &Path) -> Result<(), Failure> {
        let ledger = workspace.ledger()?;
        let ready = Restorable::read(source, ledger.path(), &workspace.numbers())?;
        drop(ledger);
        let notices = workspace.restore(ready, &self.deps().data_dir, self.deps().clock.now())?;
        self.memory().notices.extend(notices);
        Ok(())
    }

    /// A file of the app's own is not written over.
    fn not_own(&self, path: &Path, code: ErrorCode) -> Result<(), Failure> {
        if is_own(path, &self.deps().data_dir) {
            return Err(Failure::new(code).with("file", name(path)));
        }
        Ok(())
    }

    /// Tells the window how an export goes, as often as eyes can follow.
    fn progress_of_export(&self) -> impl FnMut(ExportProgress) + Send + use<> {
        let (app, mut told) = (self.clone(), None::<Instant>);
        move |progress| {
            if told.is_none_or(|told| told.elapsed() >= PROGRESS_INTERVAL) {
                told = Some(Instant::now());
                app.deps().events.export_progress(progress);
            }
        }
    }
}

impl<R: Rows + 'static> Export<R> {
    /// A name for the file, which the user may change.
    pub fn file_name(&self) -> String {
        let ending = match self.format {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::JsonLines => "jsonl",
        };
        format!("{}.{ending}", safe_file_name(&self.words.name))
    }

    /// Writes the file, whole or not at all, and gives its name.
    ///
    /// # Errors
    /// `export_stopped`, `export_not_saved`, or a `ledger_…` code. A file that was there before is unchanged.
    pub async fn write(self, path: PathBuf) -> Result<String, Failure> {
        let stop = self.app.inner.exports.begin();
        let Self { app, mut rows, format, words } = self;
        let busy = app.inner.in_flight.busy();
        run_blocking(move || {
            let _busy = busy;
            app.not_own(&path, ErrorCode::ExportNotSaved)?;
            let mut progress = app.progress_of_export();
            let watch = Watch { stop: &|| stop.load(Ordering::Relaxed), progress: &mut progress };
            velvet_export::write(&path, &mut rows, format, &words, watch)?;
            Ok(name(&path))
        })
        .await
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
