//! Exports the log or a list of people to a file: a table, a workbook, or JSON Lines for programs. A file is written in
//! full or not at all, row by row, with only a few thousand rows in memory.

pub mod csv;
mod csv_injection;
mod json;
mod log;
mod people;
mod rows;
mod time;
mod words;
mod xlsx;

pub use rows::{Line, Rows, Watch};
pub use time::seconds;
pub use words::{ExportFormat, ExportProgress, ExportWords};

use std::{path::Path, sync::mpsc, thread};

use self::rows::{Feed, Sink, Trouble};
use velvet_model::{ErrorCode, Failure};
use velvet_platform::{
    failpoint::{self, FailPoint},
    files,
};

/// Rows fetched at once.
const CHUNK: usize = 2_000;

/// Chunks of rows fetched ahead while earlier ones are written.
const AHEAD: usize = 2;

/// Writes rows to `path`, in full or not at all. Returns the number of rows.
///
/// # Errors
/// `export_stopped`, `export_not_saved` with the file's name, or a `ledger_…` code. No partial file remains, and an
/// existing file is unchanged.
pub fn write<R: Rows>(
    path: &Path,
    rows: &mut R,
    format: ExportFormat,
    words: &ExportWords,
    watch: Watch<'_>,
) -> Result<u64, Failure> {
    let total = rows.total();
    let (written, done) = thread::scope(|scope| {
        let (give, given) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            loop {
                let next = rows.next(CHUNK);
                let last = next.as_ref().map_or(true, Vec::is_empty);
                // The receiver is gone once the export has ended.
                if give.send(next).is_err() || last {
                    return;
                }
            }
        });
        let mut feed = Feed { rows: given, total, done: 0, steps: 1, watch };
        let written = files::replace_with(path, |file| {
            match format {
                ExportFormat::Csv => write_rows(csv::Csv::<R::Line>::new(file, words)?, &mut feed),
                ExportFormat::JsonLines => write_rows(json::Lines::new(file), &mut feed),
                ExportFormat::Xlsx => xlsx::write(file, path.parent(), words, &mut feed),
            }?;
            failpoint::hit(FailPoint::BeforeExportMove);
            Ok(())
        });
        (written, feed.done)
    });
    match written {
        Ok(()) => Ok(done),
        Err(Trouble::Failure(failure)) => Err(failure),
        Err(Trouble::Stopped) => Err(Failure::new(ErrorCode::ExportStopped)),
        Err(Trouble::Io(error)) => {
            tracing::warn!(%error, "an export could not be written");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Err(Failure::new(ErrorCode::ExportNotSaved).with("file", name))
        }
    }
}

/// Returns the date of a timestamp in UTC, as `2026-11-24`. `millis` are milliseconds since 1970.
pub fn day(millis: i64) -> String {
    let mut text = time::seconds(millis);
    text.truncate("2026-11-24".len());
    text
}

fn write_rows<L: Line>(mut sink: impl Sink<L>, feed: &mut Feed<'_, L>) -> Result<(), Trouble> {
    while let Some(rows) = feed.next()? {
        for row in &rows {
            sink.row(row)?;
        }
        failpoint::hit(FailPoint::DuringExport);
    }
    Ok(sink.end()?)
}
