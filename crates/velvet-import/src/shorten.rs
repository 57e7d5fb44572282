/// Longest part of a cell that is shown.
pub(crate) const SHOWN: usize = 40;

/// The beginning of a text, to show.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some(_) => text.chars().take(SHOWN - 1).chain(['…']).collect(),
    }
}
