use std::io;

use zip::result::ZipError;

/// Why a list could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the list could not be read")]
pub struct ImportError {
    /// The file's name; empty for pasted text.
    pub file: String,
    /// What is wrong.
    #[source]
    pub problem: ListProblem,
}

/// What is wrong with a list.
#[derive(Debug, thiserror::Error)]
pub enum ListProblem {
    /// The file is empty, or nothing was pasted.
    #[error("nothing in it")]
    Empty,
    /// No column contains fan IDs.
    #[error("no fan IDs")]
    NoIds,
    /// The file is not a list but, for example, a picture, a program, or a document.
    #[error("not a list")]
    NotAList,
    /// The workbook is password-protected.
    #[error("a password")]
    Locked,
    /// The workbook has an unsupported format: `.xls`, `.xlsb`, or Numbers.
    #[error("an unsupported workbook")]
    OldWorkbook,
    /// The workbook is damaged.
    #[error("a damaged workbook")]
    Damaged,
    /// The workbook's archive is damaged.
    #[error("a damaged archive")]
    Archive(#[source] ZipError),
    /// The workbook's XML is damaged.
    #[error("damaged XML")]
    Xml(#[source] quick_xml::Error),
    /// The file or text is too large.
    #[error("more than {limit} MiB")]
    TooLarge {
        /// Largest accepted size, in MiB.
        limit: u64,
    },
    /// The workbook is far too large once unpacked.
    #[error("far too large once unpacked")]
    Bomb,
    /// The list has too many rows.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// Most accepted rows.
        limit: usize,
    },
    /// The file does not, or no longer, exist.
    #[error("no such file")]
    Gone(#[source] io::Error),
    /// The file changed while it was being read.
    #[error("changed while it was read")]
    Changed,
    /// The file cannot be read.
    #[error("not readable")]
    Unreadable(#[source] io::Error),
    /// The read was stopped.
    #[error("stopped")]
    Stopped,
    /// The rows could not be written where the caller wanted them.
    #[error("the output could not be written")]
    Output(#[source] io::Error),
    /// There is no such column.
    #[error("no such column")]
    NoColumn,
    /// There is no such sheet.
    #[error("no such sheet")]
    NoSheet,
}

impl ListProblem {
    /// Wraps the problem, for readers that only know I/O errors. [`Self::of_archive`] unwraps it.
    pub(crate) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// Judges an error of a reader of an archive, where invalid data means damage.
    pub(crate) fn of_archive(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match error.downcast() {
            Ok(problem) => problem,
            Err(error) if matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) => Self::Damaged,
            Err(error) => error.into(),
        }
    }
}

impl From<io::Error> for ListProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Gone(error),
            _ => Self::Unreadable(error),
        }
    }
}

impl From<ZipError> for ListProblem {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Self::of_archive(error),
            error => Self::Archive(error),
        }
    }
}
