//! `OpenDocument` workbooks (version 1.3, part 3, section 9), packed (ODS) or as one XML file (FODS). All sheets are in
//! one part, and repeated rows and cells are written once, with a count.

use std::{collections::HashSet, ops::ControlFlow};

use quick_xml::events::BytesStart;

use super::{
    number::expand_exponent,
    sheet::{Filled, Sheet, WIDEST},
    xml::{Piece, Xml, attribute},
};
use crate::ListProblem;
use crate::{
    progress::{ProgressMeter, Sink},
    row::Row,
};

/// Most cells that repeated rows may add.
const MOST_CELLS: u64 = 64 << 20;

/// Most bytes kept of the text of a cell.
const LONGEST: usize = 128 << 10;

/// How `LibreOffice` marks a cell with an error, such as `#N/A`, whose value is of the type `string`.
const ERROR: &str = "calcext:value-type=\"error\"";

/// Most sheets of a workbook.
const MOST_SHEETS: usize = 4096;

/// Finds the sheets, and whether any of their cells has content. `active` is the name of the sheet in front.
pub(crate) fn sheets(
    xml: &mut Xml<'_>,
    active: Option<&str>,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Vec<Sheet>, ListProblem> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let (mut styles, mut level) = (Styles::default(), Level::default());
    let mut pieces = 0_u64;
    loop {
        pieces += 1;
        if pieces.is_multiple_of(1 << 16) {
            watch.at(0, 0)?;
        }
        match xml.next()? {
            Piece::Start(start) if level.begins_sheet(&start) && sheets.len() < MOST_SHEETS => {
                let name = attribute(&start, "name").unwrap_or_default();
                let hidden = styles.hide(&start);
                let active = active == Some(name.as_str());
                sheets.push(Sheet { name, hidden, active, ..Sheet::default() });
            }
            Piece::Start(start) => match start.local_name().as_ref() {
                name @ ("p" | "table-cell") => {
                    let open = sheets.last_mut().filter(|sheet| sheet.filled == Filled::No);
                    if let Some(sheet) = open.filter(|_| name == "p" || attribute(&start, "value").is_some())
                    {
                        sheet.filled = Filled::Yes;
                    }
                }
                "style" => styles.open = attribute(&start, "name").unwrap_or_default(),
                "table-properties" => styles.see(&start),
                _ => {}
            },
            Piece::End(_) => level.end(),
            Piece::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Tells sheets from tables deeper inside them, such as those of charts: all sheets are as deep as the first.
#[derive(Default)]
struct Level {
    depth: usize,
    sheets: Option<usize>,
}

impl Level {
    fn begins_sheet(&mut self, start: &BytesStart<'_>) -> bool {
        self.depth += 1;
        start.local_name().as_ref() == "table" && *self.sheets.get_or_insert(self.depth) == self.depth
    }

    fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// The styles that hide a sheet.
#[derive(Default)]
struct Styles {
    /// The style that is being read.
    open: String,
    hiding: HashSet<String>,
}

impl Styles {
    fn see(&mut self, properties: &BytesStart<'_>) {
        if attribute(properties, "display").as_deref() == Some("false") && self.hiding.len() < MOST_SHEETS {
            self.hiding.insert(std::mem::take(&mut self.open));
        }
    }

    fn hide(&self, table: &BytesStart<'_>) -> bool {
        attribute(table, "style-name").is_some_and(|style| self.hiding.contains(&style))
    }
}

/// Returns the name of the sheet in front, from the settings. They come before the body, if both are in one file.
pub(crate) fn active_sheet(xml: &mut Xml<'_>) -> Result<Option<String>, ListProblem> {
    let mut name: Option<String> = None;
    loop {
        match xml.next()? {
            Piece::Start(start) => match start.local_name().as_ref() {
                "config-item" if attribute(&start, "name").as_deref() == Some("ActiveTable") => {
                    name = Some(String::new());
                }
                "body" => return Ok(None),
                _ => {}
            },
            Piece::Text(text) => name.iter_mut().for_each(|name| name.push_str(&text)),
            Piece::Letter(letter) => name.iter_mut().for_each(|name| name.push(letter)),
            Piece::End(_) if name.is_some() => return Ok(name),
            Piece::End(_) => {}
            Piece::Eof => return Ok(None),
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
    let (mut level, mut tables) = (Level::default(), 0);
    loop {
        let piece = xml.next()?;
        match piece {
            Piece::Start(start) if level.begins_sheet(&start) => tables += 1,
            Piece::Eof => return Ok(ControlFlow::Continue(())),
            Piece::End(_) if tables != sheet + 1 => level.end(),
            _ if tables != sheet + 1 => {}
            Piece::Start(start) => table.begin(&start),
            Piece::End(end) => {
                level.end();
                let inside = table.cell_depth.is_some() || table.note.is_some();
                let row_ended = !inside && end.local_name().as_ref() == "table-row";
                table.end();
                if row_ended {
                    let read = xml.packed_read();
                    watch.at(read.max(1), table.rows)?;
                    if table.give(sink)?.is_break() {
                        return Ok(ControlFlow::Break(()));
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
    made: u64,
    /// Empty cells that were not added yet. Those at the end of a row never are.
    empty: usize,
    cell_depth: Option<usize>,
    cell_times: usize,
    number: Option<String>,
    /// Whether the cell holds a truth value or an error.
    is_value: bool,
    value: String,
    paragraphs: usize,
    /// Depth of the open paragraph of the cell.
    inside: Option<usize>,
    /// Depth of the open note on the cell, or of the drawings of the sheet. What is inside does not count.
    note: Option<usize>,
}

impl Table {
    fn begin(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        if self.note.is_some() {
            return;
        }
        let times =
            |name| attribute(start, name).and_then(|times| times.parse::<u32>().ok()).unwrap_or(1).max(1);
        match (start.local_name().as_ref(), self.cell_depth) {
            ("table-row", None) => {
                self.times = times("number-rows-repeated");
                self.row.start(self.above.saturating_add(1));
                let visibility = attribute(start, "visibility");
                self.row.hidden = matches!(visibility.as_deref(), Some("collapse" | "filter"));
                self.empty = 0;
            }
            ("table-cell" | "covered-table-cell", None) => {
                self.cell_depth = Some(self.depth);
                self.cell_times = times("number-columns-repeated") as usize;
                let kind = attribute(start, "value-type");
                let number = matches!(kind.as_deref(), Some("float" | "percentage" | "currency"));
                self.number = if number { attribute(start, "value") } else { None };
                self.is_value = kind.as_deref() == Some("boolean") || start.attributes_raw().contains(ERROR);
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
            ("annotation" | "note", Some(_)) | ("shapes", None) => self.note = Some(self.depth),
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
            // Neither a truth value nor an error is ever a name, so they count as numbers.
            None => (&self.value, self.is_value),
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
        let again = u64::from(self.times.saturating_sub(1));
        self.made = self.made.saturating_add(again.saturating_mul(self.row.width() as u64));
        if self.made > MOST_CELLS {
            return Err(ListProblem::Bomb);
        }
        for n in 0..self.times {
            self.row.number = first.saturating_add(n);
            self.rows += 1;
            if sink(&self.row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
