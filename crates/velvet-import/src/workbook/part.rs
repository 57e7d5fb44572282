//! A part of a workbook as bytes: packed in an archive, or a whole file of plain XML.

use std::{
    hash::{DefaultHasher, Hasher},
    io::{self, Read},
};

use super::archive::Unpacked;
use crate::{
    ListProblem,
    source::{Bytes, Source},
};

/// The bytes of a part.
pub(crate) enum Part<'a> {
    Packed(Unpacked<'a>),
    Plain(Plain),
}

/// A whole file, which is read while its bytes are counted and hashed.
pub(crate) struct Plain {
    bytes: Bytes,
    len: u64,
    hasher: DefaultHasher,
}

impl Plain {
    /// Opens a source that is one part.
    pub fn open(source: &Source) -> Result<Self, ListProblem> {
        Ok(Self { bytes: source.reader()?, len: 0, hasher: DefaultHasher::new() })
    }
}

impl Part<'_> {
    /// Returns the approximate number of packed bytes read.
    pub fn packed_read(&self) -> u64 {
        match self {
            Self::Packed(part) => part.packed_read(),
            Self::Plain(plain) => plain.len,
        }
    }

    /// Returns the number of unpacked bytes read.
    pub fn unpacked(&self) -> u64 {
        match self {
            Self::Packed(part) => part.unpacked(),
            Self::Plain(plain) => plain.len,
        }
    }

    /// Returns a hash of the bytes read of a plain part. An archive has a checksum for each part.
    pub fn digest(&self) -> u64 {
        match self {
            Self::Packed(_) => 0,
            Self::Plain(plain) => plain.hasher.finish(),
        }
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Packed(part) => part.read(buffer),
            Self::Plain(plain) => {
                let len = plain.bytes.read(buffer)?;
                plain.len += len as u64;
                plain.hasher.write(&buffer[..len]);
                Ok(len)
            }
        }
    }
}

impl<'a> From<Unpacked<'a>> for Part<'a> {
    fn from(part: Unpacked<'a>) -> Self {
        Self::Packed(part)
    }
}

impl From<Plain> for Part<'_> {
    fn from(plain: Plain) -> Self {
        Self::Plain(plain)
    }
}
