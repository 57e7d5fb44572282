//! Errors as codes, for the message catalog. The errors of all crates become codes here and nowhere else.

use std::{collections::BTreeMap, convert::Infallible, error::Error, fmt::Display};

use serde::Serialize;
use velvet_api::{ClientError, KeyError};
use velvet_engine::EngineError;
use velvet_export::ExportError;
use velvet_import::{FileKind, ImportError, ListProblem, NotWritten};
use velvet_ledger::{BackupProblem, LedgerError};
use velvet_model::{
    Cause, LedgerProblem,
    ids::{FanIdError, IdDoubt},
    people::FanInputError,
};
use velvet_updates::UpdateError;

/// An error as it is passed to the window: a code, and the parameters of its message.
///
/// The wording itself lives only in the message catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Failure {
    /// The error.
    pub code: ErrorCode,
    /// Parameters of the message, by name. Never the key.
    pub params: BTreeMap<String, String>,
}

impl Failure {
    /// Creates an error whose message has no parameters.
    pub fn new(code: impl Into<ErrorCode>) -> Self {
        Self { code: code.into(), params: BTreeMap::new() }
    }

    /// Adds a parameter for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl From<IdDoubt> for Failure {
    fn from(doubt: IdDoubt) -> Self {
        Self::new(match doubt {
            IdDoubt::DigitTooMany => ErrorCode::FanUnlikelyLong,
            IdDoubt::FromTheFuture => ErrorCode::FanUnlikelyFuture,
            IdDoubt::OlderThanFansly => ErrorCode::FanUnlikelyOld,
            IdDoubt::NotAnAccount => ErrorCode::FanUnlikelyKind,
        })
    }
}

impl From<Cause> for ErrorCode {
    fn from(cause: Cause) -> Self {
        Self::Service(cause)
    }
}

/// All errors a command can return. The catalog has a message and advice for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The fan field was empty.
    FanEmpty,
    /// More than one ID was given (`count`).
    FanSeveral,
    /// A number such as `8.43584E+17`. A spreadsheet has already lost its last digits.
    FanScientific,
    /// The input has a decimal point or comma.
    FanDecimal,
    /// The input has a plus or minus sign.
    FanSign,
    /// The input has characters that are not digits (`found`).
    FanLetters,
    /// Fewer than 6 digits (`digits`).
    FanTooShort,
    /// More than 20 digits (`digits`).
    FanTooLong,
    /// An account ID where a fan ID belongs.
    FanIsAccount,
    /// The creator's own ID (`account`).
    FanIsCreator,
    /// Probably a typo: an ID with a digit too many.
    FanUnlikelyLong,
    /// Probably a typo: an ID of an account that is yet to be created.
    FanUnlikelyFuture,
    /// Probably a typo: an ID of an account older than Fansly.
    FanUnlikelyOld,
    /// Probably a typo: an ID that isn't made like those of Fansly accounts.
    FanUnlikelyKind,
    /// A link to another site (`site`).
    FanOtherSite,
    /// A link to Fansly that does not lead to a profile.
    FanNoProfile,
    /// Digits after an @ or in a link (`digits`). They could also be an ID.
    FanNameDigits,
    /// Nothing that could be a name (`found`).
    FanNoName,
    /// The key field was empty.
    KeyEmpty,
    /// The text can't be a key: inner whitespace, characters not allowed in a header, or a whole file.
    KeyMalformed,
    /// An account ID where a key belongs.
    KeyIsAccount,
    /// The text has the format of another vendor's IDs or keys. It is tried if entered again.
    KeyOtherVendor,
    /// The text looks more like a fan ID, an address, or a word. It is tried if entered again.
    KeyUnlikely,
    /// There is no key, or none for this account.
    KeyMissing,
    /// The maximum number of keys is reached (`limit`).
    KeysTooMany,
    /// The account does not, or no longer, belong to a key.
    AccountUnknown,
    /// A request for this fan is in flight.
    AlreadySending,
    /// The entry has nothing to undo, or nothing left to undo.
    NothingToUndo,
    /// The entry has nothing to check, or nothing left to check.
    NothingToCheck,
    /// The ledger's folder or file cannot be written (`path`).
    LedgerReadOnly,
    /// The disk is full (`path`).
    LedgerFull,
    /// The ledger cannot be read (`path`).
    LedgerUnreadable,
    /// The ledger was written by a newer version of the app (`path`).
    LedgerNewer,
    /// Another program has the ledger open (`path`).
    LedgerInUse,
    /// The practice server could not be started.
    PracticeUnavailable,
    /// Some of the data to be erased is still there (`path`).
    EraseIncomplete,
    /// The keychain did not complete the request.
    KeychainRefused,
    /// The file is empty, or nothing was pasted.
    ListEmpty,
    /// No column contains fan IDs.
    ListNoIds,
    /// The file is not a list but, for example, a picture, a program, or a document (`file`, `kind`).
    /// `kind` is a code of `velvet_import::FileKind`.
    ListNotAList,
    /// The workbook is password-protected (`file`).
    ListLocked,
    /// The workbook has an unsupported format: older than Excel 97, or Numbers (`file`).
    ListOldWorkbook,
    /// The workbook is damaged (`file`).
    ListDamaged,
    /// The file is too large (`file`, `limit` in megabytes).
    ListTooLarge,
    /// The workbook is far too large once unpacked (`file`).
    ListBomb,
    /// The list has too many rows (`limit`).
    ListTooManyRows,
    /// The file does not, or no longer, exist (`file`).
    ListGone,
    /// The file changed while it was being read (`file`).
    ListChanged,
    /// The file cannot be opened (`file`).
    ListUnreadable,
    /// Another list was opened, or this one was closed, in the meantime.
    ListOutdated,
    /// The file with the skipped rows could not be written (`file`).
    ListNotSaved,
    /// Nothing would be sent for any fan on the list.
    ListNothingToDo,
    /// The batch does not exist, or its state does not allow the operation.
    BatchNotPossible,
    /// The search results were dropped from the cache, or the log was trimmed.
    LogOutdated,
    /// Too many entries were selected for this operation (`limit`).
    LogTooMany,
    /// The export was canceled.
    ExportStopped,
    /// The file could not be written (`file`).
    ExportNotSaved,
    /// The system's clipboard did not take the text.
    ClipboardRefused,
    /// The saved file could not be shown in its folder (`file`).
    FileNotShown,
    /// A link that leads nowhere.
    LinkUnusable,
    /// No browser opened.
    LinkNotOpened,
    /// The people found were dropped from the cache.
    PeopleOutdated,
    /// Nothing would be sent for any of the selected people.
    PeopleNothingToDo,
    /// Another list is being loaded.
    PeopleBusy,
    /// Loading was stopped.
    PeopleStopped,
    /// The subscriber list did not load completely, so nobody can be called lapsed.
    PeopleDoubtful,
    /// A view with this name already exists (`name`).
    RuleNameTaken,
    /// The view has no name.
    RuleNameEmpty,
    /// Batches are running, or requests for fans are in flight.
    BatchesRunning,
    /// The backup could not be written (`file`).
    BackupNotSaved,
    /// The backup is damaged or cannot be read (`file`).
    BackupUnreadable,
    /// The file is not a backup of this app (`file`).
    BackupNotOurs,
    /// The backup was written by a newer version of the app (`file`).
    BackupNewer,
    /// The backup is from practice mode and the live log is shown, or the other way around (`file`).
    BackupOtherMode,
    /// The host of new versions could not be reached, or answered with an error (`host`).
    UpdatesUnreachable,
    /// The host of new versions did not answer in time (`host`).
    UpdatesTimedOut,
    /// What the host of new versions sent is not a notice that the app trusts (`host`).
    UpdatesUnproven,
    /// The notice is older than the installed version, or than a notice before (`host`).
    UpdatesOutdated,
    /// An error that only a bug in the app can cause.
    Internal,
    /// An error from the server or from the network in between.
    #[serde(untagged)]
    Service(Cause),
}

impl From<LedgerProblem> for ErrorCode {
    fn from(problem: LedgerProblem) -> Self {
        match problem {
            LedgerProblem::ReadOnly => Self::LedgerReadOnly,
            LedgerProblem::Full => Self::LedgerFull,
            LedgerProblem::Unreadable => Self::LedgerUnreadable,
            LedgerProblem::Newer => Self::LedgerNewer,
            LedgerProblem::InUse => Self::LedgerInUse,
            LedgerProblem::Internal => Self::Internal,
        }
    }
}

impl From<KeyError> for ErrorCode {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Empty => Self::KeyEmpty,
            KeyError::Malformed => Self::KeyMalformed,
            KeyError::IsAccount => Self::KeyIsAccount,
            KeyError::OtherVendor => Self::KeyOtherVendor,
            KeyError::Unlikely => Self::KeyUnlikely,
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::new(error)
    }
}

impl From<FanIdError> for Failure {
    fn from(error: FanIdError) -> Self {
        match error {
            FanIdError::Empty => Self::new(ErrorCode::FanEmpty),
            FanIdError::Several { count } => Self::new(ErrorCode::FanSeveral).with("count", count),
            FanIdError::Scientific => Self::new(ErrorCode::FanScientific),
            FanIdError::Decimal => Self::new(ErrorCode::FanDecimal),
            FanIdError::Sign => Self::new(ErrorCode::FanSign),
            FanIdError::Letters { found } => Self::new(ErrorCode::FanLetters).with("found", found),
            FanIdError::TooShort { digits } => Self::new(ErrorCode::FanTooShort).with("digits", digits),
            FanIdError::TooLong { digits } => Self::new(ErrorCode::FanTooLong).with("digits", digits),
            FanIdError::IsAccount => Self::new(ErrorCode::FanIsAccount),
        }
    }
}

impl From<FanInputError> for Failure {
    fn from(error: FanInputError) -> Self {
        match error {
            FanInputError::NoId(error) => error.into(),
            FanInputError::OtherSite(site) => Self::new(ErrorCode::FanOtherSite).with("site", site),
            FanInputError::NoProfile => Self::new(ErrorCode::FanNoProfile),
            FanInputError::Digits(digits) => Self::new(ErrorCode::FanNameDigits).with("digits", digits),
            FanInputError::NotAName(found) => Self::new(ErrorCode::FanNoName).with("found", found),
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        tracing::error!(%error, "no HTTP client");
        Self::new(error.cause)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        log(&error);
        match error {
            LedgerError::Ledger { problem, path, .. } => Self::new(problem).with("path", path.display()),
            LedgerError::Outdated => Self::new(ErrorCode::LogOutdated),
            LedgerError::Backup { problem, file, .. } => {
                let code = match problem {
                    BackupProblem::NotSaved => ErrorCode::BackupNotSaved,
                    BackupProblem::Unreadable => ErrorCode::BackupUnreadable,
                    BackupProblem::NotOurs => ErrorCode::BackupNotOurs,
                    BackupProblem::Newer => ErrorCode::BackupNewer,
                    BackupProblem::OtherMode => ErrorCode::BackupOtherMode,
                };
                Self::new(code).with("file", file)
            }
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Ledger(error) => error.into(),
            EngineError::NoBatch => Self::new(ErrorCode::BatchNotPossible),
            EngineError::AlreadySending => Self::new(ErrorCode::AlreadySending),
            EngineError::Request(_) => {
                log(&error);
                Self::new(ErrorCode::Internal)
            }
        }
    }
}

/// Not logged: what a parser says may quote the list.
impl From<ImportError> for Failure {
    fn from(ImportError { file, problem }: ImportError) -> Self {
        let about_file = |code| Self::new(code).with("file", &file);
        match problem {
            ListProblem::Empty => Self::new(ErrorCode::ListEmpty),
            ListProblem::NoIds => Self::new(ErrorCode::ListNoIds),
            ListProblem::Stopped => Self::new(ErrorCode::ListOutdated),
            ListProblem::NoColumn | ListProblem::NoSheet => Self::new(ErrorCode::Internal),
            ListProblem::TooManyRows { limit } => Self::new(ErrorCode::ListTooManyRows).with("limit", limit),
            ListProblem::TooLarge { limit } => about_file(ErrorCode::ListTooLarge).with("limit", limit),
            ListProblem::OldWorkbook | ListProblem::NotAList(FileKind::Numbers) => {
                about_file(ErrorCode::ListOldWorkbook)
            }
            ListProblem::NotAList(kind) => about_file(ErrorCode::ListNotAList).with("kind", kind.code()),
            ListProblem::Locked => about_file(ErrorCode::ListLocked),
            ListProblem::Damaged | ListProblem::Archive(_) | ListProblem::Xml(_) => {
                about_file(ErrorCode::ListDamaged)
            }
            ListProblem::Bomb => about_file(ErrorCode::ListBomb),
            ListProblem::Gone(_) => about_file(ErrorCode::ListGone),
            ListProblem::Changed => about_file(ErrorCode::ListChanged),
            ListProblem::Unreadable(_) => about_file(ErrorCode::ListUnreadable),
            ListProblem::Output(_) => about_file(ErrorCode::ListNotSaved),
        }
    }
}

impl Failure {
    /// Judges why the rejected rows of a list were not written to `file`.
    pub(crate) fn not_written(error: NotWritten, file: &str) -> Self {
        match error {
            NotWritten::List(error) => error.into(),
            NotWritten::File(error) => {
                tracing::warn!(%error, "the rejected rows could not be written");
                Self::new(ErrorCode::ListNotSaved).with("file", file)
            }
        }
    }
}

impl Failure {
    /// Judges why `host` gave no notice of a new version that the app trusts.
    pub(crate) fn no_notice(error: &UpdateError, host: &str) -> Self {
        tracing::warn!(error = error as &dyn Error, "no notice of a new version");
        let code = match error {
            UpdateError::ProxyUnusable => return Self::new(Cause::ProxyUnusable),
            UpdateError::NoClient(_) => return Self::new(Cause::ConnectionNotSetUp),
            UpdateError::Unreachable(_) | UpdateError::Status(_) | UpdateError::Redirected => {
                ErrorCode::UpdatesUnreachable
            }
            UpdateError::TimedOut => ErrorCode::UpdatesTimedOut,
            UpdateError::TooLarge
            | UpdateError::Malformed(_)
            | UpdateError::Unsigned
            | UpdateError::WronglySigned(_) => ErrorCode::UpdatesUnproven,
            UpdateError::Downgraded(_) | UpdateError::Replayed(_) => ErrorCode::UpdatesOutdated,
        };
        Self::new(code).with("host", host)
    }
}

impl<E: Into<Self> + Error + 'static> From<ExportError<E>> for Failure {
    fn from(error: ExportError<E>) -> Self {
        match error {
            ExportError::Rows(error) => error.into(),
            ExportError::Canceled => Self::new(ErrorCode::ExportStopped),
            ExportError::NotSaved { file, source } => {
                tracing::warn!(error = %source, "an export could not be written");
                Self::new(ErrorCode::ExportNotSaved).with("file", file)
            }
            ExportError::Producer(_) => Self::new(ErrorCode::Internal),
        }
    }
}

impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Logs an error that has a cause, with all causes behind it: the window is told the code alone.
fn log(error: &(dyn Error + 'static)) {
    if error.source().is_some() {
        tracing::warn!(error, "a request of the user failed");
    }
}
