//! A table: UTF-8 with its mark, so that Excel does not take it for the country's old encoding; lines end as RFC 4180
//! says; ids and formulas are kept as text by an apostrophe (see [`super::harmless`]).

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use super::{Sink, buffered, flushed, harmless::harmless, time, words::Words};
use crate::{ledger::ExportRow, view::ExportWords};

pub(super) struct Csv<'a> {
    out: BufWriter<&'a mut File>,
    words: Words,
}

impl<'a> Csv<'a> {
    pub fn new(file: &'a mut File, words: &ExportWords) -> io::Result<Self> {
        let words = Words::new(words);
        let mut out = buffered(file);
        out.write_all("\u{feff}".as_bytes())?;
        line(&mut out, words.headings().iter().map(String::as_str))?;
        Ok(Self { out, words })
    }
}

impl Sink for Csv<'_> {
    fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        let when = time::seconds(row.when);
        line(&mut self.out, std::iter::once(when.as_str()).chain(self.words.texts(row)))
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

/// Writes one cell of a table: text that a spreadsheet leaves alone, in quotes where another cell could begin.
pub(crate) fn cell(out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
    let text = harmless(text);
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}
