//! Windows and macOS: nothing.

/// There is nothing to prepare.
pub fn prepare() {}

/// Nor to report.
pub fn report() -> Vec<(&'static str, String)> {
    Vec::new()
}
