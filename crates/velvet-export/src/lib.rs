//! Exports the log or a list of people to a file: a table, a workbook, or JSON Lines for programs. A file is written in
//! full or not at all, row by row, with only a few thousand rows in memory.

pub mod csv;
mod csv_injection;
mod error;
mod json;
mod log;
mod people;
mod rows;
mod time;
mod words;
mod xlsx;

pub use error::ExportError;
pub use rows::{Line, Rows, Watch};
pub use time::seconds;
pub use words::{ExportFormat, ExportProgress, ExportWords};

use std::{path::Path, sync::mpsc, thread};

use self::rows::{Feed, Sink, Trouble};
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
/// If it was canceled, the rows could not be read, or the file could not be written. No partial file remains, and an
/// existing file is unchanged.
pub fn write<R: Rows>(
    path: &Path,
    rows: &mut R,
    format: ExportFormat,
    words: &ExportWords,
    watch: Watch<'_>,
) -> Result<u64, ExportError<R::Error>> {
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
        Err(Trouble::Rows(error)) => Err(ExportError::Rows(error)),
        Err(Trouble::Producer(error)) => Err(ExportError::Producer(error)),
        Err(Trouble::Stopped) => Err(ExportError::Canceled),
        Err(Trouble::Io(source)) => {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Err(ExportError::NotSaved { file, source })
        }
    }
}

/// Returns the date of a timestamp in UTC, as `2026-11-24`. `millis` are milliseconds since 1970.
pub fn day(millis: i64) -> String {
    let mut text = time::seconds(millis);
    text.truncate("2026-11-24".len());
    text
}

fn write_rows<L: Line, E>(mut sink: impl Sink<L>, feed: &mut Feed<'_, L, E>) -> Result<(), Trouble<E>> {
    while let Some(rows) = feed.next()? {
        for row in &rows {
            sink.row(row)?;
        }
        failpoint::hit(FailPoint::DuringExport);
    }
    Ok(sink.end()?)
}
