//! Rows on their way into a file: what gives them, what takes them, and the heading above them.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufWriter, Write},
    sync::mpsc,
};

use serde::Serialize;

use crate::words::{ExportProgress, ExportWords};
use velvet_model::{ErrorCode, Failure};

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

/// Something that rows are written to one after the other.
pub(super) trait Sink<L: Line> {
    fn row(&mut self, row: &L) -> io::Result<()>;
    fn end(self) -> io::Result<()>;
}

/// Gives the rows, tells how far they have come and ends when it is told to.
pub(super) struct Feed<'a, L> {
    pub(super) rows: mpsc::Receiver<Result<Vec<L>, Failure>>,
    pub(super) total: u64,
    pub(super) done: u64,
    /// How often each row is gone through before the file is there.
    pub(super) steps: u64,
    pub(super) watch: Watch<'a>,
}

impl<L> Feed<'_, L> {
    pub(super) fn next(&mut self) -> Result<Option<Vec<L>>, Trouble> {
        self.tell(self.done / self.steps)?;
        // Who ends without saying that there are no more rows has not read all of them.
        let rows = self.rows.recv().map_err(|_| Failure::new(ErrorCode::Internal))??;
        self.done += rows.len() as u64;
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    pub(super) fn tell(&mut self, done: u64) -> Result<(), Trouble> {
        if (self.watch.stop)() {
            return Err(Trouble::Stopped);
        }
        (self.watch.progress)(ExportProgress { done: done.min(self.total), total: self.total });
        Ok(())
    }
}

/// Why a file was not written.
pub(super) enum Trouble {
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

/// The headings, in the language of the window; a name that it does not give stands for itself.
pub(super) fn headings<L: Line>(given: &ExportWords) -> Vec<String> {
    let heading =
        |(name, _): &(&str, u16)| given.headings.get(*name).map_or(*name, String::as_str).to_owned();
    L::COLUMNS.iter().map(heading).collect()
}

/// The name of a value in JSON.
pub(super) fn name_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a value without a name: {other:?}"),
    }
}

/// A word that the window does not give is told as the log keeps it: better than nothing.
pub(super) fn word(given: &ExportWords, word: &str) -> String {
    given.words.get(word).map_or(word, String::as_str).to_owned()
}

/// Room enough that the disk is not asked for every row.
pub(super) fn buffered(file: &mut File) -> BufWriter<&mut File> {
    BufWriter::with_capacity(1 << 18, file)
}

pub(super) fn flushed(mut out: BufWriter<&mut File>) -> io::Result<()> {
    out.flush()
}
