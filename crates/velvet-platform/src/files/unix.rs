use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use tempfile::TempPath;

#[allow(clippy::unnecessary_wraps)] // It can fail on Windows.
pub(super) fn for_moves<'a>(folder: &'a Path, _: &Path) -> io::Result<&'a Path> {
    Ok(folder)
}

pub(super) fn put_in_place(file: TempPath, path: &Path) -> io::Result<()> {
    file.persist(path).map_err(|error| error.error)
}

pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

pub(super) fn restrict_to_owner(folder: &Path, ours: impl Fn(&str) -> bool) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(());
        }
        entries => entries?,
    };
    let mut closed = close(folder, 0o700);
    for entry in entries.flatten().filter(|entry| ours(&entry.file_name().to_string_lossy())) {
        // The type of the entry itself, not of its link target.
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            closed = closed.and(close(&entry.path(), 0o600));
        }
    }
    closed
}

/// Removes permissions beyond `most`, and adds none.
fn close(path: &Path, most: u32) -> io::Result<()> {
    let mode = fs::symlink_metadata(path)?.permissions().mode() & 0o777;
    if mode & !most == 0 {
        Ok(())
    } else {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & most))
    }
}

pub(super) fn open_private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Opens neither file: closing one would release the locks that SQLite holds on it
/// (<https://sqlite.org/howtocorrupt.html>, 2.2).
pub(super) fn is_same_file(a: &Path, b: &Path) -> io::Result<bool> {
    let (a, b) = (fs::metadata(a)?, fs::metadata(b)?);
    Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
}
