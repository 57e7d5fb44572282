//! CSV: UTF-8 with a byte order mark, so that Excel does not assume the local legacy encoding. Lines end as in RFC
//! 4180. An apostrophe keeps IDs and formulas as text (see `csv_injection`).

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use super::{
    csv_injection::escape_formula,
    rows::{Line, Sink, buffered, flushed, headings},
    time,
};
use crate::words::ExportWords;

pub(super) struct Csv<'a, L: Line> {
    out: BufWriter<&'a mut File>,
    words: L::Words,
}

impl<'a, L: Line> Csv<'a, L> {
    pub fn new(file: &'a mut File, words: &ExportWords) -> io::Result<Self> {
        let mut out = buffered(file);
        out.write_all("\u{feff}".as_bytes())?;
        line(&mut out, headings::<L>(words).iter().map(String::as_str))?;
        Ok(Self { out, words: L::words(words) })
    }
}

impl<L: Line> Sink<L> for Csv<'_, L> {
    fn row(&mut self, row: &L) -> io::Result<()> {
        let when = row.moment().map(time::seconds).unwrap_or_default();
        let cells = row.cells(&self.words);
        line(&mut self.out, std::iter::once(when.as_str()).chain(cells.iter().map(AsRef::as_ref)))
    }

    fn end(self) -> io::Result<()> {
        flushed(self.out)
    }
}

fn line<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (place, text) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        cell(out, text)?;
    }
    out.write_all(b"\r\n")
}

/// Writes one cell of a table: text that a spreadsheet leaves alone, in quotes if another cell could begin inside it.
pub fn cell(out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
    let text = escape_formula(text);
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}
