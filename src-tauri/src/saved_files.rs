//! The files that were saved since the app started. The page knows them by their handle and can name no other file.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use velvet_core::view::{Failure, SavedFile};

use crate::AnyDialogs;

/// The paths of the saved files, in the order in which they were saved.
#[derive(Default)]
pub struct SavedFiles(Mutex<Vec<PathBuf>>);

impl SavedFiles {
    /// Asks where to save a file, and lets `write` write it there and return its name. Returns `None` if the user canceled.
    pub async fn save<F: Future<Output = Result<String, Failure>>>(
        &self,
        dialogs: &AnyDialogs,
        name: String,
        write: impl FnOnce(PathBuf) -> F,
    ) -> Result<Option<SavedFile>, Failure> {
        let Some(path) = dialogs.save(name).await else { return Ok(None) };
        let file = write(path.clone()).await?;
        Ok(Some(self.keep(path, file)))
    }

    fn keep(&self, path: PathBuf, file: String) -> SavedFile {
        let mut paths = self.paths();
        let handle = u32::try_from(paths.len()).unwrap_or(u32::MAX);
        paths.push(path);
        SavedFile { file, handle }
    }

    /// Returns the path behind a handle.
    pub fn path(&self, handle: u32) -> Option<PathBuf> {
        self.paths().get(usize::try_from(handle).ok()?).cloned()
    }

    fn paths(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
