//! The format of a source, and the collection of its rows from the columns (and the sheet) that hold the fans.

use std::ops::ControlFlow;

use super::{
    choice::Choice,
    header,
    progress::{ProgressMeter, ReadProgress, Sink},
    row::{Role, Row},
    row_collector::{CollectedRows, Of, RowCollector},
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
    /// Whether hidden rows are taken, too.
    pub fn includes_hidden(&self) -> bool {
        match self {
            Self::Text(shape) => shape.include_hidden,
            Self::Book(book) => book.include_hidden,
        }
    }

    /// Chooses whether hidden rows are taken, too.
    pub fn include_hidden(&mut self, include: bool) {
        match self {
            Self::Text(shape) => shape.include_hidden = include,
            Self::Book(book) => book.include_hidden = include,
        }
    }

    /// Sets whether a quote is taken literally if the cell that it opens swallows rows.
    pub(super) fn set_free_rows(&mut self, free_rows: bool) {
        if let Self::Text(shape) = self {
            shape.free_rows = free_rows;
        }
    }
}

/// Passes each non-blank row of a source to `sink`, then checks that the source did not change. Rows that the program
/// that made the source hides are skipped, unless they are included. Returns how many were skipped.
pub(super) fn each_row(
    source: &Source,
    form: &FileFormat,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<u64, ListProblem> {
    let (mut first, mut skipped) = (true, 0);
    let mut visible = |row: &Row| {
        let first = std::mem::take(&mut first);
        if !row.hidden || form.includes_hidden() {
            return sink(row);
        }
        // A hidden header still names the columns.
        if first && header::names(row, true).is_some() {
            let mut header = row.clone();
            header.role = Role::Header;
            return sink(&header);
        }
        skipped += 1;
        Ok(ControlFlow::Continue(()))
    };
    match form {
        FileFormat::Text(shape) => text::each_row(source, shape, watch, &mut visible)?,
        FileFormat::Book(book) => workbook::each_row(source, book, watch, &mut visible)?,
    }
    source.unchanged()?;
    Ok(skipped)
}

pub(super) fn gather(
    source: &Source,
    form: &FileFormat,
    choice: Option<Choice>,
    reading: &mut ReadProgress<'_>,
) -> Result<CollectedRows, ListProblem> {
    let mut gather = choice.map_or_else(RowCollector::default, RowCollector::with);
    let mut watch = ProgressMeter::new(reading, source.len());
    let hidden_rows = each_row(source, form, &mut watch, &mut |row: &Row| {
        gather.row(row)?;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(CollectedRows { hidden_rows, ..gather.end()? })
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

/// Collects the first sheet that has fan IDs, in the order of the search. If none has, collects the first with names.
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
    let FileFormat::Book(book) = form else { return gather_best(source, form, reading, of) };
    // A workbook whose only content is hidden is not empty.
    let mut nothing = if book.hides_content() { ListProblem::NoIds } else { ListProblem::Empty };
    for sheet in book.search_order() {
        if let FileFormat::Book(book) = form {
            book.choose_place(sheet);
        }
        match gather_best(source, form, reading, of) {
            Err(ListProblem::Empty) => {}
            Err(problem @ ListProblem::NoIds) => nothing = problem,
            other => return other,
        }
    }
    Err(nothing)
}
