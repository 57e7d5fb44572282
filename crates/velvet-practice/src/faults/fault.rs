use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Field, Shape};

/// One way of going wrong. In JSON `{"kind":"delay","ms":200}`.
///
/// Each is done instead of, or to, the reply the service would have given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The right answer, late: the effect takes place at once, the answer comes after so many milliseconds.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// No answer, and the connection stays open.
    Hang,
    /// The connection is reset (RST) in place of an answer.
    Reset,
    /// The answer promises more than it holds: half the body, then the connection ends.
    TruncatedBody,
    /// A page in HTML, as a proxy in front of the service sends it.
    Html {
        /// 200 unless said otherwise; 502 is the usual one of a proxy.
        #[serde(default = "ok")]
        status: u16,
    },
    /// The right status and no body.
    EmptyBody,
    /// The answer names another fan in `ignoredId`.
    WrongFan {
        /// Who; nothing: the right id with its last digit changed.
        #[serde(default)]
        fan: Option<String>,
    },
    /// `success` is false inside an outer success.
    Refused,
    /// Fansly refuses, the service does not: this status inside an outer success.
    Inner {
        /// 401 or 403 when the account's session has ended.
        status: u16,
    },
    /// A field of the answer is missing.
    Missing {
        /// Which.
        field: Field,
    },
    /// `ignoreFlags` is 0: success without the mark.
    FlagMissing,
    /// A body that begins like an answer and does not end, sent in pieces and without saying how long it is.
    HugeBody {
        /// 64 MB unless said otherwise.
        #[serde(default = "huge")]
        bytes: u64,
    },
    /// The answer points elsewhere.
    Redirect {
        /// Where.
        location: String,
        /// 307 unless said otherwise: the one that asks for method and headers to be kept.
        #[serde(default = "temporary_redirect")]
        status: u16,
    },
    /// An error as documented: `{statusCode,message,data:null,timestamp}`.
    Status {
        /// 400, 401, 402, 403, 404, 500 …
        status: u16,
    },
    /// 403 in the form for an account that is not this key's.
    AccountDenied,
    /// 429 with the time to wait.
    TooFast {
        /// Seconds.
        retry_after: u64,
        /// In the standard `Retry-After` instead of `X-RateLimit-Retry-After`.
        #[serde(default)]
        standard: bool,
    },
    /// Success with nothing in it, as Fansly itself has answered when hit too fast: lists are empty, fields are gone.
    EmptyData,
    /// A value of the answer is another one, or gone.
    Edit {
        /// Where: a JSON pointer, in which `*` stands for each item: `/data/data/response/data/*/partnerUsername`.
        place: String,
        /// What is there instead; nothing: it is gone.
        #[serde(default)]
        value: Option<Value>,
    },
    /// Ids are numbers instead of text.
    NumberIds {
        /// Floats, which lose the last digits.
        #[serde(default)]
        float: bool,
    },
    /// A list has no end: each page has one invented fan and a cursor that was never there.
    EndlessList,
    /// A reply of another shape than the documented one.
    Shape {
        /// Which.
        shape: Shape,
    },
    /// Any reply at all, for shapes that have no name here.
    Reply {
        /// Its status.
        #[serde(default = "ok")]
        status: u16,
        /// Its headers, in addition to the usual ones. A content type takes the place of JSON.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Its body, as it is.
        body: String,
    },
}

impl Fault {
    /// Whether an add or removal that meets this fault is carried out unless the rule says otherwise: it is when the
    /// service would have, and only its answer suffers on the way; it is not when the service itself refuses.
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
    /// As a fault.
    pub fn fault(self) -> Fault {
        Fault::Shape { shape: self }
    }
}

impl Fault {
    /// The replies to an add that was carried out and does not prove it in the documented way.
    pub fn unknown_successes() -> Vec<Self> {
        let values = [Value::Null, json!(true), json!([]), json!({})];
        let mut all: Vec<Self> = values.map(|value| Shape::ResponseIs { value }.fault()).into();
        all.extend([Field::IgnoredId, Field::Success].map(|field| Self::Missing { field }));
        let numbers = [Field::StatusCode, Field::InnerStatusCode, Field::IgnoreFlags];
        all.extend(numbers.map(|field| Shape::NumberAsText { field }.fault()));
        all.extend([Shape::FlatEnvelope, Shape::Accepted, Shape::Bom].map(Shape::fault));
        all
    }

    /// The replies to a removal that was carried out and does not prove it in the documented way.
    pub fn unknown_removals() -> Vec<Self> {
        let values = [json!(true), json!({}), json!([])];
        let mut all: Vec<Self> = values.map(|value| Shape::ResponseIs { value }.fault()).into();
        all.push(Shape::OldRecord.fault());
        all
    }
}
