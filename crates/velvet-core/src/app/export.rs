use std::{
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use super::{
    context::{Context, Shared},
    file_names::{file_name, safe_file_name},
    own_files::is_own,
    progress::throttled,
    workspace::run_blocking,
};
use crate::view::{ErrorCode, ExportFormat, ExportProgress, ExportWords, Failure};
use velvet_export::{self, Rows, Watch};

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
            let mut progress =
                throttled(|progress: ExportProgress| ctx.deps.events.export_progress(progress));
            let watch = Watch { stop: &|| stop.load(Ordering::Relaxed), progress: &mut progress };
            velvet_export::write(&path, &mut rows, format, &words, watch)?;
            Ok(file_name(&path))
        })
        .await
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
