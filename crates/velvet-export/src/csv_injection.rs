//! Text that a spreadsheet leaves alone.
//!
//! A table is opened by double click, and a spreadsheet then guesses what each cell is: digits become a number, of which
//! it keeps 15 (<https://learn.microsoft.com/office/troubleshoot/excel/last-digits-changed-to-zeros>), and what begins
//! with `=` and its like is run (CWE-1236; OWASP, "CSV Injection"). What keeps text as it is was weighed:
//!
//! * nothing: an id of 18 digits is rounded, for good once the file is saved;
//! * `="843…"`: keeps the digits in Excel, but is a formula, the very thing that no cell may be here, and is shown as it
//!   stands by programs that run none;
//! * a tab or a blank that cannot be seen: goes along unseen when the id is copied from the cell, and a program that
//!   trims before it guesses makes a number of it all the same;
//! * an apostrophe: text in every program, and seen. It is what spreadsheets themselves mark text with, what this app
//!   writes before formulas, and what [`FanId::parse`](velvet_model::ids::FanId::parse) takes off again.
//!
//! So: an apostrophe. Whoever wants it without takes the workbook, in which a cell can be text.

use std::borrow::Cow;

use velvet_model::ids::is_invisible;

/// The text as it can stand in a table: what a spreadsheet would run or round begins with an apostrophe, and characters
/// that belong in no text are gone.
pub(super) fn escape_formula(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.contains(is_risky) {
        return text;
    }
    let mut marked = String::with_capacity(text.len() + 1);
    if text.bytes().all(|b| b.is_ascii_digit()) || text.starts_with(['\t', '\r', '\n']) || runs(&text) {
        marked.push('\'');
    }
    for (at, c) in text.char_indices() {
        marked.push(c);
        // Where a semicolon or a tab is what stands between cells, a new cell begins here, whatever the quotes say.
        if ends_cell(c) && runs(&text[at + c.len_utf8()..]) {
            marked.push('\'');
        }
    }
    Cow::Owned(marked)
}

/// The text without control characters, which no format can carry safely; tabs and line ends stay.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let keeps = |c: char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    if text.chars().all(keeps) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| keeps(c)).collect())
    }
}

/// Whether a cell that begins with this would be run, once what stands before it is trimmed off.
fn runs(text: &str) -> bool {
    let ignored = |c: &char| c.is_whitespace() || is_invisible(*c) || is_quote(*c);
    text.chars().find(|c| !ignored(c)).is_some_and(is_formula)
}

/// The four signs, and their full-width and small forms, which East Asian versions take for the same.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
}

/// Quotes that a program may take off. An apostrophe is not among them: what it begins is text already.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂' | '`')
}

fn ends_cell(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// Whether anything in the text needs a closer look.
fn is_risky(c: char) -> bool {
    c.is_ascii_digit() || is_formula(c) || ends_cell(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_run_or_rounded_begins_with_an_apostrophe() {
        for text in [
            "=1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{feff}＝1",
            "\"=1\"",
            "＠x",
            "00123",
        ] {
            assert_eq!(escape_formula(text), format!("'{text}"), "{text:?}");
        }
        assert_eq!(escape_formula("843584256474116096"), "'843584256474116096");
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        for text in
            ["", "Jamie", "'=1", "a=1", "Jamie-Lee", "5 stars", "likes tea; coffee", "a\nb", "😀", "נועה"]
        {
            assert_eq!(escape_formula(text), text);
        }
    }

    #[test]
    fn a_cell_that_begins_only_where_semicolons_cut_is_marked_there() {
        assert_eq!(escape_formula("tea;=cmd|' /C calc'!A0"), "tea;'=cmd|' /C calc'!A0");
        assert_eq!(escape_formula("tea;\"=1"), "tea;'\"=1");
        assert_eq!(escape_formula("\t=1"), "'\t'=1");
        assert_eq!(escape_formula("tea\n+1"), "tea\n'+1");
    }

    #[test]
    fn control_characters_are_gone() {
        assert_eq!(escape_formula("a\0b\u{1b}\u{85}"), "ab");
        assert_eq!(escape_formula("\0=1"), "'=1");
    }
}
