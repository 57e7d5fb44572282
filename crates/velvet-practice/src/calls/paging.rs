use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};

use crate::envelope::{self, Reply};

/// Parses a cursor, which is the position of the next page. An empty cursor means the first page.
pub fn position(cursor: Option<&str>) -> Result<usize, Reply> {
    match cursor {
        None | Some("") => Ok(0),
        Some(text) => text.parse().map_err(|_| envelope::error(StatusCode::BAD_REQUEST, "Invalid cursor")),
    }
}

/// Takes a page from the rest of a list. Returns it with the position of the next page, if there is one. Each item
/// comes with its own position.
pub fn take<T>(items: impl Iterator<Item = (usize, T)>, size: usize) -> (Vec<T>, Option<usize>) {
    let mut items = items.peekable();
    let page = items.by_ref().take(size).map(|(_, item)| item).collect();
    (page, items.peek().map(|&(position, _)| position))
}

/// Rows per page of a call with `limit`.
#[derive(Clone, Copy)]
pub struct Limit(pub usize);

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let limit = usize::deserialize(from)?;
        if (1..=100).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(serde::de::Error::custom("limit must be between 1 and 100"))
        }
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn the_next_page_begins_at_the_first_item_left() {
        let evens = || (0..10).filter(|n| n % 2 == 0).map(|n| (n, n));
        assert_eq!(take(evens(), 3), (vec![0, 2, 4], Some(6)));
        assert_eq!(take(evens().skip(3), 3), (vec![6, 8], None));
        assert_eq!(take(evens(), 5), (vec![0, 2, 4, 6, 8], None), "a full last page has none after it");
    }
}
