//! Windows and macOS need no preparation.

/// Always `true`. Without a display, opening the window returns an error.
pub fn is_there() -> bool {
    true
}

/// Does nothing.
pub fn prepare() {}

/// Returns no facts.
pub fn report() -> Vec<(&'static str, String)> {
    Vec::new()
}
