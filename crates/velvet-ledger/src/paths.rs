use std::path::{Path, PathBuf};

/// What SQLite keeps beside a file: in WAL mode, and where that is not allowed.
pub(super) const WAL_SUFFIXES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The path of the file beside `path` that has this behind its name.
pub(super) fn sidecar(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
