//! XLS workbooks of Excel 97 to 2003 ([MS-XLS]): a compound file with one stream of records.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    io::Read,
};

use cfb::CompoundFile;

use super::{
    biff::{Value, bytes, double, long, short, wide},
    sheet::{Filled, Sheet},
    strings::Strings,
};
use crate::{
    ListProblem,
    progress::{ProgressMeter, Sink},
    row::Row,
    source::Source,
};

/// Largest file, in MiB. It must fit in memory; a sheet has at most 65,536 rows.
const LARGEST: u64 = 32;

/// Types of records.
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const FILE_PASS: u16 = 0x002f;
const WINDOW: u16 = 0x003d;
const CONTINUE: u16 = 0x003c;
const BOUND_SHEET: u16 = 0x0085;
const SHARED_STRINGS: u16 = 0x00fc;
const ROW: u16 = 0x0208;
const STRING: u16 = 0x0207;

/// The version of Excel 97 and later in a `BOF` record.
const EXCEL_97: u16 = 0x0600;

/// Bit of the options of a row that is hidden.
const HIDDEN: u16 = 0x20;

/// An opened workbook.
pub(super) struct Xls {
    stream: Vec<u8>,
    strings: Strings,
    pub sheets: Vec<Sheet>,
    /// Where each sheet begins in the stream.
    places: Vec<usize>,
    pub digest: u64,
}

impl Xls {
    /// Reads the sheets and the shared strings.
    pub fn open(source: &Source, watch: &mut ProgressMeter<'_, '_>) -> Result<Self, ListProblem> {
        if source.len() > LARGEST << 20 {
            return Err(ListProblem::TooLarge { limit: LARGEST });
        }
        watch.at(0, 0)?;
        let mut file = CompoundFile::open(source.reader()?).map_err(ListProblem::of_archive)?;
        let mut stream = Vec::new();
        let name = if file.exists("Workbook") { "Workbook" } else { "Book" };
        let book = file.open_stream(name).map_err(|_| ListProblem::OldWorkbook)?;
        book.take(LARGEST << 20).read_to_end(&mut stream).map_err(ListProblem::of_archive)?;
        let mut hasher = DefaultHasher::new();
        stream.hash(&mut hasher);
        let mut book = Self {
            stream,
            strings: Strings::default(),
            sheets: Vec::new(),
            places: Vec::new(),
            digest: hasher.finish(),
        };
        book.read_globals()?;
        Ok(book)
    }

    fn read_globals(&mut self) -> Result<(), ListProblem> {
        let mut records = Records { rest: &self.stream };
        let mut active = 0;
        let mut parts: Vec<&[u8]> = Vec::new();
        let mut in_strings = false;
        let version = match records.next()? {
            Some((BOF, data)) => short(data, 0)?,
            _ => 0,
        };
        if version != EXCEL_97 {
            return Err(ListProblem::OldWorkbook);
        }
        while let Some((kind, data)) = records.next()? {
            match kind {
                EOF => break,
                FILE_PASS => return Err(ListProblem::Locked),
                WINDOW => active = short(data, 10)? as usize,
                BOUND_SHEET => {
                    // Other kinds are charts and macros.
                    let [state, kind] = bytes(data, 4)?;
                    let name = data.get(7..).unwrap_or_default();
                    let name =
                        if bytes::<1>(data, 7)?[0] & 1 == 1 { wide(&name[1..]) } else { narrow(&name[1..]) };
                    let filled = if kind == 0 { Filled::Maybe } else { Filled::No };
                    self.sheets.push(Sheet { name, filled, hidden: state & 3 != 0, ..Sheet::default() });
                    self.places.push(long(data, 0)? as usize);
                }
                SHARED_STRINGS => parts.push(data.get(8..).unwrap_or_default()),
                CONTINUE if in_strings => parts.push(data),
                _ => {}
            }
            in_strings = kind == SHARED_STRINGS || (kind == CONTINUE && in_strings);
        }
        self.sheets.get_mut(active).into_iter().for_each(|sheet| sheet.active = true);
        self.strings = shared_strings(parts)?;
        Ok(())
    }

    /// Passes each non-blank row of a sheet to `sink` until it breaks.
    pub fn each_row(
        &self,
        sheet: usize,
        watch: &mut ProgressMeter<'_, '_>,
        sink: Sink<'_>,
    ) -> Result<(), ListProblem> {
        let place = self.places.get(sheet).copied().unwrap_or(usize::MAX);
        let mut table = Table::default();
        table.read(self.stream.get(place..).ok_or(ListProblem::Damaged)?)?;
        // Excel writes the cells in order. Other programs may not.
        table.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut row = Row::default();
        let mut rows = 0;
        for cells in table.cells.chunk_by(|a, b| a.0 == b.0) {
            let number = cells[0].0;
            row.start(u32::from(number) + 1);
            row.hidden = table.hidden.contains(&number);
            for (_, column, value) in cells {
                value.add(&mut row, *column as usize, &self.strings)?;
            }
            rows += 1;
            watch.at(1, rows)?;
            if !row.is_blank() && sink(&row)?.is_break() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The cells of a sheet.
#[derive(Default)]
struct Table {
    cells: Vec<(u16, u16, Value)>,
    hidden: HashSet<u16>,
}

impl Table {
    fn read(&mut self, stream: &[u8]) -> Result<(), ListProblem> {
        let mut records = Records { rest: stream };
        // Charts are nested in their sheet.
        let mut depth = 0_usize;
        while let Some((kind, data)) = records.next()? {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return Ok(()),
                EOF => depth -= 1,
                _ if depth == 1 => self.record(kind, data)?,
                _ => {}
            }
        }
        // A sheet that does not end was cut.
        Err(ListProblem::Damaged)
    }

    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), ListProblem> {
        let value = match kind {
            ROW => {
                if short(data, 12)? & HIDDEN != 0 {
                    self.hidden.insert(short(data, 0)?);
                }
                return Ok(());
            }
            // The result of the formula before.
            STRING => {
                let text = text(data)?;
                self.cells.last_mut().into_iter().for_each(|cell| cell.2 = Value::Text(text.clone()));
                return Ok(());
            }
            // Several packed numbers side by side.
            0x00bd => {
                let (row, first) = (short(data, 0)?, short(data, 2)?);
                let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (nth, number) in (0..=u16::MAX).zip(numbers.chunks_exact(6)) {
                    let column = first.checked_add(nth).ok_or(ListProblem::Damaged)?;
                    self.cells.push((row, column, Value::packed_number(long(number, 2)?)));
                }
                return Ok(());
            }
            0x0006 => result(data)?,
            0x00fd => Value::Shared(long(data, 6)?),
            0x0203 => Value::Number(double(data, 6)?),
            0x0204 | 0x00d6 => Value::Text(text(data.get(6..).unwrap_or_default())?),
            0x0205 => match bytes(data, 6)? {
                [value, 0] => Value::truth(value),
                [code, _] => Value::error(code),
            },
            0x027e => Value::packed_number(long(data, 6)?),
            _ => return Ok(()),
        };
        self.cells.push((short(data, 0)?, short(data, 2)?, value));
        Ok(())
    }
}

/// Returns the result of a formula. A text follows in a record of its own.
fn result(data: &[u8]) -> Result<Value, ListProblem> {
    let value: [u8; 8] = bytes(data, 6)?;
    Ok(match value {
        [1, _, truth, _, _, _, 0xff, 0xff] => Value::truth(truth),
        [2, _, code, _, _, _, 0xff, 0xff] => Value::error(code),
        [.., 0xff, 0xff] => Value::Text(String::new()),
        _ => Value::Number(f64::from_le_bytes(value)),
    })
}

/// Reads a string: its length in characters, whether they take two bytes, and the characters.
fn text(data: &[u8]) -> Result<String, ListProblem> {
    let (len, [flags]) = (short(data, 0)? as usize, bytes(data, 2)?);
    let text = &data[3..];
    Ok(if flags & 1 == 1 {
        wide(&text[..text.len().min(2 * len)])
    } else {
        narrow(&text[..text.len().min(len)])
    })
}

/// Decodes characters of one byte, the lower halves of UTF-16.
fn narrow(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).collect()
}

/// The records of a stream.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn next(&mut self) -> Result<Option<(u16, &'a [u8])>, ListProblem> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (kind, len) = (short(self.rest, 0)?, short(self.rest, 2)? as usize);
        let data = self.rest.get(4..4 + len).ok_or(ListProblem::Damaged)?;
        self.rest = &self.rest[4 + len..];
        Ok(Some((kind, data)))
    }
}

/// Reads the shared strings. They may continue in further records, in the middle of a string.
fn shared_strings(parts: Vec<&[u8]>) -> Result<Strings, ListProblem> {
    let mut strings = Strings::default();
    let mut parts = Parts { part: &[], later: parts.into_iter() };
    while parts.any() {
        let (len, [flags]) = (u16::from_le_bytes(parts.take()?), parts.take()?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16::from_le_bytes(parts.take()?)) };
        let more = if flags & 4 == 0 { 0 } else { u32::from_le_bytes(parts.take()?) as usize };
        strings.push(&parts.text(len.into(), flags)?)?;
        parts.skip(4 * runs + more)?;
    }
    Ok(strings)
}

/// Data that continues in further records.
struct Parts<'a> {
    part: &'a [u8],
    later: std::vec::IntoIter<&'a [u8]>,
}

impl Parts<'_> {
    /// Whether there is more data.
    fn any(&mut self) -> bool {
        while self.part.is_empty() {
            let Some(part) = self.later.next() else { return false };
            self.part = part;
        }
        true
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], ListProblem> {
        let mut taken = [0; N];
        for byte in &mut taken {
            if !self.any() {
                return Err(ListProblem::Damaged);
            }
            *byte = self.part[0];
            self.part = &self.part[1..];
        }
        Ok(taken)
    }

    fn skip(&mut self, mut len: usize) -> Result<(), ListProblem> {
        while len > 0 {
            if !self.any() {
                return Err(ListProblem::Damaged);
            }
            let now = len.min(self.part.len());
            self.part = &self.part[now..];
            len -= now;
        }
        Ok(())
    }

    /// Reads characters. Where they continue in another record, it begins with their size again.
    fn text(&mut self, mut len: usize, mut flags: u8) -> Result<String, ListProblem> {
        let mut text = String::new();
        while len > 0 {
            if self.part.is_empty() {
                [flags] = self.take()?;
            }
            let size = 1 + usize::from(flags & 1);
            let now = len.min(self.part.len() / size);
            if now == 0 && !self.part.is_empty() {
                return Err(ListProblem::Damaged);
            }
            let (taken, rest) = self.part.split_at(now * size);
            text.push_str(&if size == 2 { wide(taken) } else { narrow(taken) });
            self.part = rest;
            len -= now;
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_that_continues_in_another_record_is_whole() {
        // Ten narrow characters, of which the last six continue as wide ones; then a rich string with one run.
        let first: &[u8] = b"\x0a\0\x008435";
        let second: &[u8] = b"\x018\x004\x002\x005\x006\x004\0\x02\0\x08\x01\0";
        let third: &[u8] = b"\0ab\0\0\0\0\x01\0\0\xeb";
        let strings = shared_strings(vec![first, second, third]).unwrap();
        let texts: Vec<_> = (0..3).map_while(|place| strings.get(place)).collect();
        assert_eq!(texts, ["8435842564", "ab", "ë"]);
        assert!(shared_strings(vec![first]).is_err());
    }

    #[test]
    fn numbers_side_by_side_that_run_past_the_last_column_are_damage() {
        let numbers = |first: u16, count: usize| {
            let data = [&[0, 0][..], &first.to_le_bytes(), &vec![0; 6 * count], &[0, 0]].concat();
            let mut table = Table::default();
            table.record(0x00bd, &data).map(|()| table.cells.len())
        };
        assert!(matches!(numbers(3, 2), Ok(2)));
        assert!(matches!(numbers(u16::MAX, 1), Ok(1)));
        assert!(matches!(numbers(u16::MAX, 2), Err(ListProblem::Damaged)));
    }

    #[test]
    fn packed_numbers_are_unpacked() {
        for (packed, number) in [(0x2b, 0.1), (0x2a, 10.0), (0x3ff0_0000, 1.0), (0xffff_fffe, -1.0)] {
            assert_eq!(Value::packed_number(packed), Value::Number(number), "{packed:x}");
        }
    }
}
