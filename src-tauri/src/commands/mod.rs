//! The commands that the window may call. Each passes its arguments to the core and returns the core's answer.

pub mod accounts;
pub mod batches;
pub mod fan;
pub mod keys;
pub mod lists;
pub mod log;
pub mod log_files;
pub mod people;
pub mod window;

use velvet_core::{app::Export, export::Rows, view::Failure};

use crate::AnyDialogs;

type Answer<T> = Result<T, Failure>;

/// Asks where to save the rows and writes them. Returns the file's name, or `None` if the user canceled.
async fn export<R: Rows<Error: Into<Failure>> + 'static>(
    dialogs: &AnyDialogs,
    rows: Export<R>,
) -> Result<Option<String>, Failure> {
    match dialogs.save(rows.file_name()).await {
        Some(path) => rows.write(path).await.map(Some),
        None => Ok(None),
    }
}
