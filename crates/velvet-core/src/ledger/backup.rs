//! The ledger as one file to take along, and the way back. The key is not in it: the ledger has never seen one.

use std::{
    fs, io, mem,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension};
use tempfile::TempPath;

use super::{
    Ledger, copy, fault, lock,
    open::{self, BESIDE, Trouble, beside},
    schema,
};
use crate::{
    files,
    moments::{Moment, pass},
    view::{ErrorCode, Failure},
};

impl Ledger {
    /// Writes everything to one file at `path`, whole or not at all.
    ///
    /// # Errors
    /// `backup_not_saved`, or a `ledger_…` code when it cannot be read. A file that was there before is unchanged.
    pub fn save_backup(&self, path: &Path) -> Result<(), Failure> {
        self.write_what_is_unwritten()?;
        let copied = copy::write(&lock(&self.reader), path);
        copied.map_err(|error| {
            tracing::warn!(?error, "the back-up could not be written");
            Failure::new(ErrorCode::BackupNotSaved).with("file", name(path))
        })
    }

    /// Closes the file, with everything in it and nothing beside it. Whoever still holds this ledger can do nothing more
    /// with it.
    ///
    /// # Errors
    /// A `ledger_…` code. The file is whole, but something may still stand beside it.
    pub(crate) fn close(&self) -> Result<(), Failure> {
        self.write_what_is_unwritten()?;
        let mut reader = lock(&self.reader);
        let nothing = || Connection::open_in_memory();
        let shut = |connection: &mut Connection| -> rusqlite::Result<()> {
            mem::replace(connection, nothing()?).close().map_err(|(_, error)| error)
        };
        let looked = shut(&mut reader).map_err(|error| fault::failure(&error, &self.path));
        looked.and_then(|()| self.write(|writer| copy::one_file(writer).and_then(|()| shut(writer))))?;
        lock(&self.hold).take();
        Ok(())
    }
}

/// Another ledger, judged and brought up to date, ready to take the place of the current one. Gone when it is dropped.
pub struct Restorable {
    file: TempPath,
}

impl Restorable {
    /// Reads the back-up at `source` into a file of its own beside the ledger at `path`. `source` stays as it is. Its
    /// items must be numbered as those of the other one are, lest practice be taken for the truth.
    ///
    /// # Errors
    /// `backup_unreadable`, `backup_not_ours`, `backup_newer` or `backup_other_mode` with the file's name;
    /// `ledger_full` or `ledger_read_only` when there is no place for it.
    pub fn read(source: &Path, path: &Path, numbers: &RangeInclusive<i64>) -> Result<Self, Failure> {
        let refused = |code| Failure::new(code).with("file", name(source));
        if is_same(source, path) {
            return Err(refused(ErrorCode::BackupUnreadable));
        }
        let mut from = fs::File::open(source).map_err(|_| refused(ErrorCode::BackupUnreadable))?;
        let private = Private::new(path).map_err(|error| open::not_made(&error, path))?;
        private.fill(source, &mut from).map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull => open::not_made(&error, path),
            _ => refused(ErrorCode::BackupUnreadable),
        })?;
        private.judge(numbers).map_err(|refusal| match refusal {
            Refusal::Code(code) => refused(code),
            Refusal::Trouble(Trouble::Newer) => refused(ErrorCode::BackupNewer),
            Refusal::Trouble(Trouble::Foreign) => refused(ErrorCode::BackupNotOurs),
            Refusal::Trouble(Trouble::Damaged) => refused(ErrorCode::BackupUnreadable),
            Refusal::Trouble(other) => other.failure(path),
        })?;
        private.finish().map_err(|error| open::not_made(&error, path))
    }

    /// Takes the place of the ledger at `path`, which is closed, and gives where that one is now.
    ///
    /// At every moment there is a whole ledger at `path`: the current one gets its second name before it loses the first,
    /// and it loses it by the other's taking it.
    ///
    /// # Errors
    /// When a file cannot be made or moved; the current ledger is in its place then.
    pub fn take_place(self, path: &Path) -> io::Result<PathBuf> {
        pass(Moment::BeforeRestoreAside);
        // What stood beside another file would be taken for a part of this one.
        if let Some(left) = BESIDE.map(|suffix| beside(path, suffix)).into_iter().find(|left| left.exists()) {
            return Err(io::Error::other(format!("{} is still there", left.display())));
        }
        let aside = files::free_name(path, "before-restore");
        // Not every file system knows second names.
        if fs::hard_link(path, &aside).is_err() {
            files::replace_with(&aside, |file| io::copy(&mut fs::File::open(path)?, file).map(drop))?;
        }
        files::sync_folder_of(path)?;
        pass(Moment::BeforeRestoreMove);
        if let Err(error) = self.file.persist(path) {
            let _ = fs::remove_file(&aside);
            return Err(error.error);
        }
        pass(Moment::AfterRestoreMove);
        files::sync_folder_of(path)?;
        Ok(aside)
    }
}

/// A file of our own beside the ledger. It goes, and what SQLite keeps beside it, unless it is finished.
struct Private {
    file: TempPath,
    beside: Beside,
}

/// What SQLite keeps beside a file, to be removed.
struct Beside([PathBuf; 2]);

impl Drop for Beside {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

impl Private {
    fn new(path: &Path) -> io::Result<Self> {
        let file = files::unfinished_beside(path)?.into_temp_path();
        let beside = Beside(BESIDE.map(|suffix| beside(&file, suffix)));
        Ok(Self { file, beside })
    }

    /// Copies the back-up, and what stands beside it, when it is a ledger that was never closed.
    fn fill(&self, source: &Path, from: &mut fs::File) -> io::Result<()> {
        io::copy(from, &mut fs::OpenOptions::new().write(true).open(&self.file)?)?;
        let log = beside(source, BESIDE[0]);
        if log.exists() {
            fs::copy(log, &self.beside.0[0])?;
        }
        Ok(())
    }

    /// Judges it before anything in it is changed, upgrades it, and looks whether it is what this app would have made.
    fn judge(&self, numbers: &RangeInclusive<i64>) -> Result<(), Refusal> {
        let mut connection = open::connect(&self.file)?;
        copy::alone(&connection)?;
        let version = open::judge(&connection, true)?;
        if version == 0 {
            return Err(Refusal::Code(ErrorCode::BackupNotOurs));
        }
        if version < schema::VERSION {
            schema::upgrade(&mut connection, version)?;
        }
        if !schema::is_ours(&connection)? {
            return Err(Refusal::Code(ErrorCode::BackupNotOurs));
        }
        let dangling = connection.query_row("PRAGMA foreign_key_check", [], |_| Ok(())).optional()?;
        if dangling.is_some() {
            return Err(Refusal::Trouble(Trouble::Damaged));
        }
        let (least, most): (i64, i64) = connection.query_row(
            "SELECT coalesce(min(id), ?1), coalesce(max(id), ?1) FROM item",
            [numbers.start()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if !(numbers.contains(&least) && numbers.contains(&most)) {
            return Err(Refusal::Code(ErrorCode::BackupOtherMode));
        }
        copy::one_file(&connection)?;
        connection.close().map_err(|(_, error)| error.into())
    }

    fn finish(self) -> io::Result<Restorable> {
        fs::OpenOptions::new().write(true).open(&self.file)?.sync_all()?;
        Ok(Restorable { file: self.file })
    }
}

enum Refusal {
    Code(ErrorCode),
    Trouble(Trouble),
}

impl<E: Into<Trouble>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Trouble(error.into())
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    whole(one).is_some_and(|one| Some(one) == whole(other))
}
