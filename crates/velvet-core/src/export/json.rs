//! A line of JSON for each row, for programs: nothing is put into other words, and ids are strings, since a number in
//! JavaScript rounds them.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use serde::Serialize;

use super::{Sink, buffered, flushed, time};
use crate::{
    ledger::ExportRow,
    view::{Action, Cause, Outcome},
};

pub(super) struct Lines<'a> {
    out: BufWriter<&'a mut File>,
}

/// A line. The id comes first and numbers last: so the line is a row of a list as well, whose first cell holds the id,
/// and this app's own import reads it (a text that ends in a comma would swallow the next line there).
#[derive(Serialize)]
struct Line<'a> {
    fan: &'a str,
    name: Option<&'a str>,
    account: &'a str,
    account_name: &'a str,
    action: Action,
    outcome: Option<Outcome>,
    cause: Option<Cause>,
    list: Option<&'a str>,
    note: Option<&'a str>,
    when: String,
    when_ms: i64,
}

impl<'a> Lines<'a> {
    pub fn new(file: &'a mut File) -> Self {
        Self { out: buffered(file) }
    }
}

impl Sink for Lines<'_> {
    fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        let line = Line {
            fan: &row.fan,
            name: row.name.as_deref(),
            account: &row.account,
            account_name: &row.account_name,
            action: row.action,
            outcome: row.outcome,
            cause: row.cause,
            list: row.list.as_deref(),
            note: row.note.as_deref(),
            when: time::exact(row.when),
            when_ms: row.when,
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")
    }

    fn end(self) -> io::Result<()> {
        flushed(self.out)
    }
}
