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
    store::{RowKind, RowStatus},
};
use crate::{ImportError, ListProblem, shown::RowReason};
use velvet_export::csv;

/// Why the rejected rows were not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The source of the list changed or cannot be read.
    #[error(transparent)]
    List(#[from] ImportError),
    /// The output file cannot be written.
    #[error("the rows could not be written")]
    File(#[from] io::Error),
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
        let mut writer = Writer { out: io::BufWriter::new(out), width: self.gathered.columns.width() };
        writer.out.write_all("\u{feff}".as_bytes())?;
        let choice = &self.gathered.choice;
        let header = choice.names.is_some().then_some(choice.preamble);
        let (mut place, mut passed, mut written) = (0, 0, 0);
        let mut sink = |row: &Row| {
            passed += 1;
            if header == Some(passed - 1) {
                return writer.row(row, "");
            }
            let begin = place;
            place += 1;
            while self.gathered.store.is_shared(place) {
                place += 1;
            }
            let found = self.found.get(begin..place).ok_or(ListProblem::Changed)?;
            let rejected = |found: &&RowStatus| !matches!(found.what, RowKind::AddedBefore | RowKind::Vip);
            match found.iter().filter(rejected).find_map(|found| Some((found, found.reason()?))) {
                Some((found, reason)) => {
                    written += 1;
                    writer.row(row, &self.explain(*found, words(reason)))
                }
                None => Ok(ControlFlow::Continue(())),
            }
        };
        let read = without_progress(|reading| {
            let mut watch = ProgressMeter::new(reading, self.source.len());
            each_row(&self.source, &self.form, &mut watch, &mut sink)
        });
        read.map_err(|problem| match problem {
            ListProblem::Output(error) => NotWritten::File(error),
            problem => self.error(problem).into(),
        })?;
        writer.out.flush()?;
        Ok(written)
    }
}

impl List {
    /// Adds the fan that was matched to a reason.
    fn explain(&self, found: RowStatus, reason: String) -> String {
        let Some(fan) = self.person(found) else { return reason };
        let username = fan.username.as_ref().map(|username| format!("@{username}"));
        let who = [Some(fan.id.to_string()), fan.name.clone(), username];
        format!("{reason}: {}", who.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

struct Writer<'a> {
    out: io::BufWriter<&'a mut dyn Write>,
    width: usize,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row, reason: &str) -> Result<ControlFlow<()>, ListProblem> {
        let mut write = || -> io::Result<()> {
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
        write().map_err(ListProblem::Output)?;
        Ok(ControlFlow::Continue(()))
    }
}
