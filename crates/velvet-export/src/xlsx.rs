//! XLSX workbooks. Every cell except the timestamp is marked as text, so IDs keep their digits and nothing is a
//! formula.

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{
    csv_injection::printable,
    rows::{Feed, Line, Trouble, headings},
    time,
};
use crate::words::ExportWords;
use velvet_platform::failpoint::{self, FailPoint};

/// Most rows of a sheet below its headings
/// (<https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3>).
const ROWS: u32 = (1 << 20) - 1;

/// Most characters of a cell, counted in UTF-16 as Excel does.
const LONGEST: usize = 32_767;

/// There are two passes over the rows: into a temporary file, then into the packed workbook.
const STEPS: u64 = 2;

/// The fastest compression. A higher level makes the file a third smaller, but a million rows take half as long again.
const EFFORT: u8 = 1;

/// Approximate size of a packed row in bytes, to estimate the progress of packing.
const PACKED_ROW: u64 = 65;

/// Writes the workbook. Temporary data is in an unnamed file in `folder`, which has room for the workbook too.
pub(super) fn write<L: Line, E: Send>(
    file: &mut File,
    folder: Option<&Path>,
    given: &ExportWords,
    feed: &mut Feed<'_, L, E>,
) -> Result<(), Trouble<E>> {
    let (headings, words) = (headings::<L>(given), L::words(given));
    let text = Format::new().set_num_format("@");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    feed.steps = STEPS;
    let mut book = Workbook::new();
    book.set_zip_compression_level(EFFORT);
    if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        book.set_tempdir(folder)?;
    }
    let mut sheet = begin::<L>(&mut book, &headings, &text)?;
    let mut at = 0;
    while let Some(rows) = feed.next()? {
        for row in &rows {
            if at == ROWS {
                book.push_worksheet(sheet);
                (sheet, at) = (begin::<L>(&mut book, &headings, &text)?, 0);
            }
            at += 1;
            write_row(&mut sheet, at, row, &words, (&text, &moment))?;
        }
        failpoint::hit(FailPoint::DuringExport);
    }
    book.push_worksheet(sheet);
    let mut packed = Packed { file, feed, bytes: 0, trouble: None };
    let saved = book.save_to_writer(&mut packed);
    match packed.trouble {
        Some(trouble) => Err(trouble),
        None => saved.map_err(Trouble::from),
    }?;
    feed.tell(feed.total)
}

fn begin<L: Line>(book: &mut Workbook, headings: &[String], text: &Format) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.new_worksheet_with_constant_memory()?;
    for (column, (_, width)) in (0..).zip(L::COLUMNS) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, cut(heading), text)?;
    }
    Ok(sheet)
}

fn write_row<L: Line>(
    sheet: &mut Worksheet,
    at: u32,
    row: &L,
    words: &L::Words,
    (text, moment): (&Format, &Format),
) -> Result<(), XlsxError> {
    if let Some(at_moment) = row.moment() {
        sheet.write_number_with_format(at, 0, time::days(at_moment), moment)?;
    }
    for (column, cell) in (1..).zip(row.cells(words)) {
        if !cell.is_empty() {
            sheet.write_string_with_format(at, column, cut(&printable(&cell)), text)?;
        }
    }
    Ok(())
}

/// Cuts a text to what a cell can hold.
fn cut(text: &str) -> &str {
    let mut room = LONGEST;
    let end = text.char_indices().find(|(_, c)| match room.checked_sub(c.len_utf16()) {
        Some(left) => {
            room = left;
            false
        }
        None => true,
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The output file. Writing to it reports the progress of packing, and fails once the export is to stop.
struct Packed<'a, 'b, L, E> {
    file: &'a mut File,
    feed: &'a mut Feed<'b, L, E>,
    bytes: u64,
    trouble: Option<Trouble<E>>,
}

impl<L, E> Write for Packed<'_, '_, L, E> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The packer already got the error, but still tries to end its file properly.
        if self.trouble.is_some() {
            return Ok(bytes.len());
        }
        let half = self.feed.done / STEPS;
        if let Err(trouble) = self.feed.tell(half + (self.bytes / PACKED_ROW).min(half)) {
            self.trouble = Some(trouble);
            return Err(io::Error::other("the packing was ended"));
        }
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<E> From<XlsxError> for Trouble<E> {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            other => Self::Io(io::Error::other(other)),
        }
    }
}
