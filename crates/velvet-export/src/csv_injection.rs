//! Escapes text so that a spreadsheet neither runs nor changes it.
//!
//! When a table is opened by double-click, a spreadsheet guesses what each cell is. Digits become a number, of which it
//! keeps 15 (<https://learn.microsoft.com/office/troubleshoot/excel/last-digits-changed-to-zeros>). Text that begins
//! with `=` and the like is run as a formula (CWE-1236; OWASP, "CSV Injection"). These are the options:
//!
//! * No escape: an ID of 18 digits is rounded, permanently once the file is saved.
//! * `="843…"`: it keeps the digits in Excel, but it is a formula, which no cell may be here. Programs that run no
//!   formulas show it as it is.
//! * A tab or an invisible space: it is copied along with the ID, unnoticed. A program that trims before it guesses
//!   makes a number of the ID anyway.
//! * An apostrophe: it is text in every program, and visible. Spreadsheets mark text with it themselves, this app
//!   writes it before formulas, and [`FanId::parse`](velvet_model::ids::FanId::parse) removes it.
//!
//! The apostrophe wins. Users who do not want it can export a workbook, in which a cell can be text.

use std::borrow::Cow;

use velvet_model::ids::is_invisible;

/// Escapes a text for a table: an apostrophe precedes what a spreadsheet would run or round, and control characters are
/// removed.
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
        // If semicolons or tabs separate the cells, a new cell begins here, even inside quotes.
        if ends_cell(c) && runs(&text[at + c.len_utf8()..]) {
            marked.push('\'');
        }
    }
    Cow::Owned(marked)
}

/// Removes control characters, which no format carries safely. Tabs and line breaks stay.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let keeps = |c: char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    if text.chars().all(keeps) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| keeps(c)).collect())
    }
}

/// Whether a cell that begins with this would run, once a program has trimmed its beginning.
fn runs(text: &str) -> bool {
    let ignored = |c: &char| c.is_whitespace() || is_invisible(*c) || is_quote(*c);
    text.chars().find(|c| !ignored(c)).is_some_and(is_formula)
}

/// The four signs that begin a formula, and their full-width and small forms, which East Asian versions treat alike.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
}

/// Quotes that a program may remove. The apostrophe is not one of them, because it already makes the cell text.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂' | '`')
}

fn ends_cell(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// Whether a text with this character needs a closer look.
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
