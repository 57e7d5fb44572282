/// Most characters shown of a cell.
pub(crate) const SHOWN: usize = 40;

/// Shortens a text for display. `…` replaces what was cut off.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some(_) => text.chars().take(SHOWN - 1).chain(['…']).collect(),
    }
}
