//! Windows and macOS: nothing.

/// Where there is none, opening the window says so.
pub fn is_there() -> bool {
    true
}

/// There is nothing to prepare.
pub fn prepare() {}

/// Nor to report.
pub fn report() -> Vec<(&'static str, String)> {
    Vec::new()
}
