use std::{
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::Instant,
};

use super::{App, desk::Desk, erase::is_own, left_out::tame, lists::beside, running::BREATH};
use crate::{
    log::Taken,
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
    ) -> Result<Export<Taken>, Failure> {
        let (_, log) = self.log_shown().await?;
        let rows = log.taken(&selection)?;
        Ok(Export::new(self, rows, format, words))
    }

    /// Ends the export that is being written; it then fails with `export_stopped`.
    pub fn cancel_export(&self) {
        self.inner.exports.stop();
    }

    /// A name for a back-up, which the user may change.
    pub fn backup_name(&self) -> String {
        format!("velvet-rope-{}.sqlite3", velvet_export::day(self.parts().clock.now()))
    }

    /// Writes the log shown now, whole, to one file, and gives its name. The key is not in it.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code.
    pub async fn save_backup(&self, path: PathBuf) -> Result<String, Failure> {
        self.started().await;
        let (app, desk, busy) = (self.clone(), self.desk(), self.inner.flights.busy());
        beside(move || {
            let _busy = busy;
            app.not_own(&path, ErrorCode::BackupNotSaved)?;
            desk.ledger()?.save_backup(&path).map(|()| name(&path))
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
        let desk = self.desk();
        let _closed = self.inner.flights.close();
        if self.inner.flights.any() || !desk.queue.close_idle() {
            return Err(Failure::new(ErrorCode::BatchesRunning));
        }
        desk.people.stop();
        self.stop_look_up();
        // Whatever reads or writes the ledger just now.
        self.idle().await;
        let (app, its) = (self.clone(), desk.clone());
        let restored = beside(move || app.restore(&its, &path)).await;
        desk.queue.open();
        restored?;
        self.end_what_was_stopping(&desk);
        // The accounts are those of the key that was there when the file was written.
        if desk.api().is_ok() {
            self.refresh(&desk).await;
        }
        self.check_list_again().await;
        self.tell_log(&desk);
        let state = self.state();
        self.parts().listener.state_changed(state.clone());
        Ok(state)
    }

    /// What would go if the log shown now were trimmed.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn trim_offer(&self, before: i64) -> Result<TrimOffer, Failure> {
        self.started().await;
        let desk = self.desk();
        beside(move || desk.ledger()?.trim_offer(before)).await
    }

    /// Removes what ended before a moment, as [`velvet_ledger::Ledger::trim`] says.
    ///
    /// # Errors
    /// A `ledger_…` code; the log is as it was.
    pub async fn trim_log(&self, before: i64) -> Result<AppState, Failure> {
        self.started().await;
        let (desk, busy) = (self.desk(), self.inner.flights.busy());
        let its = desk.clone();
        beside(move || {
            let _busy = busy;
            // What is being taken back must not go meanwhile.
            let _one = its.one_writing();
            its.ledger()?.trim(before)
        })
        .await?;
        velvet_platform::on_disk(|| self.tell_log(&desk));
        Ok(self.state())
    }

    fn restore(&self, desk: &Desk, source: &Path) -> Result<(), Failure> {
        let ledger = desk.ledger()?;
        let ready = Restorable::read(source, ledger.path(), &desk.numbers())?;
        drop(ledger);
        let notices = desk.restore(ready, &self.parts().data_dir, self.parts().clock.now())?;
        self.memory().notices.extend(notices);
        Ok(())
    }

    /// A file of the app's own is not written over.
    fn not_own(&self, path: &Path, code: ErrorCode) -> Result<(), Failure> {
        if is_own(path, &self.parts().data_dir) {
            return Err(Failure::new(code).with("file", name(path)));
        }
        Ok(())
    }

    /// Tells the window how an export goes, as often as eyes can follow.
    fn progress_of_export(&self) -> impl FnMut(ExportProgress) + Send + use<> {
        let (app, mut told) = (self.clone(), None::<Instant>);
        move |progress| {
            if told.is_none_or(|told| told.elapsed() >= BREATH) {
                told = Some(Instant::now());
                app.parts().listener.export_progress(progress);
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
        format!("{}.{ending}", tame(&self.words.name))
    }

    /// Writes the file, whole or not at all, and gives its name.
    ///
    /// # Errors
    /// `export_stopped`, `export_not_saved`, or a `ledger_…` code. A file that was there before is unchanged.
    pub async fn write(self, path: PathBuf) -> Result<String, Failure> {
        let stop = self.app.inner.exports.begin();
        let Self { app, mut rows, format, words } = self;
        let busy = app.inner.flights.busy();
        beside(move || {
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
