use serde::Serialize;
use ts_rs::TS;

/// A licence under which parts of the app were written by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ThirdParty {
    /// What the licence is called.
    pub licence: String,
    /// The parts: name and version.
    pub parts: Vec<String>,
    /// Its text.
    pub text: String,
}
