//! What a source is, and how its rows are taken in: from the columns, and of a workbook from the sheet, that hold the fans.

use std::ops::ControlFlow;

use super::{
    gather::{Choice, Gather, Gathered, Of},
    reading::{Reading, Sink, Watch},
    row::Row,
    source::Source,
    text, workbook,
};
use velvet_model::ErrorCode;

/// What a source is.
pub(super) enum Form {
    Text(text::Shape),
    Book(workbook::Book),
}

/// Gives each row of a source that has anything in it.
pub(super) fn each_row(
    source: &Source,
    form: &Form,
    watch: &mut Watch<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ErrorCode> {
    match form {
        Form::Text(shape) => text::each_row(source, shape, watch, sink)?,
        Form::Book(book) => workbook::each_row(source, book, watch, sink)?,
    }
    source.unchanged()
}

pub(super) fn gather(
    source: &Source,
    form: &Form,
    choice: Option<Choice>,
    reading: &mut Reading<'_>,
) -> Result<Gathered, ErrorCode> {
    let mut gather = choice.map_or_else(Gather::default, Gather::with);
    let mut watch = Watch::new(reading, source.len());
    each_row(source, form, &mut watch, &mut |row: &Row| {
        gather.row(row)?;
        Ok(ControlFlow::Continue(()))
    })?;
    gather.end()
}

/// Takes the columns that all rows together speak for; only when the first ones spoke for others, this is two readings.
pub(super) fn gather_best(
    source: &Source,
    form: &Form,
    reading: &mut Reading<'_>,
    of: Of,
) -> Result<Gathered, ErrorCode> {
    let gathered = gather(source, form, None, reading)?;
    let best = gathered.best(of)?;
    if best == gathered.choice {
        return Ok(gathered);
    }
    drop(gathered);
    gather(source, form, Some(best), reading)
}

/// The first sheet that has fan ids; if none has, the first with names.
pub(super) fn gather_sheet(
    source: &Source,
    form: &mut Form,
    reading: &mut Reading<'_>,
) -> Result<Gathered, ErrorCode> {
    match gather_sheet_of(source, form, reading, Of::Ids) {
        Err(ErrorCode::ListNoIds) => gather_sheet_of(source, form, reading, Of::IdsOrNames),
        other => other,
    }
}

fn gather_sheet_of(
    source: &Source,
    form: &mut Form,
    reading: &mut Reading<'_>,
    of: Of,
) -> Result<Gathered, ErrorCode> {
    let mut nothing = ErrorCode::ListEmpty;
    if let Form::Book(book) = form {
        book.choose_place(0);
    }
    loop {
        match gather_best(source, form, reading, of) {
            Err(code @ (ErrorCode::ListEmpty | ErrorCode::ListNoIds)) => {
                if code == ErrorCode::ListNoIds {
                    nothing = code;
                }
                let Form::Book(book) = form else { return Err(code) };
                if !book.choose_next() {
                    return Err(nothing);
                }
            }
            other => return other,
        }
    }
}
