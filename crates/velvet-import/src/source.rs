//! The source of a list, which can be read again: the text itself, or a file that must not change in between.

use std::{
    fs::{File, Metadata},
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use crate::{FileKind, ListProblem};

/// Largest accepted file, in MiB.
pub(crate) const LARGEST_FILE: u64 = 1024;

/// Files up to this many bytes are kept in memory, so they cannot change between two passes.
const HELD: u64 = 16 << 20;

/// The source of a list.
pub(crate) enum Source {
    /// Pasted text, or a small file.
    Held(Arc<[u8]>),
    /// A larger file, with its stamp from when it was first opened.
    File { path: PathBuf, stamp: Stamp },
}

/// Size and modification time, to detect that a file changed. The readers compare a digest of the contents as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        Self { len: about.len(), modified: about.modified().ok() }
    }
}

impl Source {
    /// Opens a file. Only regular files are accepted: reading a pipe or a device might never end.
    pub fn open(path: &Path) -> Result<Self, ListProblem> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(ListProblem::NotAList(FileKind::NoFile));
        }
        let mut file = File::open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        if stamp.len > LARGEST_FILE << 20 {
            return Err(ListProblem::TooLarge { limit: LARGEST_FILE });
        }
        if stamp.len > HELD {
            return Ok(Self::File { path: path.to_owned(), stamp });
        }
        let mut bytes = Vec::new();
        file.by_ref().take(HELD + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != stamp.len || Stamp::of(&file.metadata()?) != stamp {
            return Err(ListProblem::Changed);
        }
        Ok(Self::Held(bytes.into()))
    }

    /// Returns a reader over the bytes, from the beginning.
    pub fn reader(&self) -> Result<Bytes, ListProblem> {
        match self {
            Self::Held(bytes) => Ok(Bytes::Held(Cursor::new(Arc::clone(bytes)))),
            Self::File { path, stamp } => {
                let file = File::open(path)?;
                let now = Stamp::of(&file.metadata()?);
                if now == *stamp { Ok(Bytes::File(file)) } else { Err(ListProblem::Changed) }
            }
        }
    }

    /// Returns the size in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::File { stamp, .. } => stamp.len,
        }
    }

    /// Checks that the file still has the stamp from when it was first opened.
    pub fn unchanged(&self) -> Result<(), ListProblem> {
        match self {
            Self::Held(_) => Ok(()),
            Self::File { path, stamp } => {
                let now = Stamp::of(&std::fs::metadata(path)?);
                if now == *stamp { Ok(()) } else { Err(ListProblem::Changed) }
            }
        }
    }
}

/// A reader over the bytes of a source.
pub(crate) enum Bytes {
    Held(Cursor<Arc<[u8]>>),
    File(File),
}

impl Bytes {
    /// Returns up to `len` bytes from a place on.
    pub fn part(&mut self, place: u64, len: u64) -> Result<Vec<u8>, ListProblem> {
        let mut part = Vec::new();
        self.seek(SeekFrom::Start(place))?;
        self.by_ref().take(len).read_to_end(&mut part)?;
        Ok(part)
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Held(bytes) => bytes.read(buffer),
            Self::File(file) => file.read(buffer),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Held(bytes) => bytes.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}
