//! Detects whether a row names the columns.

use super::{
    cell::looks_like_id,
    column_names::{is_heading, is_known, worth_for_ids},
    row::{Role, Row},
    shorten::shorten,
};

/// Most characters of a column's name.
const LONGEST: usize = 40;

/// Whether more than one cell of the row is a known name of a column.
pub(crate) fn names_several(row: &Row) -> bool {
    row.cells().filter(|cell| is_known(cell.text.trim())).count() > 1
}

/// Returns the names of the columns if the first row holds them: it has words and no ID. If there are no IDs below it
/// either, only known column names tell it from a row of fans' names.
pub(crate) fn names(first: &Row, ids_below: bool) -> Option<Vec<String>> {
    let said = first.role == Role::Header;
    if !said && has_ids(first) {
        return None;
    }
    // `fan_of_amber` alone in its row may be a fan.
    let is_name = if first.width() > 1 { is_known } else { is_heading };
    let known = first.cells().any(|cell| is_name(cell.text.trim()));
    let wordy = ids_below && first.width() > 1 && first.cells().all(|cell| is_short_words(cell.text.trim()));
    (said || known || wordy).then(|| written(first))
}

/// Returns the names of the columns if a row below the first holds them: below a title, or where another table begins.
pub(crate) fn names_below(row: &Row) -> Option<Vec<String>> {
    let filled = || row.cells().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let known = || filled().any(|text| is_known(text) && worth_for_ids(text) > 1.0) || names_several(row);
    let heading = filled().nth(1).is_some() && !has_ids(row) && filled().all(is_short_words) && known();
    heading.then(|| written(row))
}

/// Whether any cell holds an ID.
pub(crate) fn has_ids(row: &Row) -> bool {
    row.cells().any(|cell| looks_like_id(cell.text, cell.number))
}

fn is_short_words(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(|c| c.is_numeric() || c == '@')
}

fn written(row: &Row) -> Vec<String> {
    row.cells().map(|cell| shorten(cell.text.trim())).collect()
}
