use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Field, Shape};

/// A fault of the server. In JSON: `{"kind":"delay","ms":200}`.
///
/// It replaces the normal reply or changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The normal reply, but late: the effect takes place at once, and the reply comes after this delay.
    Delay {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// No reply, while the connection stays open.
    Hang,
    /// A reset of the connection (RST) instead of a reply.
    Reset,
    /// Half the body, then the end of the connection. The headers promise the full length.
    TruncatedBody,
    /// An HTML page, as from a proxy in front of the service.
    Html {
        /// The status, 200 by default. Proxies usually send 502.
        #[serde(default = "ok")]
        status: u16,
    },
    /// The normal status without a body.
    EmptyBody,
    /// Another fan in `ignoredId`.
    WrongFan {
        /// The fan's ID; by default the real ID with another last digit.
        #[serde(default)]
        fan: Option<String>,
    },
    /// `success` is false inside an outer success.
    Refused,
    /// Fansly refuses, but the service does not: this status inside an outer success.
    Inner {
        /// The inner status: 401 or 403 if the account's session has ended.
        status: u16,
    },
    /// A field of the reply is missing.
    Missing {
        /// The field.
        field: Field,
    },
    /// `ignoreFlags` is 0: a success without the mark.
    FlagMissing,
    /// A body that begins like a normal one but goes on and on, sent in chunks without a stated length.
    HugeBody {
        /// Its size in bytes, 64 MiB by default.
        #[serde(default = "huge")]
        bytes: u64,
    },
    /// A redirect to another address.
    Redirect {
        /// The address.
        location: String,
        /// The status, by default 307, which asks clients to keep the method and the headers.
        #[serde(default = "temporary_redirect")]
        status: u16,
    },
    /// An error in the documented form: `{statusCode,message,data:null,timestamp}`.
    Status {
        /// The status: 400, 401, 402, 403, 404, 500 …
        status: u16,
    },
    /// 403 in the form for an account that does not belong to the key.
    AccountDenied,
    /// 429 with the time to wait.
    TooFast {
        /// The time to wait in seconds.
        retry_after: u64,
        /// Whether to send it in the standard `Retry-After` instead of `X-RateLimit-Retry-After`.
        #[serde(default)]
        standard: bool,
    },
    /// A success without data, as Fansly itself has sent to clients that were too fast: lists are empty, and fields are
    /// missing.
    EmptyData,
    /// A value of the reply is changed or removed.
    Edit {
        /// A JSON pointer to the value. `*` stands for each item: `/data/data/response/data/*/partnerUsername`.
        place: String,
        /// The new value; `None` removes it.
        #[serde(default)]
        value: Option<Value>,
    },
    /// IDs are numbers instead of text.
    NumberIds {
        /// Whether they are floats, which lose the last digits.
        #[serde(default)]
        float: bool,
    },
    /// A list without an end: each page has one invented fan and a new cursor.
    EndlessList,
    /// A reply in another shape than the documented one.
    Shape {
        /// The shape.
        shape: Shape,
    },
    /// Any other reply, for shapes without a name here.
    Reply {
        /// Its status.
        #[serde(default = "ok")]
        status: u16,
        /// Its headers, in addition to the usual ones. A content type replaces the default of JSON.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Its body, sent as it is.
        body: String,
    },
}

impl Fault {
    /// Whether an add or a removal that meets this fault is carried out, unless the rule says otherwise. It is if the
    /// fault only damages the reply on its way. It is not if the request is refused or lost.
    pub fn takes_effect(&self) -> bool {
        match self {
            Self::Shape { shape } => shape.takes_effect(),
            Self::Delay { .. }
            | Self::TruncatedBody
            | Self::EmptyBody
            | Self::WrongFan { .. }
            | Self::Missing { .. }
            | Self::Edit { .. }
            | Self::NumberIds { .. }
            | Self::EndlessList
            | Self::HugeBody { .. } => true,
            Self::Hang
            | Self::Reset
            | Self::Html { .. }
            | Self::Refused
            | Self::Inner { .. }
            | Self::FlagMissing
            | Self::Redirect { .. }
            | Self::Status { .. }
            | Self::AccountDenied
            | Self::TooFast { .. }
            | Self::EmptyData
            | Self::Reply { .. } => false,
        }
    }
}

fn ok() -> u16 {
    200
}

fn temporary_redirect() -> u16 {
    307
}

fn huge() -> u64 {
    64 * 1024 * 1024
}

impl Shape {
    /// Wraps the shape in a fault.
    pub fn fault(self) -> Fault {
        Fault::Shape { shape: self }
    }
}

impl Fault {
    /// Returns the faulty replies to an add that is carried out but not proved in the documented way.
    pub fn unknown_successes() -> Vec<Self> {
        let values = [Value::Null, json!(true), json!([]), json!({})];
        let mut all: Vec<Self> = values.map(|value| Shape::ResponseIs { value }.fault()).into();
        all.extend([Field::IgnoredId, Field::Success].map(|field| Self::Missing { field }));
        let numbers = [Field::StatusCode, Field::InnerStatusCode, Field::IgnoreFlags];
        all.extend(numbers.map(|field| Shape::NumberAsText { field }.fault()));
        all.extend([Shape::FlatEnvelope, Shape::Accepted, Shape::Bom].map(Shape::fault));
        all
    }

    /// Returns the faulty replies to a removal that is carried out but not proved in the documented way.
    pub fn unknown_removals() -> Vec<Self> {
        let values = [json!(true), json!({}), json!([])];
        let mut all: Vec<Self> = values.map(|value| Shape::ResponseIs { value }.fault()).into();
        all.push(Shape::OldRecord.fault());
        all
    }
}
