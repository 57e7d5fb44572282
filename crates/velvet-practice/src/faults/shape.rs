use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Field;

/// A reply of another shape than the documented one. Each is plausible for the real service, none was observed there.
///
/// In JSON a word, `"plan_refusal"`, or an object where there is more to say: `{"words":{"status":400,"message":"No"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// 403 as documented: "Your plan does not include this endpoint".
    PlanRefusal,
    /// 404 of a server that has no such address, with the real method and path:
    /// `{statusCode,message:"Cannot POST /api/fansly/…/vip",error:"Not Found"}`.
    CannotRoute,
    /// 403 with the page of a firewall in front of the service, without rate headers.
    FirewallPage,
    /// An error as documented, with these words.
    Words {
        /// 400, 409 …
        status: u16,
        /// What stands in `message`.
        message: String,
    },
    /// Fansly refuses with a reason, the service does not:
    /// `{statusCode,data:{status_code,data:{success:false,error:{code,details}}}}`. The outer status is 201 for a POST
    /// and 200 for everything else.
    InnerRefusal {
        /// 403 unless said otherwise.
        #[serde(default = "forbidden")]
        status: u16,
        /// Fansly's own number for it; 5 unless said otherwise.
        #[serde(default = "five")]
        code: u16,
        /// Fansly's own words; "blocked" unless said otherwise.
        #[serde(default = "blocked")]
        details: String,
    },
    /// 401 that speaks of the account's session and not of the key: "Fansly session expired, please reconnect".
    SessionExpired,
    /// The sign-in page of a hotel's network, which never reached the service. It has no rate headers.
    CaptivePortal {
        /// 511 (RFC 6585) unless said otherwise; many send 200.
        #[serde(default = "network_authentication")]
        status: u16,
    },

    /// `{statusCode,message,data:{success,response},timestamp}`: the layer of Fansly's own status is missing.
    FlatEnvelope,
    /// `data.data.response` is this value instead of an object: `null`, `true`, `[]`, `{}`.
    ResponseIs {
        /// What stands there.
        value: Value,
    },
    /// A number is written as text: `"ignoreFlags":"4"`, `"statusCode":"201"`.
    NumberAsText {
        /// Which.
        field: Field,
    },
    /// HTTP 202, and 202 in `statusCode`.
    Accepted,
    /// A byte order mark stands in front of the body.
    Bom,
    /// A field more, so long that the reply is larger than that many bytes.
    Padded {
        /// 100,000 unless said otherwise: more than the 80 KB that one credit is said to pay for.
        #[serde(default = "padding")]
        bytes: usize,
    },
    /// The record as it was before the change: a removal answers with the VIP bit, an add without it.
    OldRecord,
    /// Who is VIP already is answered with 409. Everybody else is added, and answered, as usual.
    RepeatedAddConflicts,
    /// To remove somebody who is not VIP is answered with 404. Everybody else is removed, and answered, as usual.
    RemovalFindsNobody,

    /// The next cursor of a list is in another place.
    CursorAt {
        /// The object that holds it.
        level: Level,
        /// Its name there.
        name: CursorName,
    },
    /// A list has no cursor, only `response.hasMore`, which tells the truth.
    HasMore,
    /// A list has no cursor at all, although there is a next page.
    NoCursor,
    /// `filter=vips` is not looked at: all chats come back.
    FilterIgnored,
    /// Each page of chats begins with a chat of several people: `partnerAccountId` is null.
    GroupChat,
    /// When a page of a list has no rows, `response` is this value instead of an object: `[]`, `null`.
    EmptyListIs {
        /// What stands there.
        value: Value,
    },
    /// `response` is the bare list of rows.
    BareRows,
    /// 400 when `limit` is above this. Without `limit` the call goes well.
    LimitAtMost {
        /// The highest that is taken.
        most: u32,
    },
    /// `/accounts` is written in another way.
    Accounts {
        /// What is around the list.
        #[serde(default)]
        form: AccountsForm,
        /// What the id is called.
        #[serde(default)]
        id: AccountIdName,
    },
    /// `/accounts` answers 200 with `success:false` and an empty list.
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

/// What a cursor can be called.
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

/// What is around the list of accounts.
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

/// What the id of an account is called.
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
    /// An error as documented, with these words.
    pub fn words(status: u16, message: &str) -> Self {
        Self::Words { status, message: message.to_owned() }
    }

    /// An inner 403 with Fansly's words for one fan.
    pub fn blocked() -> Self {
        Self::InnerRefusal { status: forbidden(), code: five(), details: blocked() }
    }

    /// The ways in which a service may refuse every single add with the same words.
    pub fn refusals() -> Vec<Self> {
        vec![
            Self::PlanRefusal,
            Self::CannotRoute,
            Self::FirewallPage,
            Self::words(400, "Bad Request: targetUserId is required"),
            Self::words(409, "Conflict with the current state of the account"),
        ]
    }

    /// The places of a cursor, documented ones among them.
    pub fn cursors() -> Vec<Self> {
        let levels = [Level::Body, Level::Outer, Level::Inner, Level::Response];
        let names = [CursorName::NextCursor, CursorName::Snake, CursorName::Cursor];
        let places = levels.into_iter().flat_map(|level| names.map(|name| (level, name)));
        places.map(|(level, name)| Self::CursorAt { level, name }).collect()
    }

    /// Whether an add or removal that meets this shape is carried out: see [`super::Fault::takes_effect`].
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
    /// Where it is, as a JSON pointer.
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
