use serde::Serialize;
use ts_rs::TS;

/// A license of third-party code in the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ThirdParty {
    /// Name of the license.
    pub licence: String,
    /// The licensed packages, each with name and version.
    pub parts: Vec<String>,
    /// Text of the license.
    pub text: String,
}
