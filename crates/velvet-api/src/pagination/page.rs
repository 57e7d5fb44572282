use serde_json::{Map, Value};

use crate::reply::{id_text, response};

/// A page of a list.
#[derive(Debug, Clone)]
pub(crate) struct Page<R> {
    /// Rows that name a fan.
    pub(crate) rows: Vec<R>,
    /// Number of rows that should name a fan but don't.
    pub(crate) nameless: u64,
    /// What follows the page.
    pub(crate) next: Next,
}

/// What follows a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing: the list is complete.
    Completeness,
    /// The page at this cursor.
    At(String),
    /// The cursor field has something that is not a cursor.
    Unreadable,
    /// There is more, but no cursor.
    Somewhere,
    /// The reply does not say, and the page has a typical full size.
    Unsaid,
}

/// Longest cursor, in bytes. No server accepts the URL of a longer one.
const LONGEST: usize = 2_048;

/// How deep in a reply to search for the cursor: one level deeper than the rows.
const DEPTH: usize = 5;

/// Field names of the next cursor. The last counts only if none of the others has a value, because it may be the cursor
/// of this page (API.md, "Found since").
const CURSORS: [&str; 3] = ["nextCursor", "next_cursor", "cursor"];

/// Field names that say that there is more.
const MORE: [&str; 2] = ["hasMore", "has_more"];

/// Typical sizes of full pages, in rows.
const FULL: [usize; 5] = [10, 20, 25, 50, 100];

/// Returns the rows of a nested reply: in the documented field, or directly in `response` (API.md, "Found since"). A
/// `null` is an empty list.
pub(crate) fn rows<'a>(json: &'a Value, field: &str) -> Option<&'a [Value]> {
    match response(json) {
        Value::Array(rows) => Some(rows),
        Value::Null => Some(&[]),
        response => match response.get(field)? {
            Value::Array(rows) => Some(rows),
            Value::Null => Some(&[]),
            _ => None,
        },
    }
}

impl<R> Page<R> {
    /// Parses the rows of a reply.
    pub(crate) fn of(json: &Value, rows: &[Value], read: impl Fn(&Value) -> Option<R>) -> Self {
        let read: Vec<R> = rows.iter().filter_map(read).collect();
        Self { nameless: (rows.len() - read.len()) as u64, rows: read, next: Next::of(json, rows.len()) }
    }

    /// Returns whether the page has no rows at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.nameless == 0
    }
}

impl Next {
    /// Returns what a reply with this many rows says about the next page, at any level around the rows.
    fn of(json: &Value, rows: usize) -> Self {
        let around = around(json);
        let said = |names: &[&str]| -> Vec<&Value> {
            names.iter().flat_map(|name| around.iter().filter_map(|fields| fields.get(*name))).collect()
        };
        let (cursors, more) = (said(&CURSORS), said(&MORE));
        let next = cursors.iter().map(|value| Self::in_place(value)).find(|next| *next != Self::Completeness);
        match next {
            Some(next) => next,
            None if more.iter().any(|value| says_yes(value)) => Self::Somewhere,
            None if cursors.is_empty() && more.is_empty() && FULL.contains(&rows) => Self::Unsaid,
            None => Self::Completeness,
        }
    }

    fn in_place(value: &Value) -> Self {
        match value {
            Value::Null | Value::Bool(false) => Self::Completeness,
            Value::String(text) if text.trim().is_empty() => Self::Completeness,
            value => match id_text(value) {
                Some(text) if text == "0" => Self::Completeness,
                Some(text) if text.len() <= LONGEST => Self::At(text),
                _ => Self::Unreadable,
            },
        }
    }
}

/// Returns the objects of a reply, outermost first. Arrays are skipped, because the fields of a row are only about that
/// row.
fn around(json: &Value) -> Vec<&Map<String, Value>> {
    let (mut level, mut found) = (vec![json], Vec::new());
    for _ in 0..DEPTH {
        let objects: Vec<&Map<String, Value>> = level.into_iter().filter_map(Value::as_object).collect();
        level = objects.iter().flat_map(|fields| fields.values()).collect();
        found.extend(objects);
    }
    found
}

/// Returns whether the value is anything but a no. An unknown value must not end a list.
fn says_yes(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => {
            !matches!(text.trim().to_ascii_lowercase().as_str(), "" | "0" | "false" | "no")
        }
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Next {
        Next::At(text.to_owned())
    }

    #[test]
    fn the_cursor_is_found_at_each_level_under_each_name() {
        for place in ["", "/data", "/data/data", "/data/data/response", "/data/data/response/pagination"] {
            for name in ["nextCursor", "next_cursor", "cursor"] {
                let mut json = json!({"data": {"data": {"response": {"data": [], "pagination": {}}}}});
                json.pointer_mut(place).unwrap()[name] = json!("a");
                assert_eq!(Next::of(&json, 25), at("a"), "{place}/{name}");
                json.pointer_mut(place).unwrap()[name] = Value::Null;
                assert_eq!(
                    Next::of(&json, 25),
                    Next::Completeness,
                    "{place}/{name}: it is there, and there is no other page"
                );
            }
        }
    }

    #[test]
    fn what_stands_there_is_told_apart() {
        for (json, next) in [
            (json!({"nextCursor": null, "data": {"nextCursor": "", "response": {"cursor": 25}}}), at("25")),
            (json!({"cursor": "this page", "data": {"data": {"nextCursor": "next page"}}}), at("next page")),
            (
                json!({"nextCursor": "0", "data": {"nextCursor": 0, "response": {"cursor": " "}}}),
                Next::Completeness,
            ),
            (json!({"data": {"response": []}}), Next::Completeness),
            (json!({"nextCursor": 1.5}), Next::Unreadable),
            (json!({"nextCursor": -1}), Next::Unreadable),
            (json!({"nextCursor": {"page": 2}}), Next::Unreadable),
            (json!({"nextCursor": "x".repeat(5_000)}), Next::Unreadable),
            (json!({"data": {"rows": [{"cursor": "of a row", "hasMore": true}]}}), Next::Completeness),
        ] {
            assert_eq!(Next::of(&json, 3), next, "{json}");
        }
    }

    #[test]
    fn more_without_a_cursor_is_no_end() {
        for place in ["", "/data", "/data/data", "/data/data/response"] {
            for yes in [json!(true), json!("true"), json!(1), json!({})] {
                let mut json = json!({"nextCursor": null, "data": {"data": {"response": {"data": []}}}});
                json.pointer_mut(place).unwrap()["hasMore"] = yes.clone();
                assert_eq!(Next::of(&json, 3), Next::Somewhere, "{place}: {yes}");
            }
        }
        for no in [json!(false), json!(null), json!(0), json!("false")] {
            assert_eq!(Next::of(&json!({"data": {"has_more": no}}), 25), Next::Completeness, "{no}");
        }
    }

    #[test]
    fn a_full_page_that_says_nothing_of_another_is_no_end() {
        let silent = json!({"statusCode": 200, "data": {"data": {"response": {"data": []}}}});
        for (count, next) in [
            (10, Next::Unsaid),
            (100, Next::Unsaid),
            (9, Next::Completeness),
            (26, Next::Completeness),
            (0, Next::Completeness),
        ] {
            assert_eq!(Next::of(&silent, count), next, "{count}");
        }
    }

    #[test]
    fn rows_are_found_in_the_field_or_in_its_place_and_nothing_is_an_empty_list() {
        let reply = |response: Value| json!({"data": {"data": {"success": true, "response": response}}});
        for (response, count) in [
            (json!({"followers": [1, 2]}), Some(2)),
            (json!([1, 2, 3]), Some(3)),
            (json!([]), Some(0)),
            (json!(null), Some(0)),
            (json!({"followers": null, "aggregationData": {}}), Some(0)),
            (json!({}), None),
            (json!({"followers": {"1": {}}}), None),
            (json!("none"), None),
            (json!(true), None),
        ] {
            assert_eq!(rows(&reply(response.clone()), "followers").map(<[Value]>::len), count, "{response}");
        }
    }
}
