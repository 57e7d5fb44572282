//! The text that the ledger stores for values. It belongs to the ledger: a name in the code or on the screen may
//! change, but older ledgers hold this text.

use velvet_model::{
    Action, Actor, Cause, Outcome, PeopleKnown, SessionState, Speed, VipStanding, WaitReason,
};

/// A value that the ledger stores as text.
pub trait TextEnum: Sized {
    /// Returns the text.
    fn text(self) -> &'static str;

    /// Returns the value of a text; `None` for a text that this version does not know.
    fn from_text(word: &str) -> Option<Self>;
}

/// Serializes such a value in stored JSON.
pub(crate) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::TextEnum;

    pub fn serialize<T: TextEnum + Copy, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.text())
    }

    pub fn deserialize<'de, T: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let word = String::deserialize(deserializer)?;
        T::from_text(&word).ok_or_else(|| D::Error::custom("unknown word"))
    }
}

macro_rules! words {
    ($($type:ident { $($variant:ident = $word:literal,)+ })+) => {$(
        impl TextEnum for $type {
            fn text(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            fn from_text(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

words! {
    Action {
        Add = "add",
        Remove = "remove",
    }
    Outcome {
        Added = "added",
        Removed = "removed",
        Already = "already",
        Failed = "failed",
        Unconfirmed = "unsure",
        Stopped = "stopped",
    }
    Cause {
        KeyRefused = "key_refused",
        CreditsSpent = "credits_spent",
        AccountLost = "account_lost",
        Forbidden = "forbidden",
        AccessBlocked = "access_blocked",
        NoSuchFan = "no_such_fan",
        UnknownCall = "unknown_call",
        BadRequest = "bad_request",
        AskedToWait = "asked_to_wait",
        SessionExpired = "session_expired",
        Refused = "refused",
        ServiceError = "service_error",
        Redirected = "redirected",
        CaptivePortal = "captive_portal",
        NoConnection = "no_connection",
        CertificateRefused = "certificate_refused",
        ConnectionNotSetUp = "connection_not_set_up",
        ProxyUnusable = "proxy_unusable",
        KeyRemoved = "key_removed",
        NoReply = "no_reply",
        ConnectionLost = "connection_lost",
        ReplyCutOff = "reply_cut_off",
        ReplyEmpty = "reply_empty",
        ReplyUnreadable = "reply_unreadable",
        ReplyTooLarge = "reply_too_large",
        ReplyIncomplete = "reply_incomplete",
        WrongFan = "wrong_fan",
        MarkMissing = "mark_missing",
        AlreadyVip = "already_vip",
        NotVip = "not_vip",
        StillVip = "still_vip",
        VipFilterIgnored = "vip_filter_ignored",
        Interrupted = "interrupted",
        NotSaved = "not_saved",
        Overtaken = "overtaken",
    }
    SessionState {
        Unknown = "unknown",
        Alive = "alive",
        Expired = "expired",
    }
    Speed {
        Steady = "steady",
        Fast = "fast",
    }
    WaitReason {
        Told = "told",
        PlanFull = "plan_full",
        NoConnection = "no_connection",
        Trouble = "trouble",
    }
    PeopleKnown {
        Unread = "unread",
        Part = "part",
        Once = "once",
        Sure = "sure",
    }
    Actor {
        App = "app",
        Outside = "outside",
        Before = "before",
    }
    VipStanding {
        On = "on",
        Missed = "missed",
        Left = "left",
    }
}
