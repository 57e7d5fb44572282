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

use crate::ListProblem;
use crate::source::{Bytes, Source};

/// More parts, and more bytes in the directory, than any real workbook has.
const MOST_PARTS: usize = 20_000;
const LARGEST_DIRECTORY: u64 = 8 << 20;

/// Any part may unpack to `ALWAYS` bytes. Above that, the limit is `TIMES` its packed size, but never more than
/// `NEVER_MORE` bytes.
const ALWAYS: u64 = 64 << 20;
const TIMES: u64 = 200;
const NEVER_MORE: u64 = 4 << 30;

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
        if states_zip64(&mut bytes, source.len())? {
            return Err(ListProblem::Bomb);
        }
        let mut budget = Budget(bytes.take(LARGEST_DIRECTORY));
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let opened = ZipArchive::with_config(config, &mut budget).map(|archive| archive.metadata());
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
