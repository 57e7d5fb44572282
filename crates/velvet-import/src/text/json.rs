//! JSON Lines: each line is an object whose keys are the columns.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::{
    columns::MOST,
    row::{Role, Row},
};

/// Most lines sampled to recognize the format.
const LINES: usize = 500;

/// A parser of lines as objects. The same lines give the same columns in every pass.
#[derive(Clone, Default)]
pub struct Objects {
    /// The keys, in the order of their first appearance.
    keys: Vec<String>,
    row: Row,
}

impl Objects {
    /// Recognizes JSON Lines from the beginning of a text. `whole` tells whether that is all of it. Returns a parser
    /// that knows the keys so far, if at least half of the lines are objects.
    pub fn recognize(sample: &str, whole: bool) -> Option<Self> {
        let mut lines: Vec<&str> =
            sample.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(LINES).collect();
        if !whole && lines.len() > 1 {
            lines.pop();
        }
        let mut objects = Self::default();
        let mut found = 0;
        for fields in lines.iter().filter_map(|line| parse(line)) {
            found += 1;
            for (key, _) in fields {
                objects.place(key);
            }
        }
        (found > 0 && found * 2 >= lines.len()).then_some(objects)
    }

    /// Returns a row of the keys known so far.
    pub fn header(&self) -> Row {
        let mut row = Row::default();
        row.start(0);
        row.role = Role::Header;
        self.keys.iter().for_each(|key| row.add(key, false));
        row
    }

    /// Parses a row whose only cell is a line. Returns its values in the columns of their keys; a new key adds a
    /// column. A line that is not an object stays one text, because half an object may hold half an ID.
    pub fn row(&mut self, line: &Row) -> &Row {
        let text = line.cell(0).map_or("", |cell| cell.text);
        self.row.start(line.number);
        if let Some(fields) = parse(text) {
            let mut values = Vec::new();
            for (key, value) in fields {
                let Some(place) = self.place(key) else { continue };
                if values.len() <= place {
                    values.resize(place + 1, None);
                }
                values[place] = Some(value);
            }
            for value in values {
                match value.map_or("null", RawValue::get) {
                    "null" => self.row.add("", false),
                    // Numbers keep their digits, because they are never parsed as floating-point numbers.
                    raw => match serde_json::from_str::<String>(raw) {
                        Ok(text) => self.row.add(&text, false),
                        Err(_) => self.row.add(raw, false),
                    },
                }
            }
        } else {
            self.row.role = Role::Broken;
            self.row.add(text, false);
        }
        &self.row
    }

    /// Returns the index of a key's column, unless there are too many columns.
    fn place(&mut self, key: String) -> Option<usize> {
        let known = self.keys.iter().position(|known| *known == key);
        if known.is_none() && self.keys.len() < MOST {
            self.keys.push(key);
            return Some(self.keys.len() - 1);
        }
        known
    }
}

/// Parses an object. Returns its keys and values in their order in the line.
fn parse(line: &str) -> Option<Vec<(String, &RawValue)>> {
    // Concatenated files have byte order marks in the middle.
    let line = line.trim_start_matches('\u{feff}');
    let fields: HashMap<String, &RawValue> = serde_json::from_str(line).ok()?;
    let mut fields: Vec<_> = fields.into_iter().collect();
    // The values borrow from the line, so their addresses give the order.
    fields.sort_unstable_by_key(|(_, value)| value.get().as_ptr());
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &Row) -> Vec<&str> {
        row.cells().map(|cell| cell.text).collect()
    }

    fn row(number: u32, text: &str) -> Row {
        let mut row = Row::default();
        row.start(number);
        row.add(text, false);
        row
    }

    #[test]
    fn values_stand_under_their_keys_in_any_order() {
        let sample = "{\"b\":1,\"a\":\"x\"}\n\n\u{feff}{\"a\":2,\"c\":null}\r\nbroken\n{\"d";
        let mut objects = Objects::recognize(sample, false).unwrap();
        assert_eq!(cells(&objects.header()), ["b", "a", "c"]);
        for (line, expected) in [
            (r#"{"a":"1\n\u00e9\"","b":2}"#, &["2", "1\né\""][..]),
            (r#"{"c":{"x":[1, 2]},"a":true}"#, &["", "true", r#"{"x":[1, 2]}"#]),
            (r#"{"late":"z","a":null,"b":-1.50e7}"#, &["-1.50e7", "", "", "z"]),
            (r#"{"a":1,"a":2}"#, &["", "2"]),
            (r#"{"a":"\ud800"}"#, &["", r#""\ud800""#]),
            ("{}", &[]),
        ] {
            let row = objects.row(&row(7, line));
            assert_eq!((cells(row), row.number, row.role), (expected.to_vec(), 7, Role::Cells), "{line}");
        }
        for line in [r#"{"b":8435842564"#, r#"{"b":1} {"b":2}"#, "[1]", "843584256474116096"] {
            let row = objects.row(&row(8, line));
            assert_eq!((cells(row), row.role), (vec![line], Role::Broken));
        }
    }

    #[test]
    fn digits_are_kept_as_they_stand() {
        let mut objects = Objects::default();
        for number in ["843584256474116097", "18446744073709551616", "8.4e17", "8.4E+17", "1e999", "-0"] {
            assert_eq!(cells(objects.row(&row(1, &format!("{{\"id\": {number} }}")))), [number]);
        }
    }

    #[test]
    fn only_lines_of_objects_are_recognized() {
        for text in
            ["", "id,name\n1,{}\n", "[{\"id\":1}]", "1\n2\n", "{\n\"id\": 1\n}\n", "{\"id\":1}\na\nb\n"]
        {
            assert!(Objects::recognize(text, true).is_none(), "{text}");
        }
    }

    #[test]
    fn a_file_with_ever_new_keys_has_no_more_columns_than_a_table() {
        let mut objects = Objects::default();
        for key in 0..2 * MOST {
            objects.row(&row(1, &format!("{{\"{key}\":1}}")));
        }
        assert_eq!(objects.header().width(), MOST);
    }
}
