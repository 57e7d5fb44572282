//! Splits text into rows and cells, piece by piece, as spreadsheets do (RFC 4180). Tolerates malformed input.

use std::{borrow::Cow, ops::ControlFlow};

use super::dialect::Dialect;
use crate::{ListProblem, cell, progress::Sink, row::Row};

/// Most bytes of a quoted cell. If it is not closed within them, its opening quote is taken literally.
const LONGEST_QUOTE: usize = 64 << 10;

/// Line ends other than CR and LF: vertical tab, form feed, next line, line separator, and paragraph separator.
const RARE_LINE_ENDS: [char; 5] = ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// A splitter for text that arrives in pieces.
pub(crate) struct Splitter {
    dialect: Dialect,
    /// Whether a quote is taken literally if the cell that it opens swallows rows.
    free_rows: bool,
    row: Row,
    number: u32,
    state: State,
    after_cr: bool,
    /// The raw text of the quoted cell, to parse it again if its quote turns out to be literal.
    quoted: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Fresh,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: either its end, or the first of two that escape one.
    Quote,
}

impl Splitter {
    /// Returns a splitter. Without a delimiter, each line is one cell, including its quotes. `free_rows` takes a quote
    /// literally if the cell that it opens swallows rows.
    pub fn new(dialect: Dialect, free_rows: bool) -> Self {
        let mut row = Row::default();
        row.start(1);
        let (number, state, after_cr, quoted) = (1, State::Fresh, false, String::new());
        Self { dialect, free_rows, row, number, state, after_cr, quoted }
    }

    /// Parses the next piece.
    pub fn push(&mut self, text: &str, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let text = if self.dialect.rare_line_ends { with_usual_line_ends(text) } else { Cow::Borrowed(text) };
        if self.feed(&text, sink)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if self.state == State::Quoted && self.quoted.len() > LONGEST_QUOTE {
            return self.unquote(sink);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Ends the text.
    pub fn finish(mut self, sink: Sink<'_>) -> Result<(), ListProblem> {
        while self.state == State::Quoted {
            if self.unquote(sink)?.is_break() {
                return Ok(());
            }
        }
        self.end_row(sink).map(drop)
    }

    /// Parses the open cell again, with its opening quote taken literally.
    fn unquote(&mut self, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let quoted = std::mem::take(&mut self.quoted);
        self.row.take_back();
        self.row.push("\"");
        self.state = State::Plain;
        self.feed(&quoted, sink)
    }

    fn feed(&mut self, text: &str, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if std::mem::take(&mut self.after_cr) && bytes[at] == b'\n' {
                at += 1;
                continue;
            }
            match self.state {
                State::Fresh if bytes[at] == b'"' && self.dialect.delimiter.is_some() => {
                    self.state = State::Quoted;
                    self.quoted.clear();
                    at += 1;
                }
                State::Fresh | State::Plain => {
                    let rest = &bytes[at..];
                    let len = rest.iter().position(|&b| self.ends_cell(b)).unwrap_or(rest.len());
                    self.row.push(&text[at..at + len]);
                    at += len;
                    if len > 0 {
                        self.state = State::Plain;
                    }
                    if let Some(&end) = bytes.get(at) {
                        at += 1;
                        if self.end_cell(end, sink)?.is_break() {
                            return Ok(ControlFlow::Break(()));
                        }
                    }
                }
                State::Quoted => {
                    let rest = &bytes[at..];
                    let len = rest.iter().position(|&b| b == b'"').unwrap_or(rest.len());
                    self.row.push(&text[at..at + len]);
                    let end = (at + len + 1).min(bytes.len());
                    self.quoted.push_str(&text[at..end]);
                    if len < rest.len() {
                        self.state = State::Quote;
                    }
                    at = end;
                }
                State::Quote if bytes[at] == b'"' => {
                    self.row.push("\"");
                    self.quoted.push('"');
                    self.state = State::Quoted;
                    at += 1;
                }
                // `"843" x`: text after the closing quote belongs to the cell.
                State::Quote => {
                    let swallowed = self.swallowed_rows();
                    if swallowed > 0 && self.free_rows {
                        if self.unquote(sink)?.is_break() {
                            return Ok(ControlFlow::Break(()));
                        }
                    } else {
                        self.row.swallowed += swallowed;
                        self.state = State::Plain;
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Counts the rows inside the quoted cell: its lines, but for the first, that have an ID in a cell of its own. The
    /// cell was probably not meant to be quoted.
    fn swallowed_rows(&self) -> u32 {
        let Some(delimiter) = self.dialect.delimiter.map(char::from) else { return 0 };
        let is_id =
            |cell: &str| cell::is_account_like(cell.trim_matches(|c: char| c == '"' || c.is_whitespace()));
        let is_row = |line: &&str| line.contains(delimiter) && line.split(delimiter).any(is_id);
        let rows = self.quoted.split(['\n', '\r']).skip(1).filter(is_row).count();
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' || self.dialect.delimiter == Some(byte)
    }

    fn end_cell(&mut self, end: u8, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        self.state = State::Fresh;
        let line = end == b'\n' || end == b'\r';
        self.after_cr = end == b'\r';
        if line || self.dialect.turned {
            let flow = self.end_row(sink);
            if line {
                self.number = self.number.saturating_add(1);
            }
            self.row.start(self.number);
            flow
        } else {
            self.row.end_cell(false);
            Ok(ControlFlow::Continue(()))
        }
    }

    fn end_row(&mut self, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        self.row.end_cell(false);
        if self.row.is_blank() { Ok(ControlFlow::Continue(())) } else { sink(&self.row) }
    }
}

/// Writes each rare line end as LF.
fn with_usual_line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let rare = memchr::memchr2(0x0b, 0x0c, bytes).is_some()
        || (!text.is_ascii() && text.contains(&RARE_LINE_ENDS[2..]));
    if rare { Cow::Owned(text.replace(RARE_LINE_ENDS, "\n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: Option<u8>, piece: usize) -> Vec<(u32, Vec<String>)> {
        split(text, delimiter, piece, false)
    }

    fn split(text: &str, delimiter: Option<u8>, piece: usize, free_rows: bool) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        let mut sink = |row: &Row| {
            rows.push((row.number, row.cells().map(|cell| cell.text.to_owned()).collect()));
            Ok(ControlFlow::Continue(()))
        };
        let mut splitter =
            Splitter::new(Dialect { delimiter, rare_line_ends: false, ..Dialect::LINES }, free_rows);
        let mut rest = text;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.ceil_char_boundary(piece));
            let _ = splitter.push(now, &mut sink).unwrap();
            rest = later;
        }
        splitter.finish(&mut sink).unwrap();
        rows
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn rows_are_the_same_however_the_text_is_cut_into_pieces() {
        let text = "a,\"b \"\"c\"\"\nd\",e\r\n\r\n\"f\"g,h\ri,\"\",j\n\"k";
        let expected = [
            row(1, &["a", "b \"c\"\nd", "e"]),
            row(3, &["fg", "h"]),
            row(4, &["i", "", "j"]),
            row(5, &["\"k"]),
        ];
        for piece in 1..=text.len() {
            assert_eq!(rows(text, Some(b','), piece), expected, "{piece}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_no_rows() {
        let closed = (2..20_000).map(|n| format!("{n},x\n"));
        let text = "1,\"open\n".to_owned() + &closed.collect::<String>();
        let rows = rows(&text, Some(b','), 4096);
        assert_eq!(rows.len(), 19_999);
        assert_eq!(rows[0], row(1, &["1", "\"open"]));
        assert_eq!(rows[19_998], row(19_999, &["19999", "x"]));
    }

    #[test]
    fn rows_that_a_quote_swallows_are_counted_and_can_be_freed() {
        let text = "1,\"Amber,x\n768607155241627649,Birch,x\n764484692882763777,Cedar\",x\n5,Dahlia,x\n";
        let mut swallowed = 0;
        let mut sink = |row: &Row| {
            swallowed += row.swallowed;
            Ok(ControlFlow::Continue(()))
        };
        let mut splitter = Splitter::new(Dialect { delimiter: Some(b','), ..Dialect::LINES }, false);
        let _ = splitter.push(text, &mut sink).unwrap();
        splitter.finish(&mut sink).unwrap();
        assert_eq!(swallowed, 2);
        let expected = [
            row(1, &["1", "\"Amber", "x"]),
            row(2, &["768607155241627649", "Birch", "x"]),
            row(3, &["764484692882763777", "Cedar\"", "x"]),
            row(4, &["5", "Dahlia", "x"]),
        ];
        for piece in 1..=text.len() {
            assert_eq!(split(text, Some(b','), piece, true), expected, "{piece}");
        }
        let note = "1,\"asked for\n768607155241627649\n\",x\n";
        assert_eq!(split(note, Some(b','), 99, true).len(), 1, "an ID alone in a line of a note is no row");
    }

    #[test]
    fn the_rare_line_ends_of_unicode_end_lines() {
        let mut count = 0;
        let mut sink = |_: &Row| {
            count += 1;
            Ok(ControlFlow::Continue(()))
        };
        let mut splitter = Splitter::new(Dialect::LINES, false);
        let _ = splitter.push("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\r\ng", &mut sink).unwrap();
        splitter.finish(&mut sink).unwrap();
        assert_eq!(count, 7);
    }

    #[test]
    fn without_a_delimiter_a_line_is_a_cell() {
        assert_eq!(rows("\"a\nb, c", None, 3), [row(1, &["\"a"]), row(2, &["b, c"])]);
    }
}
