//! Finds a fan's marks anywhere in a reply. The probe exists to learn the format, so it assumes none.

use serde_json::Value;

/// The mark that means VIP.
const VIP: u64 = 4;

/// Returns the marks in the record of a reply.
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

/// Returns the list row about this fan.
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

/// Returns the marks in a row.
pub fn of_row(row: &Value) -> Option<u64> {
    number(&row["flags"])
}

/// Returns the cursor of the next page.
pub fn cursor(reply: &Value) -> Option<String> {
    let fields = reply.as_object()?;
    let here = ["nextCursor", "next_cursor", "cursor"].iter().find_map(|name| match fields.get(*name) {
        Some(Value::String(text)) if !text.is_empty() && text != "0" => Some(text.clone()),
        Some(Value::Number(number)) if number.as_u64() != Some(0) => Some(number.to_string()),
        _ => None,
    });
    here.or_else(|| fields.values().find_map(cursor))
}

/// Formats marks for output: a small number, or only its length.
pub fn shown(marks: u64) -> String {
    if marks < 1_000 { marks.to_string() } else { format!("a {}-digit number", marks.to_string().len()) }
}

/// Returns whether an action kept the other marks, given the marks before and after it. `None` if that is unknown.
pub fn kept(before: Option<u64>, after: Option<u64>) -> Option<bool> {
    let (before, after) = (before? & !VIP, after? & !VIP);
    (before != 0).then_some(after & before == before)
}

/// Reads a number, which may be written as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
