//! The way of rows into a file: their source, their destination, and the headings above them.

use std::{
    borrow::Cow,
    error::Error,
    fs::File,
    io::{self, BufWriter, Write},
    sync::mpsc::{Receiver, RecvError},
};

use serde::Serialize;

use crate::words::{ExportProgress, ExportWords};

/// A value that is a row of a file.
pub trait Line: Send {
    /// Its texts in the language of the UI, prepared once for a file.
    type Words: Send;
    /// The names of its headings, and the width of each column in characters. The first column holds a timestamp.
    const COLUMNS: &'static [(&'static str, u16)];
    /// Prepares the texts for a file.
    fn words(given: &ExportWords) -> Self::Words;
    /// Returns the timestamp of the first column, in milliseconds since 1970, UTC.
    fn moment(&self) -> Option<i64>;
    /// Returns the cells after the first column.
    fn cells<'a>(&'a self, words: &'a Self::Words) -> Vec<Cow<'a, str>>;
    /// Returns the row for programs: values are not translated, and IDs are strings.
    fn json(&self) -> impl Serialize;
}

/// A source of rows, in their order.
pub trait Rows: Send {
    /// The type of a row.
    type Line: Line;
    /// Why rows cannot be read.
    type Error: Error + Send + 'static;
    /// Returns the total number of rows.
    fn total(&self) -> u64;
    /// Returns the next rows, at most `most`; none after the last.
    ///
    /// # Errors
    /// If they cannot be read.
    fn next(&mut self, most: usize) -> Result<Vec<Self::Line>, Self::Error>;
}

/// Callbacks to watch and stop an export.
pub struct Watch<'a> {
    /// Returns whether to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Receives the progress, after every few rows.
    pub progress: &'a mut (dyn FnMut(ExportProgress) + Send),
}

/// A destination to which rows are written one after the other.
pub(super) trait Sink<L: Line> {
    fn row(&mut self, row: &L) -> io::Result<()>;
    fn end(self) -> io::Result<()>;
}

/// The rows of an export. Taking them reports the progress and stops on request.
pub(super) struct Feed<'a, L, E> {
    pub(super) rows: Receiver<Result<Vec<L>, E>>,
    pub(super) total: u64,
    pub(super) done: u64,
    /// Number of passes over each row until the file is complete.
    pub(super) steps: u64,
    pub(super) watch: Watch<'a>,
}

impl<L, E> Feed<'_, L, E> {
    pub(super) fn next(&mut self) -> Result<Option<Vec<L>>, Trouble<E>> {
        self.tell(self.done / self.steps)?;
        // Without the end marker, the producer panicked.
        let rows = self.rows.recv().map_err(Trouble::Producer)?.map_err(Trouble::Rows)?;
        self.done += rows.len() as u64;
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    pub(super) fn tell(&mut self, done: u64) -> Result<(), Trouble<E>> {
        if (self.watch.stop)() {
            return Err(Trouble::Stopped);
        }
        (self.watch.progress)(ExportProgress { done: done.min(self.total), total: self.total });
        Ok(())
    }
}

/// Why a file was not written.
pub(super) enum Trouble<E> {
    Stopped,
    Io(io::Error),
    Rows(E),
    Producer(RecvError),
}

impl<E> From<io::Error> for Trouble<E> {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Returns the headings in the language of the UI. A heading without a text there is its name.
pub(super) fn headings<L: Line>(given: &ExportWords) -> Vec<String> {
    let heading =
        |(name, _): &(&str, u16)| given.headings.get(*name).map_or(*name, String::as_str).to_owned();
    L::COLUMNS.iter().map(heading).collect()
}

/// Returns the name of a value in JSON.
pub(super) fn name_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a value without a name: {other:?}"),
    }
}

/// Returns a value's text in the language of the UI. Without one, its name in the log is better than nothing.
pub(super) fn word(given: &ExportWords, word: &str) -> String {
    given.words.get(word).map_or(word, String::as_str).to_owned()
}

/// Returns a buffered writer. Its buffer is large enough that not every row needs a system call.
pub(super) fn buffered(file: &mut File) -> BufWriter<&mut File> {
    BufWriter::with_capacity(1 << 18, file)
}

pub(super) fn flushed(mut out: BufWriter<&mut File>) -> io::Result<()> {
    out.flush()
}
