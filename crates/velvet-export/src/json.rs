//! JSON Lines, for programs. Values are not translated, and IDs are strings, because JavaScript would round them as
//! numbers.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use super::rows::{Line, Sink, buffered, flushed};

pub(super) struct Lines<'a> {
    out: BufWriter<&'a mut File>,
}

impl<'a> Lines<'a> {
    pub fn new(file: &'a mut File) -> Self {
        Self { out: buffered(file) }
    }
}

impl<L: Line> Sink<L> for Lines<'_> {
    fn row(&mut self, row: &L) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &row.json())?;
        self.out.write_all(b"\n")
    }

    fn end(self) -> io::Result<()> {
        flushed(self.out)
    }
}
