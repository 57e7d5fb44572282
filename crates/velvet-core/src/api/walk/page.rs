use serde_json::Value;

use crate::api::reply::id_text;

/// One page of a list.
#[derive(Debug, Clone)]
pub(in crate::api) struct Page<R> {
    /// Its rows that name a fan.
    pub(in crate::api) rows: Vec<R>,
    /// How many name none.
    pub(in crate::api) nameless: u64,
    /// What comes after it.
    pub(in crate::api) next: Next,
}

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api) enum Next {
    /// Nothing.
    End,
    /// The page at this cursor.
    At(String),
    /// Something stands there that is no cursor.
    Unreadable,
}

/// A longer cursor makes an address that no server takes.
const LONGEST: usize = 2_048;

impl<R> Page<R> {
    /// Reads the rows of a reply whose inner part is `inner`.
    pub(in crate::api) fn of(inner: &Value, rows: &[Value], read: impl Fn(&Value) -> Option<R>) -> Self {
        let read: Vec<R> = rows.iter().filter_map(read).collect();
        Self { nameless: (rows.len() - read.len()) as u64, rows: read, next: Next::of(inner) }
    }

    /// Nothing is on it.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.nameless == 0
    }
}

impl Next {
    /// The next cursor was seen in three places (API.md): `data.nextCursor`, `data.data.nextCursor`, `response.cursor`.
    fn of(inner: &Value) -> Self {
        let places =
            [&inner["nextCursor"], &inner["data"]["nextCursor"], &inner["data"]["response"]["cursor"]];
        places.into_iter().map(Self::in_place).find(|next| *next != Self::End).unwrap_or(Self::End)
    }

    fn in_place(value: &Value) -> Self {
        match value {
            Value::Null | Value::Bool(false) => Self::End,
            Value::String(text) if text.trim().is_empty() => Self::End,
            value => match id_text(value) {
                Some(text) if text == "0" => Self::End,
                Some(text) if text.len() <= LONGEST => Self::At(text),
                _ => Self::Unreadable,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_cursor_is_found_in_each_of_its_places() {
        let at = |text: &str| Next::At(text.to_owned());
        for (inner, next) in [
            (json!({"nextCursor": "a"}), at("a")),
            (json!({"data": {"nextCursor": "b"}}), at("b")),
            (json!({"data": {"response": {"cursor": "c"}}}), at("c")),
            (json!({"nextCursor": null, "data": {"nextCursor": "", "response": {"cursor": 25}}}), at("25")),
            (json!({"nextCursor": "0", "data": {"nextCursor": 0, "response": {"cursor": " "}}}), Next::End),
            (json!({"data": {"response": []}}), Next::End),
            (json!({"nextCursor": 1.5}), Next::Unreadable),
            (json!({"nextCursor": -1}), Next::Unreadable),
            (json!({"nextCursor": {"page": 2}}), Next::Unreadable),
            (json!({"nextCursor": "x".repeat(5_000)}), Next::Unreadable),
        ] {
            assert_eq!(Next::of(&inner), next, "{inner}");
        }
    }
}
