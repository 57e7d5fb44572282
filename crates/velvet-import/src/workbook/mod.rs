//! Lists as workbooks: XLSX, ODS, and older formats, read row by row. Never unpacks more than a list could need.

mod archive;
mod biff;
mod escape;
mod links;
mod number;
mod ods;
mod part;
mod sheet;
mod spreadsheetml;
mod strings;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use std::collections::HashSet;

use archive::Archive;
pub(crate) use archive::archive_start;
pub(crate) use number::expand_exponent;
use part::Plain;
use sheet::{Filled, Sheet};
use strings::Strings;
use xls::Xls;
use xml::Xml;

use super::{
    progress::{ProgressMeter, Sink},
    source::Source,
};
use crate::ListProblem;

/// The part of an ODS workbook that holds all sheets, and the part that tells which one was in front.
const CONTENT: &str = "content.xml";
const SETTINGS: &str = "settings.xml";

/// A workbook: its sheets, and which one is read.
pub(crate) struct Book {
    format: Format,
    sheets: Vec<Sheet>,
    chosen: usize,
    digest: u64,
    /// Whether hidden rows are taken, too.
    pub include_hidden: bool,
}

enum Format {
    /// The name of the part with the shared strings, if there is one.
    Xlsx(Option<String>),
    Xlsb(Option<String>),
    Xls,
    Ods,
    /// A workbook that is one XML file.
    Flat(Flat),
}

/// The formats of workbooks that are one XML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flat {
    OpenDocument,
    /// `SpreadsheetML`, the XML format of Excel 2002 and 2003.
    SpreadsheetMl,
}

impl Book {
    /// Returns the index of the chosen sheet.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Chooses a sheet by its name. Returns whether there is one.
    pub fn choose(&mut self, name: &str) -> bool {
        let place = self.sheets.iter().position(|sheet| sheet.name == name);
        place.is_some_and(|place| self.choose_place(place))
    }

    /// Chooses a sheet by its index. Returns whether there is one.
    pub fn choose_place(&mut self, place: usize) -> bool {
        let there = place < self.sheets.len();
        if there {
            self.chosen = place;
        }
        there
    }

    /// Returns the indexes of the sheets in the order in which fans are searched: first the one that was in front when
    /// the workbook was saved, then the others. Hidden sheets are not searched, because their owner does not see whom
    /// they hold, but they can be chosen. A sheet that shares its part with an earlier one is the same list again.
    pub fn search_order(&self) -> Vec<usize> {
        let mut seen = HashSet::new();
        let mut order: Vec<usize> =
            (0..self.sheets.len()).filter(|&place| !self.sheets[place].hidden).collect();
        order.sort_by_key(|&place| !self.sheets[place].active);
        order.retain(|&place| self.sheets[place].part.is_empty() || seen.insert(&self.sheets[place].part));
        order
    }

    /// Whether any hidden sheet may have content.
    pub fn hides_content(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.hidden && sheet.filled != Filled::No)
    }

    /// Returns the name of the chosen sheet, if several sheets may have content.
    pub fn sheet(&self) -> Option<String> {
        let several = self.sheets.iter().filter(|sheet| sheet.filled != Filled::No).count() > 1;
        several.then(|| self.sheets[self.chosen].name.clone())
    }

    /// Returns the names of all sheets, in the workbook's order.
    pub fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    fn new(format: Format, sheets: Vec<Sheet>, digest: u64) -> Result<Self, ListProblem> {
        if sheets.iter().all(|sheet| sheet.filled == Filled::No) {
            return Err(ListProblem::Empty);
        }
        Ok(Self { format, sheets, chosen: 0, digest, include_hidden: false })
    }
}

/// Opens a workbook, if the archive is one.
pub(crate) fn open(source: &Source, watch: &mut ProgressMeter<'_, '_>) -> Result<Book, ListProblem> {
    let mut archive = Archive::open(source)?;
    if let Some(kind) = archive.other_kind()? {
        return Err(ListProblem::NotAList(kind));
    }
    let (format, sheets) = if archive.has("mimetype") {
        check_unlocked(&mut archive)?;
        let active = active_sheet(&mut archive);
        let mut content = Xml::new(archive.unpack(CONTENT)?);
        (Format::Ods, ods::sheets(&mut content, active.as_deref(), watch)?)
    } else {
        let parts = xlsx::parts(&mut archive, watch)?;
        let format = if parts.is_binary { Format::Xlsb } else { Format::Xlsx };
        (format(parts.strings), parts.sheets)
    };
    Book::new(format, sheets, archive.digest)
}

/// Opens a workbook that is one XML file.
pub(crate) fn open_flat(
    source: &Source,
    flat: Flat,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Book, ListProblem> {
    let mut xml = Xml::new(Plain::open(source)?);
    let sheets = match flat {
        Flat::SpreadsheetMl => spreadsheetml::sheets(&mut xml, watch)?,
        Flat::OpenDocument => {
            let active = ods::active_sheet(&mut Xml::new(Plain::open(source)?))?;
            ods::sheets(&mut xml, active.as_deref(), watch)?
        }
    };
    Book::new(Format::Flat(flat), sheets, xml.digest())
}

/// Opens a workbook that is a compound file.
pub(crate) fn open_compound(source: &Source, watch: &mut ProgressMeter<'_, '_>) -> Result<Book, ListProblem> {
    let Xls { sheets, digest, .. } = Xls::open(source, watch)?;
    Book::new(Format::Xls, sheets, digest)
}

/// Returns the name of the sheet that was in front when an ODS workbook was saved. The list can be read without it.
fn active_sheet(archive: &mut Archive) -> Option<String> {
    ods::active_sheet(&mut Xml::new(archive.unpack(SETTINGS).ok()?)).ok()?
}

/// Passes each non-blank row of the chosen sheet to `sink`.
pub(crate) fn each_row(
    source: &Source,
    book: &Book,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let sheet = &book.sheets[book.chosen];
    if sheet.filled == Filled::No {
        return Ok(());
    }
    if let Format::Flat(flat) = book.format {
        let mut xml = Xml::new(Plain::open(source)?);
        let each_row = match flat {
            Flat::OpenDocument => ods::each_row,
            Flat::SpreadsheetMl => spreadsheetml::each_row,
        };
        let whole = each_row(&mut xml, book.chosen, watch, sink)?.is_continue();
        return if whole && xml.digest() != book.digest { Err(ListProblem::Changed) } else { Ok(()) };
    }
    if matches!(book.format, Format::Xls) {
        let xls = Xls::open(source, watch)?;
        return if xls.digest == book.digest {
            xls.each_row(book.chosen, watch, sink)
        } else {
            Err(ListProblem::Changed)
        };
    }
    let mut archive = Archive::open(source)?;
    if archive.digest != book.digest {
        return Err(ListProblem::Changed);
    }
    match &book.format {
        Format::Xlsx(strings) => {
            let before = strings.as_deref().map_or(0, |part| archive.packed(part));
            let strings = match strings {
                Some(part) => Strings::read(&mut archive, part, watch)?,
                None => Strings::default(),
            };
            xlsx::each_row(&mut archive, &sheet.part, &strings, before, watch, sink)
        }
        Format::Xlsb(strings) => {
            let strings = match strings {
                Some(part) => xlsb::strings(&mut archive, part, watch)?,
                None => Strings::default(),
            };
            xlsb::each_row(&mut archive, &sheet.part, &strings, watch, sink)
        }
        _ => ods::each_row(&mut Xml::new(archive.unpack(CONTENT)?), book.chosen, watch, sink).map(drop),
    }
}

/// Checks by its manifest that an `OpenDocument` archive is not encrypted.
fn check_unlocked(archive: &mut Archive) -> Result<(), ListProblem> {
    let manifest = "META-INF/manifest.xml";
    let locked = archive.has(manifest) && archive.text(manifest)?.contains("encryption-data");
    if locked || archive.has("encrypted-package") { Err(ListProblem::Locked) } else { Ok(()) }
}
