//! Errors as codes, for the message catalog.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Display};

/// An error as it is passed to the window: a code, and the parameters of its message.
///
/// The wording itself lives only in the message catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
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

impl From<Cause> for ErrorCode {
    fn from(cause: Cause) -> Self {
        Self::Service(cause)
    }
}

/// All errors a command can return. The catalog has a message and advice for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
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
    /// The file is not a list but, for example, a picture, a program, or a document (`file`).
    ListNotAList,
    /// The workbook is password-protected (`file`).
    ListLocked,
    /// The workbook has an unsupported format: `.xls`, `.xlsb`, or Numbers (`file`).
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
    /// An error that only a bug in the app can cause.
    Internal,
    /// An error from the server or from the network in between.
    #[serde(untagged)]
    Service(Cause),
}

/// Why a request did not succeed.
///
/// The cause of a `failed` item proves that nothing was changed. The cause of an `unconfirmed` item does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Cause {
    /// 401: the key is missing or wrong.
    KeyRefused,
    /// 402: the month's credits are spent.
    CreditsSpent,
    /// 403 with the text "account not found": the account does not belong to this key.
    AccountLost,
    /// Any other 403.
    Forbidden,
    /// An HTML page with a refusing status, from a firewall in between and not from the server.
    AccessBlocked,
    /// 404: no fan has this ID.
    NoSuchFan,
    /// 404 with the text of a server that has no such route ("Cannot POST …"), or 405.
    UnknownCall,
    /// 400, or another 4xx that rejects the request itself.
    BadRequest,
    /// 429: too many requests. Wait as long as the server asks.
    AskedToWait,
    /// An inner 401 or 403: the account's Fansly session has expired.
    SessionExpired,
    /// The server replied that the action was not done.
    Refused,
    /// 500 and above.
    ServiceError,
    /// A redirect. The app never follows one.
    Redirected,
    /// 511, or an HTML page with a success status: the network wants the user to sign in first.
    CaptivePortal,
    /// The connection could not be made, so nothing was sent.
    NoConnection,
    /// The server's certificate is not trusted: expired, for another name, or from an unknown issuer. Nothing was sent.
    CertificateRefused,
    /// This computer cannot connect at all because its trusted certificates cannot be read. Nothing was sent.
    ConnectionNotSetUp,
    /// A proxy is set up that the app cannot use. The app never bypasses a proxy, so nothing was sent.
    ProxyUnusable,
    /// The key was removed or replaced before this was sent.
    KeyRemoved,
    /// The request was sent, and no reply came in time.
    NoReply,
    /// The request was sent, and the connection broke before the reply arrived.
    ConnectionLost,
    /// The reply was cut off.
    ReplyCutOff,
    /// The reply has no body where one is needed.
    ReplyEmpty,
    /// The reply is HTML or not JSON, so it is not from the API.
    ReplyUnreadable,
    /// The reply is larger than any real one.
    ReplyTooLarge,
    /// The reply reports success, but parts of the proof are missing.
    ReplyIncomplete,
    /// The reply reports success for a different fan.
    WrongFan,
    /// The reply reports success, but the VIP mark is not set.
    MarkMissing,
    /// An add was refused with the word "already". Only the VIP list can confirm it.
    AlreadyVip,
    /// 404 to a removal: the fan is not VIP, or the server does not know them. Only the VIP list can tell.
    NotVip,
    /// The VIP list was loaded afterwards, and the fan is still on it.
    StillVip,
    /// The VIP list's filter made no difference, so the list may show anybody. Never the cause of an item's outcome.
    VipFilterIgnored,
    /// The app closed while the request was in flight.
    Interrupted,
    /// The reply arrived, but the outcome could not be saved.
    NotSaved,
    /// Something newer was done for this fan, so this was not sent.
    Overtaken,
}

impl Cause {
    /// Returns whether this proves that nothing was changed. Otherwise it is unknown what the server did.
    pub fn nothing_changed(self) -> bool {
        matches!(
            self,
            Self::KeyRefused
                | Self::CreditsSpent
                | Self::AccountLost
                | Self::Forbidden
                | Self::AccessBlocked
                | Self::NoSuchFan
                | Self::UnknownCall
                | Self::BadRequest
                | Self::AskedToWait
                | Self::SessionExpired
                | Self::Refused
                | Self::StillVip
        ) || self.never_left()
    }

    /// Returns whether the request never left this computer, so it changed nothing and used no credit.
    pub fn never_left(self) -> bool {
        matches!(
            self,
            Self::NoConnection
                | Self::CertificateRefused
                | Self::ConnectionNotSetUp
                | Self::ProxyUnusable
                | Self::KeyRemoved
        )
    }

    /// Every cause, for tests.
    pub const ALL: [Self; 35] = [
        Self::KeyRefused,
        Self::CreditsSpent,
        Self::AccountLost,
        Self::Forbidden,
        Self::AccessBlocked,
        Self::NoSuchFan,
        Self::UnknownCall,
        Self::BadRequest,
        Self::AskedToWait,
        Self::SessionExpired,
        Self::Refused,
        Self::ServiceError,
        Self::Redirected,
        Self::CaptivePortal,
        Self::NoConnection,
        Self::CertificateRefused,
        Self::ConnectionNotSetUp,
        Self::ProxyUnusable,
        Self::KeyRemoved,
        Self::NoReply,
        Self::ConnectionLost,
        Self::ReplyCutOff,
        Self::ReplyEmpty,
        Self::ReplyUnreadable,
        Self::ReplyTooLarge,
        Self::ReplyIncomplete,
        Self::WrongFan,
        Self::MarkMissing,
        Self::AlreadyVip,
        Self::NotVip,
        Self::StillVip,
        Self::VipFilterIgnored,
        Self::Interrupted,
        Self::NotSaved,
        Self::Overtaken,
    ];
}
