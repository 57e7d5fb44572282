//! Helpers for test files.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `content` to `path` and creates its parent folders. Tests need no atomic writes, because lost files are
/// remade.
pub fn put(path: &Path, content: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is ours");
    let mut file = File::create(path).expect("the folder is ours");
    file.write_all(content.as_ref()).expect("there is room");
}

/// Returns every regular file below `folder`, in no particular order.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(below(&entry.path())),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files
}
