use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempPath;

/// Number of attempts to move a file into place, and the delay after the first. The delay doubles each time.
const TRIES: u32 = 6;
const FIRST: Duration = Duration::from_millis(20);

/// Errors while another program briefly holds the file open, such as an indexer, a virus scanner, or a preview
/// (`ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
const FOR_A_MOMENT: [i32; 3] = [5, 32, 33];

/// The longest path, with its end, that every call of Windows takes (`MAX_PATH`).
const LONGEST: usize = 260;

/// Room for the name of an unfinished file.
const UNFINISHED_NAME: usize = 40;

/// Returns the folder of `path` in a form in which a file can be moved from there to `path`. The standard library takes
/// paths of any length, but `tempfile` moves a file only if the path is short or has the prefix `\\?\`.
pub(super) fn for_moves(folder: &Path, path: &Path) -> io::Result<PathBuf> {
    if path.as_os_str().len() + UNFINISHED_NAME < LONGEST {
        Ok(folder.to_owned())
    } else {
        fs::canonicalize(folder)
    }
}

pub(super) fn put_in_place(mut file: TempPath, path: &Path) -> io::Result<()> {
    // The same folder, in the form above.
    let path = file.with_file_name(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    let mut wait = FIRST;
    for _ in 1..TRIES {
        match file.persist(&path) {
            Ok(()) => return Ok(()),
            Err(failed) if failed.error.raw_os_error().is_some_and(|code| FOR_A_MOMENT.contains(&code)) => {
                file = failed.path;
            }
            Err(failed) => return Err(failed.error),
        }
        thread::sleep(wait);
        wait *= 2;
    }
    file.persist(path).map_err(|failed| failed.error)
}

/// Windows already closes the user's application folder to other users.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Files inherit the access rights of their folder.
#[allow(clippy::unnecessary_wraps)] // It can fail on Unix.
pub(super) fn restrict_to_owner(_: &Path, _: impl Fn(&str) -> bool) -> io::Result<()> {
    Ok(())
}

pub(super) fn open_private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().create(true).append(true).open(path)
}

/// Folders cannot be opened for syncing. The file system keeps names in its own journal.
#[allow(clippy::unnecessary_wraps)] // It can fail on Unix.
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Locks belong to a handle on Windows, so opening and closing a locked file releases none.
pub(super) fn is_same_file(a: &Path, b: &Path) -> io::Result<bool> {
    same_file::is_same_file(a, b)
}
