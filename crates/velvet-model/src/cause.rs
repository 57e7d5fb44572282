use serde::{Deserialize, Serialize};

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
