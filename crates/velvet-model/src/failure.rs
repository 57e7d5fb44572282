//! Why something was not done.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Display};

/// Why something was not done, as it crosses to the window: a code and what the sentence needs to be filled in.
///
/// The words live in the message catalogue only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub struct Failure {
    /// What happened.
    pub code: ErrorCode,
    /// What the sentence is filled in with, by name. Never the key.
    pub params: BTreeMap<String, String>,
}

impl Failure {
    /// A failure whose sentence needs nothing filled in.
    pub fn new(code: impl Into<ErrorCode>) -> Self {
        Self { code: code.into(), params: BTreeMap::new() }
    }

    /// The same failure with one more value for its sentence.
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

/// Everything a command can be refused for. Behind each is a sentence and a next step in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum ErrorCode {
    /// The fan field was empty.
    FanEmpty,
    /// More than one id was given (`count`).
    FanSeveral,
    /// `8.43584E+17`: a spreadsheet has already lost the digits.
    FanScientific,
    /// A decimal point or comma.
    FanDecimal,
    /// A plus or minus sign.
    FanSign,
    /// Something that is not a digit (`found`).
    FanLetters,
    /// Fewer than 6 digits (`digits`).
    FanTooShort,
    /// More than 20 digits (`digits`).
    FanTooLong,
    /// An account id where a fan id belongs.
    FanIsAccount,
    /// The creator's own id (`account`).
    FanIsCreator,
    /// A link to another site (`site`).
    FanOtherSite,
    /// A link to the site that leads to no profile.
    FanNoProfile,
    /// Digits behind an @ or in a link (`digits`): they could be an id as well.
    FanNameDigits,
    /// Nothing that anybody could be called (`found`).
    FanNoName,
    /// The key field was empty.
    KeyEmpty,
    /// Something no key can be: blanks inside, characters no header can carry, a whole file.
    KeyMalformed,
    /// The id of an account where a key belongs.
    KeyIsAccount,
    /// An id or key in the shape another vendor uses. Given once more, it is tried.
    KeyOtherVendor,
    /// Something that is rather a fan's id, an address or a word. Given once more, it is tried.
    KeyUnlikely,
    /// There is no key yet, or none for this account.
    KeyMissing,
    /// As many keys as there is room for (`limit`).
    KeysTooMany,
    /// The account is not one of this key's (any more).
    AccountUnknown,
    /// This fan is being sent right now.
    AlreadySending,
    /// There is nothing to take back in this row (any more).
    NothingToUndo,
    /// There is nothing to check in this row (any more).
    NothingToCheck,
    /// The ledger's folder or file cannot be written (`path`).
    LedgerReadOnly,
    /// No room left on the disk (`path`).
    LedgerFull,
    /// The ledger cannot be read (`path`).
    LedgerUnreadable,
    /// The ledger was written by a newer version of the app (`path`).
    LedgerNewer,
    /// Another program has the ledger open (`path`).
    LedgerInUse,
    /// The practice service could not be started.
    PracticeUnavailable,
    /// Some of what was to be erased is still there (`path`).
    EraseIncomplete,
    /// The keychain did not do what was asked.
    KeychainRefused,
    /// There is nothing in the file, or nothing was pasted.
    ListEmpty,
    /// No column has a fan id in it.
    ListNoIds,
    /// The file is no list: a picture, a program, a document (`file`).
    ListNotAList,
    /// The workbook is protected by a password (`file`).
    ListLocked,
    /// A workbook of a kind that is not read: `.xls`, `.xlsb`, Numbers (`file`).
    ListOldWorkbook,
    /// The workbook is damaged (`file`).
    ListDamaged,
    /// The file is larger than is read (`file`, `limit` in megabytes).
    ListTooLarge,
    /// A workbook that unpacks to far more than it could need (`file`).
    ListBomb,
    /// More rows than one list can have (`limit`).
    ListTooManyRows,
    /// The file is not there (any more) (`file`).
    ListGone,
    /// The file changed while it was read (`file`).
    ListChanged,
    /// The file cannot be opened (`file`).
    ListUnreadable,
    /// Another list was opened, or this one closed, in the meantime.
    ListOutdated,
    /// The file with the rows left out could not be written (`file`).
    ListNotSaved,
    /// None of the list's fans would be sent.
    ListNothingToDo,
    /// There is no such batch, or what was asked of it cannot be done (any more).
    BatchNotPossible,
    /// What was found in the log is kept no more: it was found too long ago.
    LogOutdated,
    /// More rows were chosen than this can be done with at once (`limit`).
    LogTooMany,
    /// The export was stopped.
    ExportStopped,
    /// The file could not be written (`file`).
    ExportNotSaved,
    /// People that were found are kept no more: they were found too long ago.
    PeopleOutdated,
    /// Nothing would be sent for any of the people who were chosen.
    PeopleNothingToDo,
    /// Another list is being read.
    PeopleBusy,
    /// The reading was stopped.
    PeopleStopped,
    /// Nobody can be called lapsed: the list of subscribers could not be read whole.
    PeopleDoubtful,
    /// A rule of this name is there already (`name`).
    RuleNameTaken,
    /// A rule needs a name.
    RuleNameEmpty,
    /// Batches run, or fans are being sent.
    BatchesRunning,
    /// The back-up could not be written (`file`).
    BackupNotSaved,
    /// The back-up is damaged, or cannot be read (`file`).
    BackupUnreadable,
    /// The file is no back-up of this app (`file`).
    BackupNotOurs,
    /// The back-up was written by a newer version of the app (`file`).
    BackupNewer,
    /// The back-up is of practice and the real log is shown, or the other way round (`file`).
    BackupOtherMode,
    /// Something only a mistake in the app can cause.
    Internal,
    /// What the service, or the way to it, answered.
    #[serde(untagged)]
    Service(Cause),
}

/// How a request went wrong. `failed` items carry one that proves nothing was changed, `unconfirmed` items one that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "window", derive(ts_rs::TS))]
pub enum Cause {
    /// 401: the key is missing or wrong.
    KeyRefused,
    /// 402: the month's credits are spent.
    CreditsSpent,
    /// 403 with the words "account not found": not an account of this key.
    AccountLost,
    /// 403 otherwise.
    Forbidden,
    /// An HTML page that refuses, in place of the service: a firewall between.
    AccessBlocked,
    /// 404: nobody has this id.
    NoSuchFan,
    /// 404 with the words of a server that has no such call ("Cannot POST …"), or 405.
    UnknownCall,
    /// 400 or another refusal of the request itself.
    BadRequest,
    /// 429: too fast; wait as told.
    AskedToWait,
    /// The account's session at Fansly has ended: an inner 401 or 403.
    SessionExpired,
    /// The service answered, and said that it was not done.
    Refused,
    /// 500 and above.
    ServiceError,
    /// An answer that points elsewhere. It is never followed.
    Redirected,
    /// 511, or an HTML page that claims success: a network that wants a sign-in first.
    CaptivePortal,
    /// The connection could not be made, so nothing was sent.
    NoConnection,
    /// The certificate of whoever answered is not to be trusted: expired, for another name, or by nobody known. Nothing
    /// was sent.
    CertificateRefused,
    /// No connection can be made on this computer at all: its trusted certificates cannot be read. Nothing was sent.
    ConnectionNotSetUp,
    /// A proxy is set up on this computer that the app cannot use, so nothing was sent: not past it either.
    ProxyUnusable,
    /// Its key was removed or replaced before this was sent.
    KeyRemoved,
    /// Sent, and no answer in time.
    NoReply,
    /// Sent, and the connection broke before the answer came.
    ConnectionLost,
    /// The answer stopped in the middle.
    ReplyCutOff,
    /// An answer without a body where one is needed.
    ReplyEmpty,
    /// An answer that is not the service's: HTML, or no JSON.
    ReplyUnreadable,
    /// An answer larger than any real one.
    ReplyTooLarge,
    /// Success claimed, but parts of the proof are missing.
    ReplyIncomplete,
    /// Success claimed, for somebody else.
    WrongFan,
    /// Success claimed, but the VIP mark does not say so.
    MarkMissing,
    /// An add was refused with the word "already"; the VIP list tells whether it is true.
    AlreadyVip,
    /// 404 to a removal: the fan is not VIP, or the service does not know them; the VIP list tells.
    NotVip,
    /// The VIP list was read afterwards, and the fan is still on it.
    StillVip,
    /// The filter of the VIP list made no difference, so whom it lists may be anybody. Never the end of an item.
    VipFilterIgnored,
    /// The app ended while this was on its way.
    Interrupted,
    /// The answer came, but could not be written down.
    NotSaved,
    /// Something was done to this fan meanwhile, so this was not sent.
    Overtaken,
}

impl Cause {
    /// Whether this proves that nothing was changed. Anything else leaves open what the service did.
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

    /// Whether the request did not even leave this computer: it changed nothing and used no credit.
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

    /// Every cause, for tests that go through all of them.
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
