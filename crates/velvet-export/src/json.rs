//! A line of JSON for each row, for programs: nothing is put into other words, and ids are strings, since a number in
//! JavaScript rounds them.

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
