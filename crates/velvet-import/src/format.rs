//! The format of a source, and the collection of its rows from the columns (and the sheet) that hold the fans.

use std::ops::ControlFlow;

use super::{
    progress::{ProgressMeter, ReadProgress, Sink},
    row::Row,
    row_collector::{Choice, CollectedRows, Of, RowCollector},
    source::Source,
    text, workbook,
};
use crate::ListProblem;

/// The format of a source.
pub(super) enum FileFormat {
    Text(text::Shape),
    Book(workbook::Book),
}

impl FileFormat {
    /// Sets whether a quote is taken literally if the cell that it opens swallows rows.
    pub(super) fn set_free_rows(&mut self, free_rows: bool) {
        if let Self::Text(shape) = self {
            shape.free_rows = free_rows;
        }
    }
}

/// Passes each non-blank row of a source to `sink`, then checks that the source did not change.
pub(super) fn each_row(
    source: &Source,
    form: &FileFormat,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    match form {
        FileFormat::Text(shape) => text::each_row(source, shape, watch, sink)?,
        FileFormat::Book(book) => workbook::each_row(source, book, watch, sink)?,
    }
    source.unchanged()
}

pub(super) fn gather(
    source: &Source,
    form: &FileFormat,
    choice: Option<Choice>,
    reading: &mut ReadProgress<'_>,
) -> Result<CollectedRows, ListProblem> {
    let mut gather = choice.map_or_else(RowCollector::default, RowCollector::with);
    let mut watch = ProgressMeter::new(reading, source.len());
    each_row(source, form, &mut watch, &mut |row: &Row| {
        gather.row(row)?;
        Ok(ControlFlow::Continue(()))
    })?;
    gather.end()
}

/// Collects the rows from the columns that fit all of them best. A second pass is needed only if the first rows
/// suggested other columns.
pub(super) fn gather_best(
    source: &Source,
    form: &FileFormat,
    reading: &mut ReadProgress<'_>,
    of: Of,
) -> Result<CollectedRows, ListProblem> {
    let gathered = gather(source, form, None, reading)?;
    let best = gathered.best(of)?;
    if best == gathered.choice {
        return Ok(gathered);
    }
    drop(gathered);
    gather(source, form, Some(best), reading)
}

/// Collects the first sheet that has fan IDs. If none has, collects the first with names.
pub(super) fn gather_sheet(
    source: &Source,
    form: &mut FileFormat,
    reading: &mut ReadProgress<'_>,
) -> Result<CollectedRows, ListProblem> {
    match gather_sheet_of(source, form, reading, Of::Ids) {
        Err(ListProblem::NoIds) => gather_sheet_of(source, form, reading, Of::IdsOrNames),
        other => other,
    }
}

fn gather_sheet_of(
    source: &Source,
    form: &mut FileFormat,
    reading: &mut ReadProgress<'_>,
    of: Of,
) -> Result<CollectedRows, ListProblem> {
    let mut nothing = ListProblem::Empty;
    if let FileFormat::Book(book) = form {
        book.choose_place(0);
    }
    loop {
        match gather_best(source, form, reading, of) {
            Err(problem @ (ListProblem::Empty | ListProblem::NoIds)) => {
                let FileFormat::Book(book) = form else { return Err(problem) };
                if matches!(problem, ListProblem::NoIds) {
                    nothing = problem;
                }
                if !book.choose_next() {
                    return Err(nothing);
                }
            }
            other => return other,
        }
    }
}
