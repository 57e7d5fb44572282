//! XLSB workbooks ([MS-XLSB]): the parts of an XLSX workbook, as binary records.

use std::io::{self, BufReader, Read};

use super::{
    archive::{Archive, Unpacked},
    biff::{Value, bytes, double, long, wide},
    links::{Link, MOST},
    sheet::{Filled, Sheet},
    strings::Strings,
};
use crate::{
    ListProblem,
    progress::{ProgressMeter, Sink},
    row::Row,
};

/// Largest record. A cell holds up to 32,767 characters.
const LARGEST: usize = 1 << 20;

/// Rows and strings between two progress reports.
const EVERY: u64 = 256;

/// Types of records.
const ROW: u16 = 0;
const SHARED_STRING: u16 = 19;
const SHEET: u16 = 156;
const VIEW: u16 = 158;

/// Finds the sheets. `links` are those of the workbook's part.
pub(super) fn sheets(
    archive: &mut Archive,
    workbook: &str,
    links: &[Link],
) -> Result<Vec<Sheet>, ListProblem> {
    let mut records = Records::new(archive.unpack(workbook)?);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut active = 0;
    while let Some((kind, data)) = records.next()? {
        match kind {
            SHEET if sheets.len() < MOST => {
                let (id, rest) = text(data.get(8..).unwrap_or_default())?;
                let (name, _) = text(rest)?;
                let link = links.iter().find(|link| link.id == id && link.kind == "worksheet");
                let part = link.map_or_else(String::new, |link| link.part.clone());
                let filled = if link.is_some() { Filled::Maybe } else { Filled::No };
                let hidden = long(data, 0)? != 0;
                sheets.push(Sheet { name, part, filled, hidden, active: false });
            }
            VIEW => active = long(data, 24)? as usize,
            _ => {}
        }
    }
    sheets.get_mut(active).into_iter().for_each(|sheet| sheet.active = true);
    Ok(sheets)
}

/// Reads the shared strings.
pub(super) fn strings(
    archive: &mut Archive,
    part: &str,
    watch: &mut ProgressMeter<'_, '_>,
) -> Result<Strings, ListProblem> {
    let mut records = Records::new(archive.unpack(part)?);
    let mut strings = Strings::default();
    let mut seen = 0_u64;
    while let Some((kind, data)) = records.next()? {
        if kind == SHARED_STRING {
            strings.push(&text(data.get(1..).unwrap_or_default())?.0)?;
            seen += 1;
            if seen.is_multiple_of(EVERY) {
                let read = records.packed_read();
                watch.at(read, 0)?;
            }
        }
    }
    Ok(strings)
}

/// Passes each non-blank row of a sheet to `sink` until it breaks.
pub(super) fn each_row(
    archive: &mut Archive,
    sheet: &str,
    strings: &Strings,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let mut records = Records::new(archive.unpack(sheet)?);
    let mut row = Row::default();
    let mut rows = 0_u64;
    while let Some((kind, data)) = records.next()? {
        if kind == ROW {
            if !row.is_blank() && sink(&row)?.is_break() {
                return Ok(());
            }
            row.start(long(data, 0)?.saturating_add(1));
            row.hidden = bytes::<1>(data, 11)?[0] & 0x10 != 0;
            rows += 1;
            if rows.is_multiple_of(EVERY) {
                let read = records.packed_read();
                watch.at(read, rows)?;
            }
        } else if let Some((place, value)) = cell(kind, data, row.width())? {
            value.add(&mut row, place, strings)?;
        }
    }
    if row.is_blank() { Ok(()) } else { sink(&row).map(drop) }
}

/// Reads a cell: its column and its value. `next` is the column of a cell that does not state one.
fn cell(kind: u16, data: &[u8], next: usize) -> Result<Option<(usize, Value)>, ListProblem> {
    // Short records leave out the column.
    let (kind, place, at) = match kind {
        2..=11 => (kind, long(data, 0)? as usize, 8),
        13..=18 => (kind - 11, next, 4),
        _ => return Ok(None),
    };
    let value = match kind {
        2 => Value::packed_number(long(data, at)?),
        3 | 11 => Value::error(bytes::<1>(data, at)?[0]),
        4 | 10 => Value::truth(bytes::<1>(data, at)?[0]),
        5 | 9 => Value::Number(double(data, at)?),
        6 | 8 => Value::Text(text(data.get(at..).unwrap_or_default())?.0),
        _ => Value::Shared(long(data, at)?),
    };
    Ok(Some((place, value)))
}

/// Reads a string: its length in characters, and the characters. Returns what comes after it, too.
fn text(data: &[u8]) -> Result<(String, &[u8]), ListProblem> {
    let len = long(data, 0)?;
    // This length stands for no string.
    let len = if len == u32::MAX { 0 } else { (len as usize).saturating_mul(2) };
    let (text, rest) = data[4..].split_at_checked(len).ok_or(ListProblem::Damaged)?;
    Ok((wide(text), rest))
}

/// The records of a part.
struct Records<'a> {
    part: BufReader<Unpacked<'a>>,
    data: Vec<u8>,
}

impl<'a> Records<'a> {
    fn new(part: Unpacked<'a>) -> Self {
        Self { part: BufReader::with_capacity(64 << 10, part), data: Vec::new() }
    }

    fn packed_read(&self) -> u64 {
        self.part.get_ref().packed_read().max(1)
    }

    fn next(&mut self) -> Result<Option<(u16, &[u8])>, ListProblem> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let mut kind = u16::from(first & 0x7f);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()?.ok_or(ListProblem::Damaged)? & 0x7f) << 7;
        }
        let mut len = 0_usize;
        for place in 0..4 {
            let byte = self.byte()?.ok_or(ListProblem::Damaged)?;
            len |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if len > LARGEST {
            return Err(ListProblem::Bomb);
        }
        self.data.resize(len, 0);
        self.part.read_exact(&mut self.data).map_err(ListProblem::of_archive)?;
        Ok(Some((kind, &self.data)))
    }

    fn byte(&mut self) -> Result<Option<u8>, ListProblem> {
        let mut byte = [0];
        match self.part.read_exact(&mut byte) {
            Ok(()) => Ok(Some(byte[0])),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(ListProblem::of_archive(error)),
        }
    }
}
