use std::{fs, io, path::Path};

/// The user's own application folder is closed to other users by the system.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Files take over from their folder who may open them.
#[allow(clippy::unnecessary_wraps)] // Elsewhere it can fail.
pub(super) fn close_to_others(_: &Path, _: impl Fn(&str) -> bool) -> io::Result<()> {
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
