//! Writes the rejected rows to a file for the user to fix: as they were, with the reason at the end of each.

use std::{
    io::{self, Write},
    ops::ControlFlow,
};

use super::{
    columns::MOST,
    format::each_row,
    list::List,
    progress::{ProgressMeter, without_progress},
    row::Row,
    store::RowKind,
};
use crate::shown::RowReason;
use velvet_export::csv;
use velvet_model::{ErrorCode, Failure};

/// Why the rejected rows were not written.
#[derive(Debug)]
pub enum NotWritten {
    /// The source of the list changed or cannot be read.
    List(Failure),
    /// The output file cannot be written.
    File(io::Error),
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl List {
    /// Writes each rejected row as CSV (UTF-8 with a byte order mark): its cells, then the reason as `words` puts it.
    /// Rows that are ready, added before, or VIP are not written. A header comes first if the list has one. Returns the
    /// number of rows written, without the header.
    ///
    /// # Errors
    /// If the output cannot be written, or the source changed or cannot be read.
    pub fn write_rejected_rows(
        &self,
        out: &mut dyn Write,
        words: &dyn Fn(RowReason) -> String,
    ) -> Result<u64, NotWritten> {
        let mut writer =
            Writer { out: io::BufWriter::new(out), width: self.gathered.columns.width(), error: None };
        writer.out.write_all("\u{feff}".as_bytes())?;
        let mut header = self.gathered.choice.names.is_some();
        let (mut place, mut written) = (0, 0);
        let mut sink = |row: &Row| {
            if std::mem::take(&mut header) {
                return writer.row(row, "");
            }
            let found = self.found.get(place).copied().ok_or(ErrorCode::ListChanged)?;
            place += 1;
            match found.reason() {
                Some(reason) if !matches!(found.what, RowKind::AddedBefore | RowKind::Vip) => {
                    written += 1;
                    writer.row(row, &words(reason))
                }
                _ => Ok(ControlFlow::Continue(())),
            }
        };
        let read = without_progress(|reading| {
            let mut watch = ProgressMeter::new(reading, self.source.len());
            each_row(&self.source, &self.form, &mut watch, &mut sink)
        });
        if let Some(error) = writer.error {
            return Err(error.into());
        }
        read.map_err(|code| NotWritten::List(self.failure(code)))?;
        writer.out.flush()?;
        Ok(written)
    }
}

struct Writer<'a> {
    out: io::BufWriter<&'a mut dyn Write>,
    width: usize,
    error: Option<io::Error>,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row, reason: &str) -> Result<ControlFlow<()>, ErrorCode> {
        let mut write = || {
            for cell in row.cells() {
                csv::cell(&mut self.out, cell.text)?;
                self.out.write_all(b",")?;
            }
            for _ in row.width()..self.width.min(MOST) {
                self.out.write_all(b",")?;
            }
            csv::cell(&mut self.out, reason)?;
            self.out.write_all(b"\r\n")
        };
        write().map_err(|error: io::Error| {
            self.error = Some(error);
            ErrorCode::ListNotSaved
        })?;
        Ok(ControlFlow::Continue(()))
    }
}
