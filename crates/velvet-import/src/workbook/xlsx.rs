//! XLSX workbooks (ECMA-376, part 1, section 18). One part names the sheets, one holds the strings, and each sheet has
//! a part for its rows.

use std::{collections::HashMap, ops::ControlFlow, path::Path};

use quick_xml::events::BytesStart;

use super::{
    archive::Archive,
    escape,
    links::{MOST, links},
    number::expand_exponent,
    sheet::{Filled, LONGEST, Sheet, WIDEST},
    strings::Strings,
    xlsb,
    xml::{Piece, Xml, attribute},
};
use crate::{FileKind, ListProblem};
use crate::{
    progress::{ProgressMeter, Sink},
    row::Row,
};

/// Rows between two progress reports.
const EVERY: u64 = 256;

/// Unpacked bytes of a sheet that are searched for a first value.
const BEGINNING: u64 = 1 << 20;

/// The parts of a workbook.
pub(crate) struct Parts {
    pub sheets: Vec<Sheet>,
    /// The name of the part with the shared strings, if there is one.
    pub strings: Option<String>,
    /// Whether the parts hold binary records, as in XLSB workbooks.
    pub is_binary: bool,
}

/// Finds the parts of a workbook.
pub(crate) fn parts(archive: &mut Archive, watch: &mut ProgressMeter<'_, '_>) -> Result<Parts, ListProblem> {
    let root = links(archive, "")?;
    let workbook = root
        .iter()
        .find(|link| link.kind == "officeDocument")
        .ok_or(ListProblem::NotAList(FileKind::Other))?;
    let workbook = workbook.part.clone();
    let is_binary = Path::new(&workbook).extension().is_some_and(|kind| kind.eq_ignore_ascii_case("bin"));
    let links = links(archive, &workbook)?;
    let strings = links.iter().find(|link| link.kind == "sharedStrings").map(|link| link.part.clone());
    let strings = strings.filter(|part| archive.has(part));
    if is_binary {
        return Ok(Parts { sheets: xlsb::sheets(archive, &workbook, &links)?, strings, is_binary });
    }
    let named = sheets(archive, &workbook)?;
    // A sheet is named with the ID of its link. Chart sheets have links of another kind.
    let sheet = |sheet: Sheet| {
        let link = links.iter().find(|link| link.id == sheet.part && link.kind == "worksheet")?;
        Some(Sheet { part: link.part.clone(), ..sheet })
    };
    let mut sheets: Vec<Sheet> = named.into_iter().filter_map(sheet).collect();
    // Thousands of sheets may name the same part, so each part is checked once.
    let mut looked = HashMap::new();
    for sheet in &mut sheets {
        sheet.filled = match looked.get(&sheet.part) {
            Some(filled) => *filled,
            None => filled(archive, &sheet.part, watch)?,
        };
        looked.insert(sheet.part.clone(), sheet.filled);
    }
    Ok(Parts { sheets, strings, is_binary })
}

/// Passes each non-blank row of a sheet to `sink`. `before` is the number of packed bytes already read from other
/// parts.
pub(crate) fn each_row(
    archive: &mut Archive,
    sheet: &str,
    strings: &Strings,
    before: u64,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let mut xml = Xml::new(archive.unpack(sheet)?);
    let mut row = Row::default();
    let mut cell = Value::default();
    let (mut number, mut rows, mut seen) = (0_u32, 0, 0_u64);
    loop {
        match xml.next()? {
            Piece::Start(start) => match start.local_name().as_ref() {
                "row" => {
                    number = match attribute(&start, "r") {
                        Some(r) => r.parse().map_err(|_| ListProblem::Damaged)?,
                        None => number.saturating_add(1),
                    };
                    row.start(number);
                    row.hidden = is_hidden(&start);
                }
                "c" => {
                    let place = attribute(&start, "r").and_then(|r| column(&r)).unwrap_or(row.width());
                    cell.start(place.max(row.width()), attribute(&start, "t").as_deref());
                }
                "v" | "t" => cell.inside = true,
                "rPh" => cell.spoken = true,
                _ => {}
            },
            Piece::End(end) => match end.local_name().as_ref() {
                "v" | "t" => cell.inside = false,
                "rPh" => cell.spoken = false,
                "c" => cell.end(&mut row, strings)?,
                "row" => {
                    seen += 1;
                    let flow = if row.is_blank() {
                        ControlFlow::Continue(())
                    } else {
                        rows += 1;
                        sink(&row)?
                    };
                    if seen.is_multiple_of(EVERY) {
                        let read = xml.packed_read();
                        watch.at(before + read, rows)?;
                    }
                    if flow.is_break() {
                        return Ok(());
                    }
                }
                _ => {}
            },
            Piece::Text(text) => cell.add(&text),
            Piece::Letter(letter) => cell.add(letter.encode_utf8(&mut [0; 4])),
            Piece::Eof => return Ok(()),
        }
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Value {
    place: usize,
    kind: Kind,
    text: String,
    inside: bool,
    spoken: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    /// A truth value or an error.
    Value,
}

impl Value {
    fn start(&mut self, place: usize, kind: Option<&str>) {
        self.kind = match kind {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("b" | "e") => Kind::Value,
            Some(_) => Kind::Text,
        };
        self.place = place;
        self.text.clear();
        (self.inside, self.spoken) = (false, false);
    }

    fn add(&mut self, text: &str) {
        if self.inside && !self.spoken && self.text.len() + text.len() <= LONGEST {
            self.text.push_str(text);
        }
    }

    /// Returns the text that a spreadsheet shows for a truth value or an error.
    fn value(&self) -> &str {
        match self.text.trim() {
            "0" => "FALSE",
            "1" => "TRUE",
            text => text,
        }
    }

    fn end(&mut self, row: &mut Row, strings: &Strings) -> Result<(), ListProblem> {
        if self.text.is_empty() || self.place >= WIDEST {
            return Ok(());
        }
        while row.width() < self.place {
            row.add("", false);
        }
        match self.kind {
            Kind::Number => row.add(&expand_exponent(&self.text), true),
            Kind::Text => row.add(escape::decoded(&self.text).as_deref().unwrap_or(&self.text), false),
            // Neither is ever a name, so they count as numbers.
            Kind::Value => row.add(self.value(), true),
            Kind::Shared => {
                let place = self.text.trim().parse().ok();
                row.add(place.and_then(|place| strings.get(place)).ok_or(ListProblem::Damaged)?, false);
            }
        }
        Ok(())
    }
}

/// Whether a row is hidden, by hand, by a filter, or because it has no height.
fn is_hidden(row: &BytesStart<'_>) -> bool {
    let hidden = |value: String| matches!(value.as_str(), "1" | "true" | "on");
    let flat = |height: String| height.parse().is_ok_and(|height: f64| height <= 0.0);
    attribute(row, "hidden").is_some_and(hidden) || attribute(row, "ht").is_some_and(flat)
}

/// Returns the zero-based column of a cell reference: `BC12` is in column 54.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0, |number, b| number * 26 + usize::from(b.to_ascii_uppercase() - b'@'));
    number.checked_sub(1)
}

/// Returns the sheets. Instead of the names of their parts, they have the IDs of their links.
fn sheets(archive: &mut Archive, workbook: &str) -> Result<Vec<Sheet>, ListProblem> {
    let mut xml = Xml::new(archive.unpack(workbook)?);
    let mut sheets: Vec<Sheet> = Vec::new();
    let (mut root, mut active) = (true, 0);
    loop {
        match xml.next()? {
            Piece::Start(start) => {
                let name = start.local_name();
                // A text document or a presentation has another root element.
                if std::mem::take(&mut root) && name.as_ref() != "workbook" {
                    return Err(ListProblem::NotAList(FileKind::Other));
                }
                if name.as_ref() == "sheet" && sheets.len() < MOST {
                    let get = |name| attribute(&start, name).unwrap_or_default();
                    let hidden = matches!(get("state").as_str(), "hidden" | "veryHidden");
                    sheets.push(Sheet { name: get("name"), part: get("id"), hidden, ..Sheet::default() });
                }
                if name.as_ref() == "workbookView" {
                    active = attribute(&start, "activeTab").and_then(|tab| tab.parse().ok()).unwrap_or(0);
                }
            }
            Piece::Eof => {
                sheets.get_mut(active).into_iter().for_each(|sheet| sheet.active = true);
                return Ok(sheets);
            }
            _ => {}
        }
    }
}

/// Whether any cell of a sheet has a value, as far as its beginning shows.
fn filled(
    archive: &mut Archive,
    sheet: &str,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Filled, ListProblem> {
    let mut xml = Xml::new(archive.unpack(sheet)?);
    watch.at(0, 0)?;
    loop {
        match xml.next()? {
            Piece::Start(start) if matches!(start.local_name().as_ref(), "v" | "is") => {
                return Ok(Filled::Yes);
            }
            Piece::Eof => return Ok(Filled::No),
            _ => {}
        }
        if xml.unpacked() > BEGINNING {
            return Ok(Filled::Maybe);
        }
    }
}
