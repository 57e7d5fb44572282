//! What the window may ask for: each command hands its arguments to the core and its answer back.

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

/// Asks for a place and writes the rows there. The file's name; nothing when the user chose no place.
async fn export<R: Rows + 'static>(dialogs: &AnyDialogs, rows: Export<R>) -> Result<Option<String>, Failure> {
    match dialogs.save(rows.file_name()).await {
        Some(path) => rows.write(path).await.map(Some),
        None => Ok(None),
    }
}
