//! Files of the app: in a folder only this user can read, written whole or not at all.

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

/// How the names of files begin that were not moved into place yet. A crash may leave one behind.
pub const UNFINISHED: &str = ".velvet-rope-unfinished-";

/// The folder of the app's own log files in the data folder, and how their names begin.
pub const LOGS: &str = "logs";
/// As [`LOGS`] says; then a date and `.log`.
pub const LOG_BEGINS: &str = "velvet-rope";

/// Makes a folder, and those above it, that only this user can open. One that is there is left as it is.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        Ok(())
    } else {
        system::create_private_folder(folder)
    }
}

/// Makes the folder of `path`, as [`create_private_folder`] does.
pub fn create_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), create_private_folder)
}

/// Closes the folder and the files in it that are `ours` to other users, if an earlier version, a copy or another program
/// has left them open. Links are not followed. Where it fails, the folder of the user keeps them out, as a rule.
pub fn restrict_to_owner(folder: &Path, ours: impl Fn(&str) -> bool) {
    if let Err(error) = system::restrict_to_owner(folder, ours) {
        tracing::warn!(%error, "other users may be able to read what is kept");
    }
}

/// Makes an empty file that only this user can read, unless there is one of that name.
pub fn create_private_file(path: &Path) -> io::Result<()> {
    system::open_private_file(path).map(drop)
}

/// An empty file that only this user can read, to be locked.
pub fn open_to_lock(path: &Path) -> io::Result<File> {
    create_private_file(path)?;
    // Some systems lock only what can be read or written.
    OpenOptions::new().read(true).write(true).open(path)
}

/// Writes a file whole: a crash leaves the old one or the new one.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder_of(path)?;
    replace_with(path, |file| file.write_all(bytes))
}

/// The same for what is too long to hold in memory.
pub fn replace_with<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    let mut file = unfinished_beside(path)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok(system::put_in_place(file.into_temp_path(), path)?)
}

/// The same for what is written by something that opens the file itself.
pub fn replace_by<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let file = unfinished_beside(path)?.into_temp_path();
    write(&file)?;
    OpenOptions::new().write(true).open(&file)?.sync_all()?;
    Ok(system::put_in_place(file, path)?)
}

/// An empty file in the folder of `path`, which goes unless it is moved.
pub fn unfinished_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder_of(path))
}

/// The names in the folder of `path` are on the disk when this returns, as far as the system can be asked for it.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    system::sync_folder(folder_of(path))
}

/// Whether both names lead to one file, by whatever way: links, other letter case, short names.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    system::is_same_file(a, b).unwrap_or(false)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name like `ledger.damaged.sqlite3`.
pub fn named(path: &Path, why: &str) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}.{why}.{}", part(path.file_stem()), part(path.extension())))
}

/// The first name like `ledger.damaged-1.sqlite3` that is free.
pub fn unused_name(path: &Path, why: &str) -> PathBuf {
    let name = |n: u32| named(path, &format!("{why}-{n}"));
    (1..u32::MAX).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0))
}
