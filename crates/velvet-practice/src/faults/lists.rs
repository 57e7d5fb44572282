use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

/// Sets or removes the value at a JSON pointer. `*` in the pointer stands for each item or field.
pub fn edit(body: &mut Value, place: &str, value: Option<&Value>) {
    let parts: Vec<&str> = place.split('/').skip(1).collect();
    edit_at(body, &parts, value);
}

fn edit_at(body: &mut Value, parts: &[&str], value: Option<&Value>) {
    match (parts, body) {
        ([name], Value::Object(fields)) => match value {
            Some(value) => _ = fields.insert((*name).to_owned(), value.clone()),
            None => _ = fields.remove(*name),
        },
        ([place], Value::Array(items)) => {
            let Some(item) = place.parse().ok().filter(|&at: &usize| at < items.len()) else { return };
            match value {
                Some(value) => items[item] = value.clone(),
                None => _ = items.remove(item),
            }
        }
        ([part, rest @ ..], Value::Object(fields)) => {
            let there = fields.iter_mut().filter(|(name, _)| *part == "*" || name == part);
            there.for_each(|(_, field)| edit_at(field, rest, value));
        }
        ([part, rest @ ..], Value::Array(items)) => {
            let there = items.iter_mut().enumerate();
            let there = there.filter(|(place, _)| *part == "*" || place.to_string() == *part);
            there.for_each(|(_, item)| edit_at(item, rest, value));
        }
        _ => {}
    }
}

/// Turns all IDs into numbers: integers, or floats, which lose digits.
pub fn number_ids(body: &mut Value, float: bool) {
    match body {
        Value::Array(items) => items.iter_mut().for_each(|item| number_ids(item, float)),
        Value::Object(fields) => fields.values_mut().for_each(|field| number_ids(field, float)),
        Value::String(text) if text.len() >= 6 && text.bytes().all(|b| b.is_ascii_digit()) => {
            if let Ok(number) = text.parse::<u64>() {
                #[allow(clippy::cast_precision_loss)] // The loss is the fault.
                let lossy = json!(number as f64);
                *body = if float { lossy } else { json!(number) };
            }
        }
        _ => {}
    }
}

/// Turns a reply into a page with a new fan and a new cursor.
pub fn endless(body: &mut Value) {
    static PAGES: AtomicU64 = AtomicU64::new(1);
    let number = PAGES.fetch_add(1, Ordering::Relaxed);
    let id = (700_000_000_000_000_000 + number).to_string();
    for (list, field) in
        [("data", "partnerAccountId"), ("followers", "followerId"), ("subscriptions", "subscriberId")]
    {
        if let Some(list) = body.pointer_mut(&format!("/data/data/response/{list}")) {
            *list = json!([{ field: id }]);
        }
    }
    edit(body, "/data/data/nextCursor", Some(&json!((1_000_000 + number).to_string())));
}
