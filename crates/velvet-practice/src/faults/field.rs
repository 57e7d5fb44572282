use serde::{Deserialize, Serialize};

/// A field of the reply to an add that a fault can remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `statusCode`
    StatusCode,
    /// `data.status_code`
    InnerStatusCode,
    /// `data.data.success`
    Success,
    /// `data.data.response`
    Response,
    /// `data.data.response.ignoredId`
    IgnoredId,
    /// `data.data.response.ignoreFlags`
    IgnoreFlags,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 6] = [
        Self::StatusCode,
        Self::InnerStatusCode,
        Self::Success,
        Self::Response,
        Self::IgnoredId,
        Self::IgnoreFlags,
    ];

    /// Returns the JSON pointer of the object that holds the field, and the field's name in it.
    pub(super) fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::StatusCode => ("", "statusCode"),
            Self::InnerStatusCode => ("/data", "status_code"),
            Self::Success => ("/data/data", "success"),
            Self::Response => ("/data/data", "response"),
            Self::IgnoredId => ("/data/data/response", "ignoredId"),
            Self::IgnoreFlags => ("/data/data/response", "ignoreFlags"),
        }
    }
}
