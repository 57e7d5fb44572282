//! Lists as workbooks: XLSX and ODS, read row by row. Never unpacks more than a list could need.

mod archive;
mod number;
mod ods;
mod sheet;
mod strings;
mod xlsx;
mod xml;

use std::{collections::HashSet, io::Read};

use archive::Archive;
use sheet::{Filled, Sheet};
use strings::Strings;

use super::{
    progress::{ProgressMeter, Sink},
    source::Source,
};
use crate::ListProblem;

/// A workbook: its sheets, and which one is read.
pub(crate) struct Book {
    format: Format,
    sheets: Vec<Sheet>,
    chosen: usize,
    digest: u64,
}

enum Format {
    /// The name of the part with the shared strings, if there is one.
    Xlsx(Option<String>),
    Ods,
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

    /// Chooses the next sheet that does not share its part with an earlier one. Returns whether there is one.
    pub fn choose_next(&mut self) -> bool {
        let seen: HashSet<&str> = match self.format {
            Format::Xlsx(_) => self.sheets[..=self.chosen].iter().map(|sheet| sheet.part.as_str()).collect(),
            // All sheets are in one part, one after the other.
            Format::Ods => HashSet::new(),
        };
        let after = self.chosen + 1;
        let next = self.sheets[after..].iter().position(|sheet| !seen.contains(sheet.part.as_str()));
        next.is_some_and(|next| self.choose_place(after + next))
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
}

/// Opens a workbook, if the archive is one.
pub(crate) fn open(source: &Source, watch: &mut ProgressMeter<'_, '_>) -> Result<Book, ListProblem> {
    let mut archive = Archive::open(source)?;
    if archive.has_ending(".iwa") || archive.has("xl/workbook.bin") {
        return Err(ListProblem::OldWorkbook);
    }
    let (format, sheets) = if archive.has("mimetype") {
        open_document(&mut archive)?;
        (Format::Ods, ods::sheets(&mut archive, watch)?)
    } else {
        let parts = xlsx::parts(&mut archive, watch)?;
        (Format::Xlsx(parts.strings), parts.sheets)
    };
    let first = |filled| sheets.iter().position(|sheet| sheet.filled == filled);
    let chosen = first(Filled::Yes).or_else(|| first(Filled::Maybe)).ok_or(ListProblem::Empty)?;
    Ok(Book { format, sheets, chosen, digest: archive.digest })
}

/// Passes each non-blank row of the chosen sheet to `sink`.
pub(crate) fn each_row(
    source: &Source,
    book: &Book,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let mut archive = Archive::open(source)?;
    if archive.digest != book.digest {
        return Err(ListProblem::Changed);
    }
    let sheet = &book.sheets[book.chosen];
    match &book.format {
        _ if sheet.filled == Filled::No => Ok(()),
        Format::Ods => ods::each_row(&mut archive, book.chosen, watch, sink),
        Format::Xlsx(strings) => {
            let before = strings.as_deref().map_or(0, |part| archive.packed(part));
            let strings = match strings {
                Some(part) => Strings::read(&mut archive, part, watch)?,
                None => Strings::default(),
            };
            xlsx::each_row(&mut archive, &sheet.part, &strings, before, watch, sink)
        }
    }
}

/// Checks that an `OpenDocument` archive is a spreadsheet (by its `mimetype`) and not encrypted (by its manifest).
fn open_document(archive: &mut Archive) -> Result<(), ListProblem> {
    let kind = text(archive, "mimetype")?;
    if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Err(ListProblem::NotAList);
    }
    let manifest = "META-INF/manifest.xml";
    let locked = archive.has(manifest) && text(archive, manifest)?.contains("encryption-data");
    if locked || archive.has("encrypted-package") { Err(ListProblem::Locked) } else { Ok(()) }
}

fn text(archive: &mut Archive, part: &str) -> Result<String, ListProblem> {
    let mut bytes = Vec::new();
    let mut part = archive.unpack(part)?.take(4 << 20);
    part.read_to_end(&mut bytes).map_err(ListProblem::of_archive)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
