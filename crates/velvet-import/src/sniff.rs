use std::io::{Read, Seek, SeekFrom};

use super::source::Bytes;
use crate::ListProblem;

/// The kind of a file, judged by its first bytes, because file extensions are unreliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, as far as the beginning shows.
    Text,
    /// A zip archive, possibly a workbook.
    Archive,
}

/// Magic numbers of files that users may pick by mistake, or that have the extension of a list, but are not lists.
const NO_LISTS: [&[u8]; 24] = [
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"BM\x00",
    b"%PDF",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"(\xb5/\xfd",
    b"SQLite format 3\x00",
    b"ID3",
    b"OggS",
    b"II*\x00",
    b"MM\x00*",
    b"{\\rtf",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x1cftyp",
];

/// Magic number of the compound file format, used by old Office versions and by encrypted new workbooks.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Detects the kind of a file of `len` bytes.
pub(crate) fn kind(bytes: &mut Bytes, len: u64) -> Result<Kind, ListProblem> {
    let start = beginning(bytes, 0, 64)?;
    if start.is_empty() {
        return Err(ListProblem::Empty);
    }
    if start.starts_with(COMPOUND) {
        return Err(compound(bytes, &start, len)?);
    }
    if NO_LISTS.iter().any(|magic| start.starts_with(magic)) {
        return Err(ListProblem::NotAList);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Archive);
    }
    Ok(Kind::Text)
}

/// Tells a workbook with a password from an old one. The former is a compound file with a stream of this name; any
/// other is an old workbook, or at least unsupported. The first sector of the directory names the streams that matter
/// ([MS-CFB] 2.2, 2.6).
fn compound(bytes: &mut Bytes, start: &[u8], len: u64) -> Result<ListProblem, ListProblem> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let number = |at: usize, size: usize| {
        start.get(at..at + size).map_or(0, |bytes| bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b)))
    };
    let sector = 1_u64 << number(30, 2).clamp(7, 16);
    let directory = (number(48, 4) + 1) * sector;
    for place in [0, directory, len.saturating_sub(64 << 10)] {
        let part = beginning(bytes, place, 64 << 10)?;
        if part.windows(name.len()).any(|window| window == name) {
            return Ok(ListProblem::Locked);
        }
    }
    Ok(ListProblem::OldWorkbook)
}

fn beginning(bytes: &mut Bytes, place: u64, len: u64) -> Result<Vec<u8>, ListProblem> {
    let mut part = Vec::new();
    let read =
        bytes.seek(SeekFrom::Start(place)).and_then(|_| bytes.by_ref().take(len).read_to_end(&mut part));
    read?;
    Ok(part)
}
