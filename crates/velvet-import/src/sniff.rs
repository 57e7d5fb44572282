use memchr::memmem;

use super::{
    source::Bytes,
    workbook::{Flat, archive_start},
};
use crate::{FileKind, ListProblem};

/// The kind of a file, judged by its first bytes, because file extensions are unreliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, as far as the beginning shows.
    Text,
    /// A zip archive, possibly a workbook.
    Archive,
    /// A compound file without a password, possibly an old workbook.
    Compound,
    /// A workbook that is one XML file.
    FlatBook(Flat),
}

/// Magic numbers of files that users may pick by mistake, or that have the extension of a list, but are not lists.
const NO_LISTS: [(&[u8], FileKind); 33] = [
    (b"\x89PNG", FileKind::Picture),
    (b"\xff\xd8\xff", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"BM\x00", FileKind::Picture),
    (b"II*\x00", FileKind::Picture),
    (b"MM\x00*", FileKind::Picture),
    (b"8BPS", FileKind::Picture),
    (b"\x00\x00\x01\x00", FileKind::Picture),
    (b"%PDF", FileKind::Pdf),
    (b"{\\rtf", FileKind::RichText),
    (b"\x7fELF", FileKind::Program),
    (b"MZ\x90\x00", FileKind::Program),
    (b"\xcf\xfa\xed\xfe", FileKind::Program),
    (b"\xca\xfe\xba\xbe", FileKind::Program),
    (b"\x1f\x8b", FileKind::Archive),
    (b"7z\xbc\xaf", FileKind::Archive),
    (b"Rar!", FileKind::Archive),
    (b"BZh", FileKind::Archive),
    (b"\xfd7zXZ", FileKind::Archive),
    (b"(\xb5/\xfd", FileKind::Archive),
    (b"MSCF\x00", FileKind::Archive),
    (b"SQLite format 3\x00", FileKind::Database),
    (b"\x00\x01\x00\x00Standard ", FileKind::Database),
    (b"ID3", FileKind::Audio),
    (b"OggS", FileKind::Audio),
    (b"fLaC", FileKind::Audio),
    (b"\xff\xfb", FileKind::Audio),
    (b"#!AMR", FileKind::Audio),
    (b"\x1a\x45\xdf\xa3", FileKind::Video),
    (b"FLV\x01", FileKind::Video),
    // A companion file of a Mac (RFC 1740), and a property list, as which iCloud stores its placeholders.
    (b"\x00\x05\x16\x07", FileKind::MacCompanion),
    (b"\x00\x05\x16\x00", FileKind::MacCompanion),
    (b"bplist00", FileKind::CloudPlaceholder),
];

/// Magic number of the compound file format, used by old Office versions and by encrypted new workbooks.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Largest size of a file that only stands for another one.
const SMALL: u64 = 4 << 10;

/// Detects the kind of a file of `len` bytes.
pub(crate) fn kind(bytes: &mut Bytes, len: u64) -> Result<Kind, ListProblem> {
    let start = bytes.part(0, 4 << 10)?;
    if start.is_empty() {
        return Err(ListProblem::Empty);
    }
    if start.starts_with(COMPOUND) {
        return compound(bytes, &start, len);
    }
    if let Some(kind) = no_list(&start) {
        return Err(ListProblem::NotAList(kind));
    }
    if let Some(flat) = flat_book(&start)? {
        return Ok(Kind::FlatBook(flat));
    }
    Ok(if archive_start(bytes)?.is_some() { Kind::Archive } else { Kind::Text })
}

/// Recognizes a file that only stands for another one, by its name. Real lists are larger, or have other extensions.
pub(crate) fn kind_by_name(name: &str, len: u64) -> Option<FileKind> {
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match () {
        () if len == 0 || len > SMALL => None,
        () if name.starts_with("~$") => Some(FileKind::OfficeLock),
        () if ends(&[".gsheet", ".gdoc", ".gslides"]) => Some(FileKind::DriveShortcut),
        () if ends(&[".icloud"]) => Some(FileKind::CloudPlaceholder),
        () => None,
    }
}

fn no_list(start: &[u8]) -> Option<FileKind> {
    let magic = NO_LISTS.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind);
    let at = |place: usize| start.get(place..place + 4).unwrap_or_default();
    magic.or_else(|| match (at(0), at(4), at(8)) {
        (b"RIFF", _, b"WEBP") => Some(FileKind::Picture),
        (b"RIFF", _, b"WAVE") => Some(FileKind::Audio),
        (b"RIFF", ..) => Some(FileKind::Video),
        (_, b"ftyp", b"M4A " | b"M4B ") => Some(FileKind::Audio),
        (_, b"ftyp", b"heic" | b"heix" | b"heif" | b"mif1" | b"msf1" | b"avif" | b"crx ") => {
            Some(FileKind::Picture)
        }
        (_, b"ftyp", _) => Some(FileKind::Video),
        _ => None,
    })
}

/// Recognizes a workbook that is one XML file by its beginning. Refuses a text document of the same kinds.
fn flat_book(start: &[u8]) -> Result<Option<Flat>, ListProblem> {
    // In UTF-16, every other byte of these names is zero.
    let text: Vec<u8> = start.iter().copied().filter(|&b| b != 0).collect();
    let has = |name: &str| memmem::find(&text, name.as_bytes()).is_some();
    let xml = text.iter().position(|&b| b == b'<').is_some_and(|place| place <= 8);
    Ok(match () {
        () if !xml => None,
        () if has("office:document") && has("opendocument.spreadsheet") => Some(Flat::OpenDocument),
        () if has("office:document") && has("application/vnd.oasis.opendocument.") => {
            return Err(ListProblem::NotAList(FileKind::TextDocument));
        }
        () if has("Workbook") && has("urn:schemas-microsoft-com:office:spreadsheet") && !has("<html") => {
            Some(Flat::SpreadsheetMl)
        }
        () if has("schemas.microsoft.com/office/word/") && !has("<html") => {
            return Err(ListProblem::NotAList(FileKind::TextDocument));
        }
        () if has("<svg") && !has("<html") => return Err(ListProblem::NotAList(FileKind::Picture)),
        () => None,
    })
}

/// Tells a workbook with a password from an old one, and from other old documents. The first is a compound file with a
/// stream of a certain name. The first sector of the directory names the streams that matter ([MS-CFB] 2.2, 2.6).
fn compound(bytes: &mut Bytes, start: &[u8], len: u64) -> Result<Kind, ListProblem> {
    let number = |at: usize, size: usize| {
        start.get(at..at + size).map_or(0, |bytes| bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b)))
    };
    let sector = 1_u64 << number(30, 2).clamp(7, 16);
    let directory = (number(48, 4) + 1) * sector;
    let mut parts = Vec::new();
    for place in [0, directory, len.saturating_sub(64 << 10)] {
        parts.push(bytes.part(place, 64 << 10)?);
    }
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        parts.iter().any(|part| memmem::find(part, &name).is_some())
    };
    match () {
        () if has("EncryptedPackage") => Err(ListProblem::Locked),
        () if has("Workbook") || has("Book") => Ok(Kind::Compound),
        () if has("WordDocument") => Err(ListProblem::NotAList(FileKind::TextDocument)),
        () if has("PowerPoint Document") => Err(ListProblem::NotAList(FileKind::Presentation)),
        () if has("__substg1.0_") => Err(ListProblem::NotAList(FileKind::Other)),
        () => Err(ListProblem::OldWorkbook),
    }
}
