//! The zip archive of a workbook, read by the `zip` crate. The sizes it states are not trusted, so everything is
//! counted while it is unpacked.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Read, Seek, SeekFrom, Take},
    sync::Arc,
};

use memchr::memmem;
use zip::{
    CompressionMethod, ZipArchive,
    read::{ArchiveOffset, Config, ZipArchiveMetadata, ZipFile, ZipReadOptions},
};

use crate::source::{Bytes, Source};
use crate::{FileKind, ListProblem};

/// More parts, and more bytes in the directory, than any real workbook has.
const MOST_PARTS: usize = 20_000;
const LARGEST_DIRECTORY: u64 = 8 << 20;

/// Any part may unpack to `ALWAYS` bytes. Above that, the limit is `TIMES` its packed size, but never more than
/// `NEVER_MORE` bytes.
const ALWAYS: u64 = 64 << 20;
const TIMES: u64 = 200;
const NEVER_MORE: u64 = 4 << 30;

/// Bytes at the beginning of a file that may come before an archive, and at its end that may hold its end record.
const BEFORE: u64 = 64 << 10;
const TAIL: u64 = 128 << 10;

/// An opened archive.
pub(crate) struct Archive {
    bytes: Bytes,
    parts: Arc<ZipArchiveMetadata>,
    /// The names of the parts, with forward slashes. Some writers use backslashes.
    names: Vec<String>,
    /// A hash of the directory with all checksums, to detect that the archive changed.
    pub digest: u64,
}

impl Archive {
    /// Reads the directory of the archive in `source`.
    ///
    /// # Errors
    /// `Bomb` if the directory is larger than any workbook's or needs ZIP64, `Damaged` if the archive is
    /// malformed, or an I/O error.
    pub fn open(source: &Source) -> Result<Self, ListProblem> {
        let mut bytes = source.reader()?;
        let start = archive_start(&mut bytes)?.unwrap_or(0);
        if states_zip64(&mut bytes, source.len())? {
            return Err(ListProblem::Bomb);
        }
        let mut budget = Budget(bytes.take(LARGEST_DIRECTORY));
        let mut open = |start| {
            let config = Config { archive_offset: ArchiveOffset::Known(start) };
            ZipArchive::with_config(config, &mut budget).map(|archive| archive.metadata())
        };
        // Positions may be counted from the beginning of the file even if other bytes come before the archive.
        let mut opened = open(0);
        if opened.is_err() && start > 0 {
            opened = open(start);
        }
        if budget.0.limit() == 0 {
            return Err(ListProblem::Bomb);
        }
        let parts = opened?;
        if parts.len() > MOST_PARTS {
            return Err(ListProblem::Bomb);
        }
        let mut hasher = DefaultHasher::new();
        let mut names = Vec::with_capacity(parts.len());
        for place in 0..parts.len() {
            let part = parts.entry(place)?;
            let sizes = (part.crc32(), part.compressed_size(), part.size(), part.header_start());
            (part.name_raw(), sizes).hash(&mut hasher);
            names.push(String::from_utf8_lossy(part.name_raw()).replace('\\', "/"));
        }
        Ok(Self { bytes: budget.0.into_inner(), parts, names, digest: hasher.finish() })
    }

    /// Whether there is a part with this name.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Whether the name of any part has this ending.
    pub fn has_ending(&self, ending: &str) -> bool {
        self.names.iter().any(|name| name.ends_with(ending))
    }

    /// Returns the kind of an archive that is no workbook, as far as the names and the kinds of its parts show.
    pub fn other_kind(&mut self) -> Result<Option<FileKind>, ListProblem> {
        if self.has("mimetype") {
            let kind = self.text("mimetype")?;
            let document = kind.trim_start().strip_prefix("application/vnd.oasis.opendocument.");
            return Ok(match document {
                Some(document) if document.starts_with("spreadsheet") => None,
                Some(document) if document.starts_with("presentation") => Some(FileKind::Presentation),
                Some(document) if document.starts_with("graphics") => Some(FileKind::Picture),
                Some(_) => Some(FileKind::TextDocument),
                None if kind.starts_with("application/epub") => Some(FileKind::TextDocument),
                None => Some(FileKind::Archive),
            });
        }
        let folder = |name: &str| self.names.iter().any(|part| part.starts_with(name));
        Ok(if self.has_ending(".iwa") {
            Some(FileKind::Numbers)
        } else if folder("word/") {
            Some(FileKind::TextDocument)
        } else if folder("ppt/") {
            Some(FileKind::Presentation)
        } else if self.has("_rels/.rels") {
            None
        } else {
            Some(FileKind::Archive)
        })
    }

    /// Returns the beginning of a part as text.
    pub fn text(&mut self, name: &str) -> Result<String, ListProblem> {
        let mut bytes = Vec::new();
        let mut part = self.unpack(name)?.take(4 << 20);
        part.read_to_end(&mut bytes).map_err(ListProblem::of_archive)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Returns the packed size of a part in bytes; 0 if there is no part with this name.
    pub fn packed(&self, name: &str) -> u64 {
        let part = self.place(name).and_then(|place| self.parts.entry(place).ok());
        part.map_or(0, |part| part.compressed_size())
    }

    /// Opens a part, which is unpacked while it is read.
    ///
    /// # Errors
    /// `Locked` if the part is encrypted. `Damaged` if there is no such part, its compression is not supported,
    /// or its bytes cannot be found.
    pub fn unpack(&mut self, name: &str) -> Result<Unpacked<'_>, ListProblem> {
        let place = self.place(name).ok_or(ListProblem::Damaged)?;
        let part = self.parts.entry(place)?;
        if part.encrypted() {
            return Err(ListProblem::Locked);
        }
        if !matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ListProblem::Damaged);
        }
        let most = part.compressed_size().saturating_mul(TIMES).clamp(ALWAYS, NEVER_MORE);
        let file = part.with_reader(&mut self.bytes, ZipReadOptions::new())?;
        Ok(Unpacked { file, most, len: 0 })
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|part| part.eq_ignore_ascii_case(name))
    }
}

/// Returns where a zip archive begins. Mail programs and web servers sometimes put other bytes before it.
pub(crate) fn archive_start(bytes: &mut Bytes) -> Result<Option<u64>, ListProblem> {
    let start = bytes.part(0, BEFORE)?;
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Some(0));
    }
    let Some(place) = memmem::find(&start, b"PK\x03\x04") else { return Ok(None) };
    let len = bytes.seek(SeekFrom::End(0))?;
    let tail = bytes.part(len.saturating_sub(TAIL), TAIL)?;
    Ok(memmem::find(&tail, b"PK\x05\x06").map(|_| place as u64))
}

/// Whether the end record refers to a ZIP64 record. The crate would reserve memory for the number of parts stated
/// there, before it reads any. No file within the size limit needs ZIP64.
fn states_zip64(bytes: &mut Bytes, len: u64) -> io::Result<bool> {
    let mut tail = Vec::new();
    bytes.seek(SeekFrom::Start(len.saturating_sub(128 << 10)))?;
    bytes.by_ref().take(128 << 10).read_to_end(&mut tail)?;
    let left_open = |record: usize| {
        let fields = [10..12, 12..16, 16..20].map(|field| tail[record..].get(field));
        fields.into_iter().flatten().any(|field| field.iter().all(|&byte| byte == 0xff))
    };
    Ok(memmem::find_iter(&tail, b"PK\x05\x06").any(left_open))
}

/// A limit on the bytes that the crate reads in total, wherever it seeks: it has none for a directory.
struct Budget(Take<Bytes>);

impl Read for Budget {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Budget {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.get_mut().seek(to)
    }
}

/// A part while it is unpacked. The crate verifies its checksum and stops at its stated size.
pub(crate) struct Unpacked<'a> {
    file: ZipFile<'a, Bytes>,
    most: u64,
    len: u64,
}

impl Unpacked<'_> {
    /// Returns the approximate number of packed bytes read, in proportion to the unpacked ones.
    pub fn packed_read(&self) -> u64 {
        self.len.saturating_mul(self.file.compressed_size()) / self.file.size().max(1)
    }

    /// Returns the number of unpacked bytes read.
    pub fn unpacked(&self) -> u64 {
        self.len
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.file.read(buffer).map_err(|error| ListProblem::of_archive(error).into_io())?;
        self.len += len as u64;
        if self.len > self.most {
            return Err(ListProblem::Bomb.into_io());
        }
        let ends_early = len == 0 && !buffer.is_empty() && self.len < self.file.size();
        if ends_early { Err(ListProblem::Damaged.into_io()) } else { Ok(len) }
    }
}
