//! The app's files: kept in a folder that only this user can read, and replaced atomically.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// File name prefix of files that were not moved into place yet. A crash may leave one behind.
pub const UNFINISHED: &str = ".velvet-rope-unfinished-";

/// Folder of the app's own log files, inside the data folder.
pub const LOGS: &str = "logs";
/// File name prefix of the log files, followed by a date and `.log`.
pub const LOG_BEGINS: &str = "velvet-rope";

/// Creates a folder and its parents for this user only. Leaves an existing folder as it is.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        Ok(())
    } else {
        system::create_private_folder(folder)
    }
}

/// Creates the parent folder of `path` like [`create_private_folder`].
pub fn create_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), create_private_folder)
}

/// Removes other users' access to the folder and to the files in it that are `ours`.
///
/// An earlier version, a copy, or another program may have left them open. Symbolic links are not followed. On failure,
/// the user's home folder usually still protects them.
pub fn restrict_to_owner(folder: &Path, ours: impl Fn(&str) -> bool) {
    if let Err(error) = system::restrict_to_owner(folder, ours) {
        tracing::warn!(%error, "other users may be able to read what is kept");
    }
}

/// Creates an empty file that only this user can read, unless it exists.
pub fn create_private_file(path: &Path) -> io::Result<()> {
    system::open_private_file(path).map(drop)
}

/// Opens a private file for locking, and creates it if necessary.
pub fn open_to_lock(path: &Path) -> io::Result<File> {
    create_private_file(path)?;
    // Some systems lock only files that are open for reading or writing.
    OpenOptions::new().read(true).write(true).open(path)
}

/// Replaces a file atomically: after a crash, either the old or the new one is there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder_of(path)?;
    replace_with(path, |file| file.write_all(bytes))
}

/// Like [`replace`], for content that is too large for memory.
pub fn replace_with<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    let mut file = unfinished_beside(path)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok(system::put_in_place(file.into_temp_path(), path)?)
}

/// Like [`replace`], for writers that open the file themselves.
pub fn replace_by<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let file = unfinished_beside(path)?.into_temp_path();
    write(&file)?;
    sync(&file)?;
    Ok(system::put_in_place(file, path)?)
}

/// Creates an empty file in the folder of `path`. It is deleted on drop unless it was moved.
pub fn unfinished_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(system::for_moves(folder_of(path), path)?)
}

/// Flushes the content of a file to disk.
pub fn sync(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Flushes the file names in the folder of `path` to disk, as far as the system supports it.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    system::sync_folder(folder_of(path))
}

/// Returns whether both paths lead to the same file, even through links, letter case, or short names.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    system::is_same_file(a, b).unwrap_or(false)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns a name such as `ledger.damaged.sqlite3`.
pub fn named(path: &Path, why: &str) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}.{why}.{}", part(path.file_stem()), part(path.extension())))
}

/// Returns the first unused name such as `ledger.damaged-1.sqlite3`.
pub fn unused_name(path: &Path, why: &str) -> PathBuf {
    let name = |n: u32| named(path, &format!("{why}-{n}"));
    (1..u32::MAX).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0))
}
