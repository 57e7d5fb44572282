//! Workbooks in `SpreadsheetML`, the XML format of Excel 2002 and 2003. Many reporting tools still write it.

use std::ops::ControlFlow;

use quick_xml::events::BytesStart;

use super::{
    number::expand_exponent,
    sheet::{Filled, LONGEST, Sheet, WIDEST},
    xml::{Piece, Xml, attribute},
};
use crate::{
    ListProblem,
    progress::{ProgressMeter, Sink},
    row::Row,
};

/// Most sheets of a workbook.
const MOST_SHEETS: usize = 4096;

/// Finds the sheets, and whether any of their cells has content.
pub(crate) fn sheets(
    xml: &mut Xml<'_>,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Vec<Sheet>, ListProblem> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let (mut active, mut pieces) = (0, 0_u64);
    // The element whose text comes next.
    let mut open = String::new();
    loop {
        pieces += 1;
        if pieces.is_multiple_of(1 << 16) {
            watch.at(0, 0)?;
        }
        match xml.next()? {
            Piece::Start(start) => {
                match start.local_name().as_ref() {
                    "Worksheet" if sheets.len() < MOST_SHEETS => {
                        let name = attribute(&start, "Name").unwrap_or_default();
                        sheets.push(Sheet { name, ..Sheet::default() });
                    }
                    "Data" => {
                        sheets.iter_mut().last().into_iter().for_each(|sheet| sheet.filled = Filled::Yes);
                    }
                    _ => {}
                }
                start.local_name().as_ref().clone_into(&mut open);
            }
            Piece::Text(text) => match open.as_str() {
                "ActiveSheet" => active = text.trim().parse().unwrap_or(active),
                "Visible" if text.trim() != "SheetVisible" && !text.trim().is_empty() => {
                    sheets.iter_mut().last().into_iter().for_each(|sheet| sheet.hidden = true);
                }
                _ => {}
            },
            Piece::End(_) => open.clear(),
            Piece::Letter(_) => {}
            Piece::Eof => {
                sheets.get_mut(active).into_iter().for_each(|sheet| sheet.active = true);
                return Ok(sheets);
            }
        }
    }
}

/// Passes each non-blank row of a sheet to `sink` until it breaks. `sheet` is its index.
pub(crate) fn each_row(
    xml: &mut Xml<'_>,
    sheet: usize,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<ControlFlow<()>, ListProblem> {
    let mut table = Table::default();
    let (mut sheets, mut rows) = (0, 0);
    loop {
        match xml.next()? {
            Piece::Start(start) => {
                sheets += usize::from(start.local_name().as_ref() == "Worksheet");
                if sheets == sheet + 1 {
                    table.begin(&start);
                }
            }
            Piece::End(end) if sheets == sheet + 1 => match end.local_name().as_ref() {
                "Data" => table.end_data(),
                "Comment" => table.note = false,
                "Row" => {
                    rows += 1;
                    let read = xml.packed_read();
                    watch.at(read.max(1), rows)?;
                    if !table.row.is_blank() && sink(&table.row)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                _ => {}
            },
            Piece::End(_) => {}
            Piece::Text(text) => table.text(&text),
            Piece::Letter(letter) => table.text(letter.encode_utf8(&mut [0; 4])),
            Piece::Eof => return Ok(ControlFlow::Continue(())),
        }
    }
}

/// The sheet that is being read.
#[derive(Default)]
struct Table {
    row: Row,
    /// Zero-based index of the open cell, and of the one after it.
    place: usize,
    next: usize,
    note: bool,
    value: String,
    is_number: bool,
    inside: bool,
}

impl Table {
    fn begin(&mut self, start: &BytesStart<'_>) {
        let index = || attribute(start, "Index").and_then(|index| index.parse::<u32>().ok());
        match start.local_name().as_ref() {
            "Row" => {
                let flat = attribute(start, "Height").and_then(|height| height.parse::<f64>().ok());
                self.row.start(index().unwrap_or(self.row.number.saturating_add(1)));
                self.row.hidden = attribute(start, "Hidden").as_deref() == Some("1")
                    || flat.is_some_and(|height| height <= 0.0);
                self.next = 0;
            }
            "Cell" => {
                self.place = index().map_or(self.next, |index| (index as usize).saturating_sub(1));
                let merged = attribute(start, "MergeAcross").and_then(|more| more.parse::<u32>().ok());
                self.next = self.place.saturating_add(1 + merged.unwrap_or(0) as usize);
            }
            // A note on a cell has data, too.
            "Comment" => self.note = true,
            "Data" if !self.note => {
                let kind = attribute(start, "Type");
                self.is_number = matches!(kind.as_deref(), Some("Number" | "Boolean" | "Error"));
                self.value.clear();
                self.inside = true;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.inside && self.value.len() + text.len() <= LONGEST {
            self.value.push_str(text);
        }
    }

    fn end_data(&mut self) {
        if std::mem::take(&mut self.inside) && self.place < WIDEST {
            while self.row.width() < self.place {
                self.row.add("", false);
            }
            let value = if self.is_number { &expand_exponent(&self.value) } else { &self.value };
            self.row.add(value, self.is_number);
        }
    }
}
