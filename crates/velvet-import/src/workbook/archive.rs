//! The zip archive that a workbook is (APPNOTE.TXT of PKWARE), as far as workbooks use it. What it says of its own sizes
//! is not believed: everything is counted while it is unpacked, and its checksum has to agree.

use std::{
    hash::{DefaultHasher, Hasher},
    io::{self, BufReader, Read, Seek, SeekFrom, Take},
};

use flate2::{Crc, bufread::DeflateDecoder};

use crate::source::{Bytes, Source, why};
use velvet_model::ErrorCode;

/// Parts, and bytes in their directory, that no real workbook reaches.
const MOST_PARTS: u64 = 20_000;
const LARGEST_DIRECTORY: u64 = 8 << 20;

/// A part may unpack to this many bytes whatever it is, then to so many times its packed size, and never to more.
const ALWAYS: u64 = 64 << 20;
const TIMES: u64 = 200;
const NEVER_MORE: u64 = 4 << 30;

/// An opened archive.
pub(crate) struct Archive {
    bytes: Bytes,
    parts: Vec<Part>,
    /// Its directory, checksums and all, condensed: the same archive again has the same.
    pub digest: u64,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    locked: bool,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    begin: u64,
}

impl Archive {
    /// Reads the directory.
    pub fn open(source: &Source) -> Result<Self, ErrorCode> {
        let mut bytes = source.reader()?;
        let (count, begin, len) = directory(&mut bytes, source.len())?;
        if count > MOST_PARTS || len > LARGEST_DIRECTORY {
            return Err(ErrorCode::ListBomb);
        }
        let directory = slice(&mut bytes, begin, len)?;
        let mut hasher = DefaultHasher::new();
        hasher.write(&directory);
        let mut parts = Vec::new();
        let mut rest = &directory[..];
        for _ in 0..count {
            let (part, next) = Part::read(rest).ok_or(ErrorCode::ListDamaged)?;
            parts.push(part);
            rest = next;
        }
        Ok(Self { bytes, parts, digest: hasher.finish() })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Whether a part's name ends so.
    pub fn has_ending(&self, ending: &str) -> bool {
        self.parts.iter().any(|part| part.name.ends_with(ending))
    }

    /// Bytes of a part as it lies there.
    pub fn packed(&self, name: &str) -> u64 {
        self.place(name).map_or(0, |place| self.parts[place].packed)
    }

    /// Unpacks a part, piece by piece.
    pub fn unpack(&mut self, name: &str) -> Result<Unpacked<'_>, ErrorCode> {
        let part = self.parts[self.place(name).ok_or(ErrorCode::ListDamaged)?].clone();
        if part.locked {
            return Err(ErrorCode::ListLocked);
        }
        let header = slice(&mut self.bytes, part.begin, 30)?;
        if !header.starts_with(b"PK\x03\x04") || part.method != 0 && part.method != 8 {
            return Err(ErrorCode::ListDamaged);
        }
        let begin = part.begin + 30 + number(&header, 26, 2) + number(&header, 28, 2);
        self.bytes.seek(SeekFrom::Start(begin)).map_err(|error| why(&error))?;
        let packed = BufReader::with_capacity(64 << 10, self.bytes.by_ref().take(part.packed));
        let inner = if part.method == 0 {
            Inner::Stored(packed)
        } else {
            Inner::Deflated(Box::new(DeflateDecoder::new(packed)))
        };
        let most = (part.packed.saturating_mul(TIMES)).clamp(ALWAYS, NEVER_MORE);
        Ok(Unpacked { inner, most, part, crc: Crc::new(), len: 0 })
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.name.eq_ignore_ascii_case(name))
    }
}

/// How many parts there are, and where their directory lies: said at the very end, before a comment.
fn directory(bytes: &mut Bytes, len: u64) -> Result<(u64, u64, u64), ErrorCode> {
    let tail_begin = len.saturating_sub(22 + 0xffff);
    let tail = slice(bytes, tail_begin, len - tail_begin)?;
    let found = (0..=tail.len().saturating_sub(22)).rev().find(|&at| {
        let room = tail.len().checked_sub(at + 22);
        tail[at..].starts_with(b"PK\x05\x06")
            && room.is_some_and(|room| number(&tail, at + 20, 2) <= room as u64)
    });
    let at = found.ok_or(ErrorCode::ListDamaged)?;
    let (count, size, begin) =
        (number(&tail, at + 10, 2), number(&tail, at + 12, 4), number(&tail, at + 16, 4));
    if count != 0xffff && size != 0xffff_ffff && begin != 0xffff_ffff {
        return Ok((count, begin, size));
    }
    let locator = at.checked_sub(20).filter(|&at| tail[at..].starts_with(b"PK\x06\x07"));
    let Some(locator) = locator else { return Ok((count, begin, size)) };
    let large = slice(bytes, number(&tail, locator + 8, 8), 56)?;
    if !large.starts_with(b"PK\x06\x06") {
        return Err(ErrorCode::ListDamaged);
    }
    Ok((number(&large, 32, 8), number(&large, 48, 8), number(&large, 40, 8)))
}

impl Part {
    /// The first part of a directory, and the rest of it.
    fn read(entry: &[u8]) -> Option<(Self, &[u8])> {
        if entry.len() < 46 || !entry.starts_with(b"PK\x01\x02") {
            return None;
        }
        let len = |at| usize::try_from(number(entry, at, 2)).ok();
        let (name, extra, comment) = (len(28)?, len(30)?, len(32)?);
        let rest = entry.get(46 + name + extra + comment..)?;
        let mut part = Self {
            name: String::from_utf8_lossy(&entry[46..46 + name]).replace('\\', "/"),
            locked: number(entry, 8, 2) & 1 == 1,
            method: u16::try_from(number(entry, 10, 2)).ok()?,
            crc: u32::try_from(number(entry, 16, 4)).ok()?,
            packed: number(entry, 20, 4),
            size: number(entry, 24, 4),
            begin: number(entry, 42, 4),
        };
        part.read_large(&entry[46 + name..46 + name + extra]);
        Some((part, rest))
    }

    /// Sizes that do not fit in 32 bits stand in an extra field, those only, in this order.
    fn read_large(&mut self, mut extra: &[u8]) {
        while extra.len() >= 4 {
            let (kind, len) = (number(extra, 0, 2), usize::try_from(number(extra, 2, 2)).unwrap_or(0));
            let field = &extra[4..(4 + len).min(extra.len())];
            if kind == 1 {
                let large = [&mut self.size, &mut self.packed, &mut self.begin];
                let large = large.into_iter().filter(|value| **value == 0xffff_ffff);
                large.zip(field.chunks_exact(8)).for_each(|(value, bytes)| *value = number(bytes, 0, 8));
            }
            extra = &extra[(4 + len).min(extra.len())..];
        }
    }
}

/// A part while it is unpacked.
pub(crate) struct Unpacked<'a> {
    inner: Inner<'a>,
    part: Part,
    most: u64,
    crc: Crc,
    len: u64,
}

enum Inner<'a> {
    Stored(BufReader<Take<&'a mut Bytes>>),
    Deflated(Box<DeflateDecoder<BufReader<Take<&'a mut Bytes>>>>),
}

impl Unpacked<'_> {
    /// Packed bytes that were read.
    pub fn packed_read(&self) -> u64 {
        match &self.inner {
            Inner::Stored(_) => self.len,
            Inner::Deflated(inner) => inner.total_in(),
        }
    }

    /// Unpacked bytes that were given.
    pub fn unpacked(&self) -> u64 {
        self.len
    }

    fn end(&self) -> io::Result<usize> {
        if self.crc.sum() == self.part.crc && self.len == self.part.size {
            Ok(0)
        } else {
            Err(coded(ErrorCode::ListDamaged))
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.inner {
            Inner::Stored(inner) => inner.read(buffer),
            Inner::Deflated(inner) => inner.read(buffer),
        };
        let len = read.map_err(|error| coded(code(&error)))?;
        if len == 0 {
            return self.end();
        }
        self.crc.update(&buffer[..len]);
        self.len += len as u64;
        if self.len > self.most { Err(coded(ErrorCode::ListBomb)) } else { Ok(len) }
    }
}

/// One of our codes on its way through readers that know only their own faults.
#[derive(Debug)]
struct Coded(ErrorCode);

impl std::fmt::Display for Coded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Coded {}

/// A fault that carries a code.
pub(crate) fn coded(code: ErrorCode) -> io::Error {
    io::Error::other(Coded(code))
}

/// The code that a fault carries, or what it means otherwise.
pub(crate) fn code(error: &io::Error) -> ErrorCode {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Coded>()) {
        Some(Coded(code)) => *code,
        None if matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        ) =>
        {
            ErrorCode::ListDamaged
        }
        None => why(error),
    }
}

/// Bytes from the middle; all of them have to be there.
fn slice(bytes: &mut Bytes, begin: u64, len: u64) -> Result<Vec<u8>, ErrorCode> {
    let mut slice = Vec::new();
    let read =
        bytes.seek(SeekFrom::Start(begin)).and_then(|_| bytes.by_ref().take(len).read_to_end(&mut slice));
    match read {
        Ok(read) if read as u64 == len => Ok(slice),
        Ok(_) => Err(ErrorCode::ListDamaged),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(ErrorCode::ListDamaged),
        Err(error) => Err(why(&error)),
    }
}

/// A whole number, its smallest byte first; 0 where there are no bytes.
fn number(bytes: &[u8], at: usize, len: usize) -> u64 {
    let bytes = bytes.get(at..at + len).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
