//! ODS workbooks (`OpenDocument` 1.3, part 3, section 9). All sheets are in one part, and repeated rows and cells are
//! written once, with a count.

use std::ops::ControlFlow;

use quick_xml::events::BytesStart;

use super::{
    archive::Archive,
    number::expand_exponent,
    sheet::{Filled, Sheet},
    xlsx::WIDEST,
    xml::{Piece, Xml, attribute},
};
use crate::ListProblem;
use crate::{
    progress::{ProgressMeter, Sink},
    row::Row,
};

/// The part that holds all sheets.
pub(crate) const CONTENT: &str = "content.xml";

/// Most cells that repeated rows may add.
const MOST_CELLS: usize = 64 << 20;

/// Most bytes kept of the text of a cell.
const LONGEST: usize = 128 << 10;

/// Most sheets of a workbook.
const MOST_SHEETS: usize = 4096;

/// Finds the sheets, and whether any of their cells has text.
pub(crate) fn sheets(
    archive: &mut Archive,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Vec<Sheet>, ListProblem> {
    let mut xml = Xml::new(archive.unpack(CONTENT)?);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut pieces = 0_u64;
    loop {
        pieces += 1;
        if pieces.is_multiple_of(1 << 16) {
            watch.at(0, 0)?;
        }
        match xml.next()? {
            Piece::Start(start) => match start.local_name().as_ref() {
                "table" if sheets.len() < MOST_SHEETS => {
                    let name = attribute(&start, "name").unwrap_or_default();
                    sheets.push(Sheet { name, part: CONTENT.to_owned(), filled: Filled::No });
                }
                "p" => sheets.iter_mut().last().into_iter().for_each(|sheet| sheet.filled = Filled::Yes),
                _ => {}
            },
            Piece::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Passes each non-blank row of a sheet to `sink`. `sheet` is its index.
pub(crate) fn each_row(
    archive: &mut Archive,
    sheet: usize,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let mut xml = Xml::new(archive.unpack(CONTENT)?);
    let mut table = Table::default();
    let mut tables = 0;
    loop {
        let piece = xml.next()?;
        match piece {
            Piece::Start(start) if table.cell_depth.is_none() && start.local_name().as_ref() == "table" => {
                tables += 1;
            }
            Piece::Eof => return Ok(()),
            _ if tables != sheet + 1 => {}
            Piece::Start(start) => table.begin(&start),
            Piece::End(end) => {
                let row_ended = table.cell_depth.is_none() && end.local_name().as_ref() == "table-row";
                table.end();
                if row_ended {
                    let read = xml.packed_read();
                    watch.at(read.max(1), table.rows)?;
                    if table.give(sink)?.is_break() {
                        return Ok(());
                    }
                }
            }
            Piece::Text(text) => table.text(&text),
            Piece::Letter(letter) => table.text(letter.encode_utf8(&mut [0; 4])),
        }
    }
}

/// The sheet that is being read.
#[derive(Default)]
struct Table {
    depth: usize,
    row: Row,
    /// Number of rows above this one, and how often it repeats.
    above: u32,
    times: u32,
    rows: u64,
    made: usize,
    /// Empty cells that were not added yet. Those at the end of a row never are.
    empty: usize,
    cell_depth: Option<usize>,
    cell_times: usize,
    number: Option<String>,
    value: String,
    paragraphs: usize,
    /// Depth of the open paragraph of the cell.
    inside: Option<usize>,
    /// Depth of the open note on the cell. Its text does not count.
    note: Option<usize>,
}

impl Table {
    fn begin(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        let times =
            |name| attribute(start, name).and_then(|times| times.parse::<u32>().ok()).unwrap_or(1).max(1);
        match (start.local_name().as_ref(), self.cell_depth) {
            ("table-row", None) => {
                self.times = times("number-rows-repeated");
                self.row.start(self.above.saturating_add(1));
                self.empty = 0;
            }
            ("table-cell" | "covered-table-cell", None) => {
                self.cell_depth = Some(self.depth);
                self.cell_times = times("number-columns-repeated") as usize;
                let kind = attribute(start, "value-type");
                let number = matches!(kind.as_deref(), Some("float" | "percentage" | "currency"));
                self.number = if number { attribute(start, "value") } else { None };
                self.value.clear();
                self.paragraphs = 0;
            }
            ("p", Some(cell)) if self.depth == cell + 1 => {
                if self.paragraphs > 0 {
                    self.value.push('\n');
                }
                self.paragraphs += 1;
                self.inside = Some(self.depth);
            }
            ("annotation" | "note", Some(_)) if self.note.is_none() => self.note = Some(self.depth),
            ("s", Some(_)) => self.text(&" ".repeat(times("c").min(64) as usize)),
            ("tab", Some(_)) => self.text("\t"),
            ("line-break", Some(_)) => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self) {
        if self.cell_depth == Some(self.depth) {
            self.end_cell();
        }
        for open in [&mut self.inside, &mut self.note] {
            open.take_if(|depth| *depth == self.depth);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn text(&mut self, text: &str) {
        if self.inside.is_some() && self.note.is_none() && self.value.len() + text.len() <= LONGEST {
            self.value.push_str(text);
        }
    }

    fn end_cell(&mut self) {
        self.cell_depth = None;
        let number = self.number.take();
        if number.is_none() && self.value.is_empty() {
            self.empty = self.empty.saturating_add(self.cell_times);
            return;
        }
        let room = |row: &Row| WIDEST.saturating_sub(row.width());
        (0..self.empty.min(room(&self.row))).for_each(|_| self.row.add("", false));
        self.empty = 0;
        let (text, is_number) = match &number {
            Some(number) => (&expand_exponent(number), true),
            None => (&self.value, false),
        };
        (0..self.cell_times.min(room(&self.row))).for_each(|_| self.row.add(text, is_number));
    }

    /// Passes the row to `sink`, as often as it repeats.
    fn give(&mut self, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let first = self.above.saturating_add(1);
        self.above = self.above.saturating_add(self.times);
        if self.row.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        for n in 0..self.times {
            self.row.number = first.saturating_add(n);
            self.rows += 1;
            self.made += if n > 0 { self.row.width() } else { 0 };
            if self.made > MOST_CELLS {
                return Err(ListProblem::Bomb);
            }
            if sink(&self.row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
