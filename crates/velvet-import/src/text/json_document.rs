//! JSON documents: lists of IDs, tables, and saved replies of the API. Each element of the array that holds the fans is
//! a row. Numbers are never parsed, so they keep their digits.

use std::{collections::HashMap, ops::ControlFlow};

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::{
    ListProblem,
    cell::{looks_like_id, looks_real},
    column_names,
    columns::MOST,
    progress::Sink,
    row::{Role, Row},
};

/// Deepest nesting that is searched. The replies of the API need six levels.
const DEEPEST: usize = 24;

/// Most arrays that are compared. Arrays in the same place of different objects count as one.
const MOST_ARRAYS: usize = 256;

/// Passes the elements of the array that holds the fans to `sink`, after a header if they are objects.
pub(super) fn each_row(text: &str, sink: Sink<'_>) -> Result<(), ListProblem> {
    let mut arrays = Arrays::default();
    walk(text, &mut |path, element| arrays.see(path, element))?;
    let Some((path, array)) = arrays.best() else { return Ok(()) };
    let mut row = Row::default();
    if !array.keys.is_empty() {
        row.start(0);
        row.role = Role::Header;
        array.keys.iter().for_each(|key| row.add(key, false));
        if sink(&row)?.is_break() {
            return Ok(());
        }
    }
    let mut number = 0;
    let mut flow = Ok(ControlFlow::Continue(()));
    walk(text, &mut |place, element| {
        if place != path || !matches!(flow, Ok(ControlFlow::Continue(()))) {
            return;
        }
        number += 1;
        row.start(number);
        fill(&mut row, element, &array.keys);
        if !row.is_blank() {
            flow = sink(&row);
        }
    })?;
    flow.map(drop)
}

/// Whether a value holds a list of fans inside it, and is none itself: a reply of the API.
pub(super) fn holds_list(value: &RawValue) -> bool {
    let mut arrays = Arrays::default();
    let walked = walk(value.get(), &mut |path, element| arrays.see(path, element));
    let own =
        |arrays: &Arrays| arrays.seen.get("").is_some_and(|own| own.api > 0 || own.named > 0 || own.ids > 0);
    walked.is_ok() && !own(&arrays) && arrays.best().is_some_and(|(_, array)| array.ids > 0)
}

/// Fills a row with the values of an element.
fn fill(row: &mut Row, element: &RawValue, keys: &[String]) {
    match element.get().as_bytes().first() {
        Some(b'{') => {
            let mut values = vec![None; keys.len()];
            for (key, value) in fields(element) {
                if let Some(place) = keys.iter().position(|known| *known == key) {
                    values[place] = Some(value);
                }
            }
            for value in values {
                row.add(&value.map(text).unwrap_or_default(), false);
            }
        }
        Some(b'[') => elements(element, &mut |cell| row.add(&text(cell), false)),
        _ => row.add(&text(element), false),
    }
}

/// Returns the text of a value: that of a string, and anything else as it is written.
fn text(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        raw => serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned()),
    }
}

/// The arrays of a document, by their path.
#[derive(Default)]
struct Arrays {
    seen: HashMap<String, Array>,
}

/// An array: the keys of its objects, and how well its elements stand for fans. The fields are in the order of their
/// weight.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Array {
    /// Elements with a field in which the API gives a fan's ID.
    api: u64,
    /// Elements with an ID in a field that is named after fans.
    named: u64,
    /// Elements with an ID and a username: accounts.
    accounts: u64,
    /// Elements with any ID.
    ids: u64,
    elements: u64,
    keys: Vec<String>,
}

impl Arrays {
    fn see(&mut self, path: &str, element: &RawValue) {
        if !self.seen.contains_key(path) && self.seen.len() >= MOST_ARRAYS {
            return;
        }
        let array = self.seen.entry(path.to_owned()).or_default();
        array.elements += 1;
        let is_id = |text: &str| looks_like_id(text, false) && looks_real(text);
        match element.get().as_bytes().first() {
            Some(b'{') => array.see_object(&fields(element)),
            Some(b'[') => {
                let mut any = false;
                elements(element, &mut |cell| any |= is_id(&text(cell)));
                array.ids += u64::from(any);
            }
            _ if is_id(&text(element)) => {
                let name = path.trim_end_matches("[]");
                array.named += u64::from(column_names::worth_for_ids(name) >= NAMED);
                array.ids += 1;
            }
            _ => {}
        }
    }

    /// Returns the array that holds the fans. A single object counts as one only if there is no array with IDs.
    fn best(mut self) -> Option<(String, Array)> {
        let listed = |path: &str, array: &Array| path.ends_with("[]") && array.ids > 0;
        if self.seen.iter().any(|(path, array)| listed(path, array)) {
            self.seen.retain(|path, array| listed(path, array));
        }
        self.seen.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
    }
}

/// Least weight of the name of a field that is named after fans.
const NAMED: f64 = 3.0;

impl Array {
    fn see_object(&mut self, fields: &[(String, &RawValue)]) {
        // An ID inside an array is not the object's own.
        let is_id = |value: &RawValue| {
            let text = text(value);
            !value.get().starts_with('[') && looks_like_id(&text, false) && looks_real(&text)
        };
        let (mut api, mut named, mut account, mut any) = (false, false, false, false);
        for (key, value) in fields {
            if self.keys.len() < MOST && !self.keys.contains(key) {
                self.keys.push(key.clone());
            }
            if !is_id(value) {
                continue;
            }
            any = true;
            api |= column_names::is_api_fan(key);
            named |= column_names::worth_for_ids(key) >= NAMED;
            if let Some(owner) = key.strip_suffix("id") {
                let username = format!("{owner}username");
                account |= fields.iter().any(|(key, _)| *key == username);
            }
        }
        self.api += u64::from(api);
        self.named += u64::from(named);
        self.accounts += u64::from(account);
        self.ids += u64::from(any);
    }
}

/// Passes each element of each array to `see`, with the path of the array. A value at the top counts as an element of an
/// array with an empty path: a file may hold several documents, one after the other.
fn walk<'a>(text: &'a str, see: &mut dyn FnMut(&str, &'a RawValue)) -> Result<(), ListProblem> {
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let value = value.map_err(|_| ListProblem::Damaged)?;
        if value.get().starts_with('{') {
            see("", value);
        }
        search(value, "", DEEPEST, see);
    }
    Ok(())
}

fn search<'a>(value: &'a RawValue, path: &str, depth: usize, see: &mut dyn FnMut(&str, &'a RawValue)) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value.get().as_bytes().first() {
        Some(b'{') => members(value, &mut |key, value| {
            if value.get().starts_with(['{', '[']) {
                search(value, &format!("{path}.{key}"), depth, see);
            }
        }),
        Some(b'[') => {
            let path = format!("{path}[]");
            elements(value, &mut |element| {
                if is_table_row(element) {
                    see(&path, element);
                } else if element.get().starts_with('[') {
                    search(element, &path, depth, see);
                } else {
                    see(&path, element);
                    search(element, &path, depth, see);
                }
            });
        }
        _ => {}
    }
}

/// Whether an element is an array of plain values, as in a table without keys.
fn is_table_row(element: &RawValue) -> bool {
    let mut plain = element.get().starts_with('[');
    if plain {
        elements(element, &mut |cell| plain &= !cell.get().starts_with(['{', '[']));
    }
    plain
}

/// Returns the fields of an object. Those of objects inside it have keys like `account.id`.
fn fields(object: &RawValue) -> Vec<(String, &RawValue)> {
    let mut fields = Vec::new();
    flatten(object, "", DEEPEST, &mut fields);
    fields
}

fn flatten<'a>(object: &'a RawValue, path: &str, depth: usize, fields: &mut Vec<(String, &'a RawValue)>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    members(object, &mut |key, value| {
        let key = if path.is_empty() { key } else { format!("{path}.{key}") };
        if value.get().starts_with('{') {
            flatten(value, &key, depth, fields);
        } else if fields.len() < 2 * MOST {
            fields.push((key, value));
        }
    });
}

/// Passes the elements of an array to `each`, one by one: there may be millions.
fn elements<'a>(array: &'a RawValue, each: &mut dyn FnMut(&'a RawValue)) {
    // The text was parsed before, so it is an array.
    let _ =
        serde_json::Deserializer::from_str(array.get()).deserialize_seq(Each(&mut |_, value| each(value)));
}

/// Passes the keys and values of an object to `each`.
fn members<'a>(object: &'a RawValue, each: &mut dyn FnMut(String, &'a RawValue)) {
    let _ = serde_json::Deserializer::from_str(object.get()).deserialize_map(Each(each));
}

struct Each<'e, 'a>(&'e mut dyn FnMut(String, &'a RawValue));

impl<'a> Visitor<'a> for Each<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element()? {
            (self.0)(String::new(), value);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry()? {
            (self.0)(key, value);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        each_row(text, &mut |row| {
            rows.push(row.cells().map(|cell| cell.text.to_owned()).collect());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        rows
    }

    const ACCOUNTS: &str = r#""accounts":[{"id":"843584256474116097","username":"jamie"},
        {"id":"310482957103849473","username":"the_creator"}]"#;

    #[test]
    fn the_array_with_the_fans_is_found_in_every_reply_of_the_api() {
        for (key, reply) in [
            (
                "subscriberId",
                r#"{"statusCode":200,"data":{"data":{"response":{"stats":{"x":1},"subscriptions":FANS}}}}"#,
            ),
            (
                "followerId",
                r#"{"data":{"data":{"response":{"followers":FANS,"aggregationData":{ACCOUNTS}}}}}"#,
            ),
            ("correlationAccountId", r#"{"data":{"data":{"success":true,"response":FANS}}}"#),
            ("partnerAccountId", r#"{"data":{"response":{"data":FANS,"aggregationData":{ACCOUNTS}}}}"#),
        ] {
            let fans =
                format!(r#"[{{"id":"227317562784874497","{key}":"843584256474116097","tier":{{"id":5}}}}]"#);
            let text = reply.replace("FANS", &fans).replace("ACCOUNTS", ACCOUNTS);
            let expected = [["id", key, "tier.id"], ["227317562784874497", "843584256474116097", "5"]];
            assert_eq!(rows(&text), expected, "{text}");
        }
    }

    #[test]
    fn accounts_ids_and_tables_are_lists_too() {
        assert_eq!(rows(&format!("{{{ACCOUNTS}}}")).len(), 3);
        assert_eq!(
            rows("[\"843584256474116097\",\n843584256474116098, 8.4e17]"),
            [["843584256474116097"], ["843584256474116098"], ["8.4e17"]]
        );
        let table = r#"{"rows":[["fan id","name"],["843584256474116097","Kim"]]}"#;
        assert_eq!(rows(table), [["fan id", "name"], ["843584256474116097", "Kim"]]);
        let pages =
            r#"{"x":[{"followerId":"843584256474116097"}]} {"x":[{"followerId":"843584256474116098"}]}"#;
        assert_eq!(rows(pages).len(), 3);
        assert_eq!(rows(r#"{"user":{"id":"843584256474116097"}}"#), [["user.id"], ["843584256474116097"]]);
    }

    #[test]
    fn a_reply_holds_a_list_and_a_line_about_a_fan_does_not() {
        let holds = |text| holds_list(serde_json::from_str(text).unwrap());
        assert!(holds(r#"{"data":{"response":{"followers":[{"followerId":"843584256474116097"}]}}}"#));
        assert!(!holds(r#"{"fan":"843584256474116097","posts":[{"id":"227317562784874497"}]}"#));
        assert!(!holds(r#"{"name":"Kim","tags":["tea"]}"#));
    }

    #[test]
    fn what_is_damaged_is_not_half_read_and_what_is_deep_is_skipped() {
        let half = r#"[{"followerId":"843584256474116097"},{"followerId":"8435842564"#;
        assert!(matches!(each_row(half, &mut |_| unreachable!()), Err(ListProblem::Damaged)));
        let deep = "[".repeat(100_000) + "1" + &"]".repeat(100_000);
        assert!(rows(&deep).is_empty());
        let deep = "{\"a\":".repeat(5000) + "1" + &"}".repeat(5000);
        assert!(rows(&deep).len() < 3);
    }
}
