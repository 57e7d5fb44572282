use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::{
    context::{Context, Shared},
    erase::is_own,
    lists::safe_file_name,
    scheduler::PROGRESS_INTERVAL,
    workspace::run_blocking,
};
use crate::view::{ErrorCode, ExportFormat, ExportProgress, ExportWords, Failure};
use velvet_export::{self, Rows, Watch};

/// The stop flag of the latest export.
#[derive(Default)]
pub(super) struct Exports(Mutex<Arc<AtomicBool>>);

impl Exports {
    /// Begins an export and stops the one before.
    fn begin(&self) -> Arc<AtomicBool> {
        let stop = Arc::<AtomicBool>::default();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *last, stop.clone()).store(true, Ordering::Relaxed);
        stop
    }

    pub(super) fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).store(true, Ordering::Relaxed);
    }
}

/// An export of rows to a file that the user chooses.
pub struct Export<R> {
    ctx: Context,
    rows: R,
    format: ExportFormat,
    words: ExportWords,
}

impl<R> Export<R> {
    pub(super) fn new(ctx: &Context, rows: R, format: ExportFormat, words: ExportWords) -> Self {
        Self { ctx: ctx.clone(), rows, format, words }
    }
}

impl<R: Rows<Error: Into<Failure>> + 'static> Export<R> {
    /// Returns a suggested name for the file.
    pub fn file_name(&self) -> String {
        let ending = match self.format {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::JsonLines => "jsonl",
        };
        format!("{}.{ending}", safe_file_name(&self.words.name))
    }

    /// Writes the file, whole or not at all, and returns its name.
    ///
    /// # Errors
    /// `export_stopped`, `export_not_saved`, or a `ledger_…` code. An existing file is then unchanged.
    pub async fn write(self, path: PathBuf) -> Result<String, Failure> {
        let Self { ctx, mut rows, format, words } = self;
        let (stop, busy) = (ctx.exports.begin(), ctx.in_flight.busy());
        run_blocking(move || {
            let _busy = busy;
            ctx.not_own(&path, ErrorCode::ExportNotSaved)?;
            let mut progress = progress(ctx);
            let watch = Watch { stop: &|| stop.load(Ordering::Relaxed), progress: &mut progress };
            velvet_export::write(&path, &mut rows, format, &words, watch)?;
            Ok(file_name(&path))
        })
        .await
    }
}

/// Returns a callback that reports progress to the window, at most once per [`PROGRESS_INTERVAL`].
fn progress(ctx: Context) -> impl FnMut(ExportProgress) + Send {
    let mut told = None::<Instant>;
    move |progress| {
        if told.is_none_or(|told| told.elapsed() >= PROGRESS_INTERVAL) {
            told = Some(Instant::now());
            ctx.deps.events.export_progress(progress);
        }
    }
}

impl Shared {
    /// Refuses to overwrite one of the app's own files.
    pub(super) fn not_own(&self, path: &Path, code: ErrorCode) -> Result<(), Failure> {
        if is_own(path, &self.deps.data_dir) {
            return Err(Failure::new(code).with("file", file_name(path)));
        }
        Ok(())
    }
}

/// Returns the last component of a path, for the user to read.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
