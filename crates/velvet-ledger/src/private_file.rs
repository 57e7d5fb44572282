use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use super::paths::{WAL_SUFFIXES, sidecar};
use velvet_platform::files;

/// A file in the ledger's folder that is not a ledger yet. It is removed on drop, with what SQLite keeps beside it.
pub(super) struct PrivateFile {
    file: TempPath,
    beside: Beside,
}

/// What SQLite keeps beside a file, to be removed.
struct Beside([PathBuf; WAL_SUFFIXES.len()]);

impl Drop for Beside {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

impl PrivateFile {
    /// Makes an empty one beside the ledger at `path`.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let file = files::unfinished_beside(path)?.into_temp_path();
        let beside = Beside(WAL_SUFFIXES.map(|suffix| sidecar(&file, suffix)));
        Ok(Self { file, beside })
    }

    pub(super) fn path(&self) -> &Path {
        &self.file
    }

    /// The path of its write-ahead log.
    pub(super) fn log(&self) -> &Path {
        &self.beside.0[0]
    }

    /// Keeps the file until the returned path is dropped, and removes what is beside it.
    pub(super) fn finish(self) -> TempPath {
        self.file
    }
}
