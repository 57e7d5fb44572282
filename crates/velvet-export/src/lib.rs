//! The log, or a list of people, as a file to take along: a table, a workbook, or lines for programs. Written whole or
//! not at all, row by row: no more than a few of them are in memory.

pub mod csv;
mod harmless;
mod json;
mod log;
mod people;
mod time;
mod words;
mod xlsx;

pub use time::seconds;
pub use words::{ExportFormat, ExportProgress, ExportWords};

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
    sync::mpsc,
    thread,
};

use serde::Serialize;

use velvet_model::{ErrorCode, Failure};
use velvet_platform::{
    files,
    moments::{Moment, pass},
};

/// Rows that are asked for at once.
const CHUNK: usize = 2_000;

/// How often rows are asked for ahead, while those before them are written.
const AHEAD: usize = 2;

/// Something that a file has a row for.
pub trait Line: Send {
    /// What it says in the language of the window, made ready once for a file.
    type Words: Send;
    /// Its columns, by the names of their headings, and how many characters each is wide. The first one tells a moment.
    const COLUMNS: &'static [(&'static str, u16)];
    /// The words for a file.
    fn words(given: &ExportWords) -> Self::Words;
    /// The moment in the first column, milliseconds since 1970, UTC.
    fn moment(&self) -> Option<i64>;
    /// The cells behind it.
    fn cells<'a>(&'a self, words: &'a Self::Words) -> Vec<Cow<'a, str>>;
    /// The same for programs: nothing is put into other words, and ids are strings.
    fn json(&self) -> impl Serialize;
}

/// Rows to be written, in their order.
pub trait Rows: Send {
    /// What they are rows of.
    type Line: Line;
    /// How many there are.
    fn total(&self) -> u64;
    /// The next ones, at most `most`; none when there are no more.
    ///
    /// # Errors
    /// A `ledger_…` code.
    fn next(&mut self, most: usize) -> Result<Vec<Self::Line>, Failure>;
}

/// How an export is watched and ended by others.
pub struct Watch<'a> {
    /// Whether it is to end.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Is told how far it has come, after every few rows.
    pub progress: &'a mut (dyn FnMut(ExportProgress) + Send),
}

/// Writes rows to `path`, whole or not at all. How many there were.
///
/// # Errors
/// `export_stopped`, `export_not_saved` with the file's name, or a `ledger_…` code. Nothing is left then, and a file that
/// was there before is unchanged.
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
                // Nobody takes them any more once the export has ended.
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
            pass(Moment::BeforeExportMove);
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

/// The day of a moment in UTC, as `2026-11-24`.
pub fn day(millis: i64) -> String {
    let mut text = time::seconds(millis);
    text.truncate("2026-11-24".len());
    text
}

/// The headings, in the language of the window; a name that it does not give stands for itself.
fn headings<L: Line>(given: &ExportWords) -> Vec<String> {
    let heading =
        |(name, _): &(&str, u16)| given.headings.get(*name).map_or(*name, String::as_str).to_owned();
    L::COLUMNS.iter().map(heading).collect()
}

/// The name of a value in JSON.
fn name_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a value without a name: {other:?}"),
    }
}

/// A word that the window does not give is told as the log keeps it: better than nothing.
fn word(given: &ExportWords, word: &str) -> String {
    given.words.get(word).map_or(word, String::as_str).to_owned()
}

/// Something that rows are written to one after the other.
trait Sink<L: Line> {
    fn row(&mut self, row: &L) -> io::Result<()>;
    fn end(self) -> io::Result<()>;
}

fn write_rows<L: Line>(mut sink: impl Sink<L>, feed: &mut Feed<'_, L>) -> Result<(), Trouble> {
    while let Some(rows) = feed.next()? {
        for row in &rows {
            sink.row(row)?;
        }
        pass(Moment::DuringExport);
    }
    Ok(sink.end()?)
}

/// Gives the rows, tells how far they have come and ends when it is told to.
struct Feed<'a, L> {
    rows: mpsc::Receiver<Result<Vec<L>, Failure>>,
    total: u64,
    done: u64,
    /// How often each row is gone through before the file is there.
    steps: u64,
    watch: Watch<'a>,
}

impl<L> Feed<'_, L> {
    fn next(&mut self) -> Result<Option<Vec<L>>, Trouble> {
        self.tell(self.done / self.steps)?;
        // Who ends without saying that there are no more rows has not read all of them.
        let rows = self.rows.recv().map_err(|_| Failure::new(ErrorCode::Internal))??;
        self.done += rows.len() as u64;
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    fn tell(&mut self, done: u64) -> Result<(), Trouble> {
        if (self.watch.stop)() {
            return Err(Trouble::Stopped);
        }
        (self.watch.progress)(ExportProgress { done: done.min(self.total), total: self.total });
        Ok(())
    }
}

/// Why a file was not written.
enum Trouble {
    Stopped,
    Io(io::Error),
    Failure(Failure),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Room enough that the disk is not asked for every row.
fn buffered(file: &mut File) -> BufWriter<&mut File> {
    BufWriter::with_capacity(1 << 18, file)
}

fn flushed(mut out: BufWriter<&mut File>) -> io::Result<()> {
    out.flush()
}
