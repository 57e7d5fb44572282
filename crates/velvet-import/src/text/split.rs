//! Splits text into rows and cells, piece by piece, as spreadsheets do (RFC 4180). Tolerates malformed input.

use std::ops::ControlFlow;

use crate::ListProblem;
use crate::{progress::Sink, row::Row};

/// Most bytes of a quoted cell. If it is not closed within them, its opening quote is taken literally.
const LONGEST_QUOTE: usize = 64 << 10;

/// A splitter for text that arrives in pieces.
pub(crate) struct Splitter {
    delimiter: Option<u8>,
    /// Whether each cell is a row, because a single row holds what should be a column.
    turned: bool,
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
    /// Returns a splitter. Without a delimiter, each line is one cell, including its quotes.
    pub fn new(delimiter: Option<u8>, turned: bool) -> Self {
        let mut row = Row::default();
        row.start(1);
        let (state, quoted) = (State::Fresh, String::new());
        Self { delimiter, turned, row, number: 1, state, after_cr: false, quoted }
    }

    /// Parses the next piece.
    pub fn push(&mut self, text: &str, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        if self.feed(text, sink)?.is_break() {
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
                State::Fresh if bytes[at] == b'"' && self.delimiter.is_some() => {
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
                State::Quote => self.state = State::Plain,
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' || self.delimiter == Some(byte)
    }

    fn end_cell(&mut self, end: u8, sink: Sink<'_>) -> Result<ControlFlow<()>, ListProblem> {
        self.state = State::Fresh;
        let line = end == b'\n' || end == b'\r';
        self.after_cr = end == b'\r';
        if line || self.turned {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: Option<u8>, piece: usize) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        let mut sink = |row: &Row| {
            rows.push((row.number, row.cells().map(|cell| cell.text.to_owned()).collect()));
            Ok(ControlFlow::Continue(()))
        };
        let mut splitter = Splitter::new(delimiter, false);
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
    fn without_a_delimiter_a_line_is_a_cell() {
        assert_eq!(rows("\"a\nb, c", None, 3), [row(1, &["\"a"]), row(2, &["b, c"])]);
    }
}
