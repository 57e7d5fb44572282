//! Reads files without the app's own readers.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

/// Returns the cells of a table according to RFC 4180, split at `delimiter`.
pub fn table(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    let (mut quoted, mut fresh) = (false, true);
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if fresh => quoted = true,
            c if quoted => cell.push(c),
            c if c == delimiter => row.push(std::mem::take(&mut cell)),
            '\r' | '\n' => {
                if c == '\r' {
                    chars.next_if_eq(&'\n');
                }
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
        fresh = !quoted && (c == delimiter || c == '\r' || c == '\n');
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

pub fn table_of(path: &Path) -> Vec<Vec<String>> {
    table(&fs::read_to_string(path).unwrap(), ',')
}

/// Returns a part of a workbook.
pub fn part(book: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(book).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Whether a spreadsheet would run a cell, judged by its first character after blanks, quotes, and invisible
/// characters.
pub fn would_run(cell: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace() || c.is_control() || "\"“”„‟＂`\u{ad}\u{200b}\u{202e}\u{2060}\u{feff}".contains(c)
    };
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start_matches(unseen).starts_with(is_sign)
}

fn is_sign(c: char) -> bool {
    "=+-@＝＋－＠﹦﹢﹣﹫−".contains(c)
}
