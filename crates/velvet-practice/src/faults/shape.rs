use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Field;

/// A reply in another shape than the documented one. Each is plausible for the real service, but none was observed
/// there.
///
/// In JSON it is a name, `"plan_refusal"`, or an object if there are parameters:
/// `{"words":{"status":400,"message":"No"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// 403 as documented: "Your plan does not include this endpoint".
    PlanRefusal,
    /// 404 of a server without this address, with the real method and path:
    /// `{statusCode,message:"Cannot POST /api/fansly/…/vip",error:"Not Found"}`.
    CannotRoute,
    /// 403 with the page of a firewall in front of the service, without rate limit headers.
    FirewallPage,
    /// An error in the documented form, with this message.
    Words {
        /// The status: 400, 409 …
        status: u16,
        /// The text of `message`.
        message: String,
    },
    /// Fansly refuses with a reason, but the service does not:
    /// `{statusCode,data:{status_code,data:{success:false,error:{code,details}}}}`. The outer status is 201 for a POST
    /// and 200 otherwise.
    InnerRefusal {
        /// The inner status, 403 by default.
        #[serde(default = "forbidden")]
        status: u16,
        /// Fansly's own error code, 5 by default.
        #[serde(default = "five")]
        code: u16,
        /// Fansly's own message, "blocked" by default.
        #[serde(default = "blocked")]
        details: String,
    },
    /// 401 about the account's session instead of the key: "Fansly session expired, please reconnect".
    SessionExpired,
    /// The sign-in page of a hotel's network: the request never reached the service. It has no rate limit headers.
    CaptivePortal {
        /// The status, 511 (RFC 6585) by default. Many networks send 200.
        #[serde(default = "network_authentication")]
        status: u16,
    },

    /// `{statusCode,message,data:{success,response},timestamp}`: the level with Fansly's own status is missing.
    FlatEnvelope,
    /// `data.data.response` is this value instead of an object: `null`, `true`, `[]`, `{}`.
    ResponseIs {
        /// The value.
        value: Value,
    },
    /// A number is text: `"ignoreFlags":"4"`, `"statusCode":"201"`.
    NumberAsText {
        /// The field.
        field: Field,
    },
    /// HTTP status 202, and 202 in `statusCode`.
    Accepted,
    /// A byte order mark precedes the body.
    Bom,
    /// An additional field makes the reply larger than this many bytes.
    Padded {
        /// The number of bytes, 100,000 by default: more than the 80 KB that one credit is said to pay for.
        #[serde(default = "padding")]
        bytes: usize,
    },
    /// The record before the change: the reply to a removal has the VIP bit, that to an add does not.
    OldRecord,
    /// An add of a fan who is already VIP is answered with 409. Other requests are served as usual.
    RepeatedAddConflicts,
    /// A removal of a fan who is not VIP is answered with 404. Other requests are served as usual.
    RemovalFindsNobody,

    /// The next cursor of a list is in another place.
    CursorAt {
        /// The object that holds it.
        level: Level,
        /// Its name in that object.
        name: CursorName,
    },
    /// A list has no cursor, only `response.hasMore`, which is correct.
    HasMore,
    /// A list has no cursor, even if there is a next page.
    NoCursor,
    /// `filter=vips` is ignored: all chats are returned.
    FilterIgnored,
    /// Each page of chats begins with a group chat, whose `partnerAccountId` is null.
    GroupChat,
    /// If a page of a list has no rows, `response` is this value instead of an object: `[]`, `null`.
    EmptyListIs {
        /// The value.
        value: Value,
    },
    /// `response` is the bare array of rows.
    BareRows,
    /// 400 if `limit` is above a maximum. Without `limit`, the call succeeds.
    LimitAtMost {
        /// The maximum.
        most: u32,
    },
    /// `/accounts` has another form.
    Accounts {
        /// The envelope of the list.
        #[serde(default)]
        form: AccountsForm,
        /// The name of the ID.
        #[serde(default)]
        id: AccountIdName,
    },
    /// `/accounts` is answered with 200, `success:false`, and an empty list.
    AccountsRefused,
}

/// An object of a reply that can hold a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The body itself.
    Body,
    /// `data`
    Outer,
    /// `data.data`
    Inner,
    /// `data.data.response`
    Response,
}

/// The name of a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CursorName {
    /// `nextCursor`
    #[serde(rename = "nextCursor")]
    NextCursor,
    /// `next_cursor`
    #[serde(rename = "next_cursor")]
    Snake,
    /// `cursor`
    #[serde(rename = "cursor")]
    Cursor,
}

/// The envelope of the list of accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountsForm {
    /// `{statusCode,message,data:{success,count,accounts:[…]}}`, as documented.
    #[default]
    Flat,
    /// `{success,accounts:[…]}`
    Unwrapped,
    /// `{data:[…]}`
    Data,
    /// `{statusCode,message,data:{status_code,data:{success,response:{accounts:[…]}}}}`
    Nested,
    /// `{statusCode,message,data:{status_code,data:{success,response:[…]}}}`
    NestedRows,
    /// `[…]`
    Bare,
}

/// The name of an account's ID.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountIdName {
    /// `accountId`, as documented.
    #[default]
    #[serde(rename = "accountId")]
    Camel,
    /// `account_id`
    #[serde(rename = "account_id")]
    Snake,
    /// `id`
    #[serde(rename = "id")]
    Short,
}

impl Shape {
    /// Returns an error in the documented form, with this message.
    pub fn words(status: u16, message: &str) -> Self {
        Self::Words { status, message: message.to_owned() }
    }

    /// Returns an inner 403 with Fansly's message about one fan.
    pub fn blocked() -> Self {
        Self::InnerRefusal { status: forbidden(), code: five(), details: blocked() }
    }

    /// Returns the ways in which a service may refuse every add with the same message.
    pub fn refusals() -> Vec<Self> {
        vec![
            Self::PlanRefusal,
            Self::CannotRoute,
            Self::FirewallPage,
            Self::words(400, "Bad Request: targetUserId is required"),
            Self::words(409, "Conflict with the current state of the account"),
        ]
    }

    /// Returns all places of a cursor, including the documented ones.
    pub fn cursors() -> Vec<Self> {
        let levels = [Level::Body, Level::Outer, Level::Inner, Level::Response];
        let names = [CursorName::NextCursor, CursorName::Snake, CursorName::Cursor];
        let places = levels.into_iter().flat_map(|level| names.map(|name| (level, name)));
        places.map(|(level, name)| Self::CursorAt { level, name }).collect()
    }

    /// Whether an add or a removal that meets this shape is carried out: see [`super::Fault::takes_effect`].
    pub(super) fn takes_effect(&self) -> bool {
        !matches!(
            self,
            Self::PlanRefusal
                | Self::CannotRoute
                | Self::FirewallPage
                | Self::Words { .. }
                | Self::InnerRefusal { .. }
                | Self::SessionExpired
                | Self::CaptivePortal { .. }
        )
    }
}

impl Level {
    /// Returns the JSON pointer of the object.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Body => "",
            Self::Outer => "/data",
            Self::Inner => "/data/data",
            Self::Response => "/data/data/response",
        }
    }
}

impl CursorName {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::NextCursor => "nextCursor",
            Self::Snake => "next_cursor",
            Self::Cursor => "cursor",
        }
    }
}

impl AccountIdName {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Camel => "accountId",
            Self::Snake => "account_id",
            Self::Short => "id",
        }
    }
}

fn forbidden() -> u16 {
    403
}

fn five() -> u16 {
    5
}

fn blocked() -> String {
    "blocked".to_owned()
}

fn network_authentication() -> u16 {
    511
}

fn padding() -> usize {
    100_000
}
