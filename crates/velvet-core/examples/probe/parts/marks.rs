//! What a reply says of the marks of a fan, wherever it says it: shapes are what the probe is to find out.

use serde_json::Value;

/// The mark that means VIP; every other one is another mark.
const VIP: u64 = 4;

/// The marks in the record that a call answered with.
pub fn of_record(reply: &Value) -> Option<u64> {
    match reply {
        Value::Object(fields) => match fields.get("ignoreFlags") {
            Some(flags) => number(flags),
            None => fields.values().find_map(of_record),
        },
        Value::Array(items) => items.iter().find_map(of_record),
        _ => None,
    }
}

/// The row of a list that is about this fan.
pub fn row_of<'a>(reply: &'a Value, fan: &str) -> Option<&'a Value> {
    match reply {
        Value::Object(fields) => {
            let partner = fields.get("partnerAccountId");
            let named = match partner {
                Some(Value::String(id)) => id == fan,
                Some(Value::Number(id)) => id.to_string() == fan,
                _ => false,
            };
            if named { Some(reply) } else { fields.values().find_map(|field| row_of(field, fan)) }
        }
        Value::Array(items) => items.iter().find_map(|item| row_of(item, fan)),
        _ => None,
    }
}

/// The marks in a row.
pub fn of_row(row: &Value) -> Option<u64> {
    number(&row["flags"])
}

/// The cursor of the next page.
pub fn cursor(reply: &Value) -> Option<String> {
    let fields = reply.as_object()?;
    let here = ["nextCursor", "next_cursor", "cursor"].iter().find_map(|name| match fields.get(*name) {
        Some(Value::String(text)) if !text.is_empty() && text != "0" => Some(text.clone()),
        Some(Value::Number(number)) if number.as_u64() != Some(0) => Some(number.to_string()),
        _ => None,
    });
    here.or_else(|| fields.values().find_map(cursor))
}

/// Marks as they may be shown: a small number, or how long it is.
pub fn shown(marks: u64) -> String {
    if marks < 1_000 { marks.to_string() } else { format!("a {}-digit number", marks.to_string().len()) }
}

/// Whether an act left the other marks of a fan alone: what they were before it and after it. Nothing: it cannot be
/// told.
pub fn kept(before: Option<u64>, after: Option<u64>) -> Option<bool> {
    let (before, after) = (before? & !VIP, after? & !VIP);
    (before != 0).then_some(after & before == before)
}

/// A number, or one that is written as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
