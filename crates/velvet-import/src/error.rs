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
    #[error("not a list ({})", .0.code())]
    NotAList(FileKind),
    /// The workbook is password-protected.
    #[error("a password")]
    Locked,
    /// The workbook has an unsupported format: older than Excel 97, or of another program.
    #[error("an unsupported workbook")]
    OldWorkbook,
    /// The workbook or JSON document is damaged.
    #[error("a damaged workbook or document")]
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

/// What a file is that is not a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A text document: of Word, Pages, or any office suite.
    TextDocument,
    /// A presentation.
    Presentation,
    /// Rich text, which `TextEdit` and `WordPad` save by default.
    RichText,
    /// A Numbers document.
    Numbers,
    /// A picture.
    Picture,
    /// A recording or a song.
    Audio,
    /// A video.
    Video,
    /// An archive. The list may be inside.
    Archive,
    /// A program.
    Program,
    /// A database.
    Database,
    /// A shortcut to a document in Google Drive. The document itself must be downloaded.
    DriveShortcut,
    /// A placeholder for a file that iCloud has not downloaded.
    CloudPlaceholder,
    /// A companion file (`._name`) that a Mac adds on other systems' drives.
    MacCompanion,
    /// A file (`~$name`) that Office keeps beside a document while it is open.
    OfficeLock,
    /// A folder, a device, or a pipe.
    NoFile,
    /// Anything else.
    Other,
}

impl FileKind {
    /// Returns a stable code, for the message catalog.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::TextDocument => "text_document",
            Self::Presentation => "presentation",
            Self::RichText => "rich_text",
            Self::Numbers => "numbers",
            Self::Picture => "picture",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Archive => "archive",
            Self::Program => "program",
            Self::Database => "database",
            Self::DriveShortcut => "drive_shortcut",
            Self::CloudPlaceholder => "cloud_placeholder",
            Self::MacCompanion => "mac_companion",
            Self::OfficeLock => "office_lock",
            Self::NoFile => "no_file",
            Self::Other => "other",
        }
    }
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
