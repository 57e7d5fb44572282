//! The format of a reply: field names, types, and lengths, but no values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::expected::Expected;

/// What was seen at one path, over all rows of a list.
#[derive(Default)]
struct Seen {
    kinds: BTreeSet<&'static str>,
    lengths: Option<(usize, usize)>,
    times: usize,
}

/// Returns one line per path that compares it with the expected format: agrees, differs, or new.
pub fn compare(body: &[u8], expected: Expected) -> Vec<String> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) if body.is_empty() => return vec![line("differs", "body", "empty", "")],
        Err(_) => return vec![line("differs", "body", &format!("not JSON, {} bytes", body.len()), "")],
    };
    let mut seen = BTreeMap::new();
    walk(&value, String::new(), &mut seen);
    let mut lines: Vec<String> = seen.iter().map(|(place, seen)| judged(place, seen, expected)).collect();
    let missing =
        expected.iter().filter(|(place, kinds)| !kinds.ends_with('?') && !seen.contains_key(*place));
    lines.extend(missing.map(|(place, kinds)| {
        let empty = place.rsplit_once("[]").is_some_and(|(list, _)| is_empty_list(list, &seen));
        let word = if empty { "not seen" } else { "differs" };
        line(word, place, if empty { "the list is empty" } else { "missing" }, kinds)
    }));
    lines
}

fn judged(place: &str, seen: &Seen, expected: Expected) -> String {
    let found = seen.to_string();
    let Some((_, kinds)) = expected.iter().find(|(known, _)| *known == place) else {
        return line("new", place, &found, "");
    };
    let (names, may_lack) = kinds.strip_suffix('?').map_or((*kinds, false), |names| (names, true));
    let fits =
        |kind: &&'static str| names.split('|').any(|name| name == *kind) || (may_lack && *kind == "null");
    if seen.kinds.iter().all(fits) {
        line("agrees", place, &found, "")
    } else {
        line("differs", place, &found, kinds)
    }
}

fn line(word: &str, place: &str, found: &str, expected: &str) -> String {
    let expected = if expected.is_empty() { String::new() } else { format!(", expected: {expected}") };
    format!("  {word:<8} {place}: {found}{expected}")
}

fn is_empty_list(list: &str, seen: &BTreeMap<String, Seen>) -> bool {
    seen.get(list).is_some_and(|seen| seen.lengths == Some((0, 0)))
}

fn walk(value: &Value, place: String, seen: &mut BTreeMap<String, Seen>) {
    let (kind, length) = match value {
        Value::Null => ("null", None),
        Value::Bool(_) => ("boolean", None),
        Value::Number(number) if number.is_f64() => ("number", None),
        Value::Number(number) => ("whole number", Some(number.to_string().len())),
        Value::String(text) => ("text", Some(text.chars().count())),
        Value::Array(items) => {
            for item in items {
                walk(item, format!("{place}[]"), seen);
            }
            ("list", Some(items.len()))
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = shown(name);
                walk(field, if place.is_empty() { name } else { format!("{place}.{name}") }, seen);
            }
            if !fields.is_empty() {
                return;
            }
            ("empty object", None)
        }
    };
    let entry = seen.entry(place).or_default();
    entry.kinds.insert(kind);
    entry.times += 1;
    if let Some(length) = length {
        let (least, most) = entry.lengths.unwrap_or((length, length));
        entry.lengths = Some((least.min(length), most.max(length)));
    }
}

/// Returns a field name, or only its length if it may be a value, such as an ID or an address.
fn shown(name: &str) -> String {
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    if letters && digits < 4 && (1..=40).contains(&name.len()) {
        name.to_owned()
    } else {
        format!("({}-character name)", name.chars().count())
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kinds: Vec<&str> = self.kinds.iter().copied().collect();
        f.write_str(&kinds.join(" or "))?;
        match self.lengths {
            Some((least, most)) if least == most => write!(f, ", length {least}")?,
            Some((least, most)) => write!(f, ", length {least} to {most}")?,
            None => {}
        }
        if self.times > 1 { write!(f, ", seen {} times", self.times) } else { Ok(()) }
    }
}
