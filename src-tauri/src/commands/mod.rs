//! The commands that the window may call. Each passes its arguments to the core and returns the core's answer.

pub mod accounts;
pub mod batches;
pub mod fan;
pub mod keys;
pub mod lists;
pub mod log;
pub mod log_files;
pub mod outside;
pub mod people;
pub mod window;

use velvet_core::{
    IdLines,
    app::Export,
    export::Rows,
    view::{ErrorCode, Failure, SavedFile},
};

use crate::{AnyClipboard, AnyDialogs, SavedFiles};

type Answer<T> = Result<T, Failure>;

/// Asks where to save the rows and writes them. Returns the file, or `None` if the user canceled.
async fn export<R: Rows<Error: Into<Failure>> + 'static>(
    dialogs: &AnyDialogs,
    saved: &SavedFiles,
    rows: Export<R>,
) -> Result<Option<SavedFile>, Failure> {
    saved.save(dialogs, rows.file_name(), |path| rows.write(path)).await
}

/// Replaces what is on the clipboard with these IDs. Returns their number.
async fn copy(clipboard: &AnyClipboard, ids: IdLines) -> Result<u64, Failure> {
    clipboard.put(ids.text).await.map_err(|error| {
        tracing::warn!(%error, "the clipboard did not take the IDs");
        Failure::new(ErrorCode::ClipboardRefused)
    })?;
    Ok(ids.count)
}
