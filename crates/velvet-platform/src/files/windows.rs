use std::{fs, io, path::Path, thread, time::Duration};

use tempfile::TempPath;

/// How often a file is put in place, and how long is waited after the first time; twice as long after each.
const TRIES: u32 = 6;
const FIRST: Duration = Duration::from_millis(20);

/// Somebody else holds the file open for a moment: an indexer, a virus scanner, a preview (`ERROR_ACCESS_DENIED`,
/// `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
const FOR_A_MOMENT: [i32; 3] = [5, 32, 33];

pub(super) fn put_in_place(mut file: TempPath, path: &Path) -> io::Result<()> {
    let mut wait = FIRST;
    for _ in 1..TRIES {
        match file.persist(path) {
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

/// The user's own application folder is closed to other users by the system.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Files take over from their folder who may open them.
#[allow(clippy::unnecessary_wraps)] // Elsewhere it can fail.
pub(super) fn restrict_to_owner(_: &Path, _: impl Fn(&str) -> bool) -> io::Result<()> {
    Ok(())
}

pub(super) fn open_private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().create(true).append(true).open(path)
}

/// A folder cannot be opened to ask for it; the file system keeps names in its own journal.
#[allow(clippy::unnecessary_wraps)] // Elsewhere it can fail.
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Locks belong to a handle here, so opening and closing a file that is locked ends no lock.
pub(super) fn is_same_file(a: &Path, b: &Path) -> io::Result<bool> {
    same_file::is_same_file(a, b)
}
