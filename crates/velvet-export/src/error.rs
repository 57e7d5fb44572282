use std::{io, sync::mpsc::RecvError};

/// Why an export failed. `E` is the error of the source of its rows.
#[derive(Debug, thiserror::Error)]
pub enum ExportError<E> {
    /// It was canceled.
    #[error("the export was canceled")]
    Canceled,
    /// The file could not be written.
    #[error("the file could not be written")]
    NotSaved {
        /// The file's name.
        file: String,
        /// The error of the file system.
        source: io::Error,
    },
    /// The rows could not be read.
    #[error(transparent)]
    Rows(E),
    /// The thread that reads the rows panicked.
    #[error("the rows ended early")]
    Producer(#[source] RecvError),
}
