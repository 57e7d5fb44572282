//! Where a list comes from, so that it can be read again: the text itself, or a file that must not change meanwhile.

use std::{
    fs::{File, Metadata},
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use velvet_model::ErrorCode;

/// Largest file that is read, in megabytes.
pub(crate) const LARGEST_FILE: u64 = 1024;

/// Files up to this size are kept in memory as they came, and so cannot change any more.
const HELD: u64 = 16 << 20;

/// What a list is read from.
pub(crate) enum Source {
    /// Text that was pasted, or a small file.
    Held(Arc<[u8]>),
    /// A file, and what it was like when it was opened first.
    File { path: PathBuf, stamp: Stamp },
}

/// Tells a file that was changed from one that was not. What was read is compared as well.
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
    /// Opens a file. Only a regular one: reading from a pipe or a device might never end.
    pub fn open(path: &Path) -> Result<Self, ErrorCode> {
        if !std::fs::metadata(path).map_err(|error| why(&error))?.is_file() {
            return Err(ErrorCode::ListNotAList);
        }
        let mut file = File::open(path).map_err(|error| why(&error))?;
        let stamp = Stamp::of(&file.metadata().map_err(|error| why(&error))?);
        if stamp.len > LARGEST_FILE << 20 {
            return Err(ErrorCode::ListTooLarge);
        }
        if stamp.len > HELD {
            return Ok(Self::File { path: path.to_owned(), stamp });
        }
        let mut bytes = Vec::new();
        file.by_ref().take(HELD + 1).read_to_end(&mut bytes).map_err(|error| why(&error))?;
        if bytes.len() as u64 != stamp.len
            || Stamp::of(&file.metadata().map_err(|error| why(&error))?) != stamp
        {
            return Err(ErrorCode::ListChanged);
        }
        Ok(Self::Held(bytes.into()))
    }

    /// Its bytes, from the beginning.
    pub fn reader(&self) -> Result<Bytes, ErrorCode> {
        match self {
            Self::Held(bytes) => Ok(Bytes::Held(Cursor::new(Arc::clone(bytes)))),
            Self::File { path, stamp } => {
                let file = File::open(path).map_err(|error| why(&error))?;
                let now = Stamp::of(&file.metadata().map_err(|error| why(&error))?);
                if now == *stamp { Ok(Bytes::File(file)) } else { Err(ErrorCode::ListChanged) }
            }
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::File { stamp, .. } => stamp.len,
        }
    }

    /// Whether the file is still what it was when it was opened first.
    pub fn unchanged(&self) -> Result<(), ErrorCode> {
        match self {
            Self::Held(_) => Ok(()),
            Self::File { path, stamp } => {
                let now = Stamp::of(&std::fs::metadata(path).map_err(|error| why(&error))?);
                if now == *stamp { Ok(()) } else { Err(ErrorCode::ListChanged) }
            }
        }
    }
}

/// What a fault of the disk means for a list.
pub(crate) fn why(error: &io::Error) -> ErrorCode {
    match error.kind() {
        io::ErrorKind::NotFound => ErrorCode::ListGone,
        _ => ErrorCode::ListUnreadable,
    }
}

/// The bytes of a source.
pub(crate) enum Bytes {
    Held(Cursor<Arc<[u8]>>),
    File(File),
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
