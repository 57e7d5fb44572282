use std::path::{Path, PathBuf};

/// Suffixes of the files that SQLite keeps beside a database: in WAL mode, and otherwise.
pub(super) const WAL_SUFFIXES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Returns `path` with a suffix after its file name.
pub(super) fn sidecar(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
