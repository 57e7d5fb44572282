use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use super::paths::{WAL_SUFFIXES, sidecar};
use velvet_platform::files;

/// A file in the ledger's folder that is not a ledger yet. It is removed on drop, with the files that SQLite keeps
/// beside it.
pub(super) struct PrivateFile {
    file: TempPath,
    beside: Beside,
}

/// The files that SQLite keeps beside it. They are removed on drop.
struct Beside([PathBuf; WAL_SUFFIXES.len()]);

impl Drop for Beside {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

impl PrivateFile {
    /// Creates an empty file beside the ledger at `path`.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let file = files::unfinished_beside(path)?.into_temp_path();
        let beside = Beside(WAL_SUFFIXES.map(|suffix| sidecar(&file, suffix)));
        Ok(Self { file, beside })
    }

    pub(super) fn path(&self) -> &Path {
        &self.file
    }

    /// Returns the path of its WAL.
    pub(super) fn log(&self) -> &Path {
        &self.beside.0[0]
    }

    /// Keeps the file until the returned path is dropped, and removes the files beside it.
    pub(super) fn finish(self) -> TempPath {
        self.file
    }
}
