//! Linux: which web view and which displays there are.

/// Nothing is needed so far.
pub fn prepare() {}

/// What a report says of the session.
pub fn report() -> Vec<(&'static str, String)> {
    let session = std::env::var("XDG_SESSION_TYPE").unwrap_or_default();
    vec![("session", if session.is_empty() { "unknown".to_owned() } else { session })]
}
