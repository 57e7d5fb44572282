//! Lists as text: any encoding, delimiter, and line ending, JSON Lines, or a document in JSON or HTML.

mod delimiter;
mod dialect;
mod document;
mod encoding;
mod html;
mod json;
mod json_document;
mod split;

use std::{
    cell::Cell,
    hash::{DefaultHasher, Hasher},
    io::{Read, Seek},
    ops::ControlFlow,
};

use delimiter::recognise;
use dialect::Dialect;
use document::Document;
use encoding::{DetectedEncoding, survey};
use json::Objects;
use split::Splitter;

use super::{
    progress::{ProgressMeter, Sink},
    row::Row,
    source::{Bytes, Source},
};
use crate::ListProblem;

/// Bytes of text sampled to find the delimiter.
const SAMPLE: usize = 256 << 10;

/// The encoding and the format of a text.
pub(crate) struct Shape {
    writing: DetectedEncoding,
    cut: Dialect,
    /// The parser for JSON Lines; `None` for a table.
    objects: Option<Objects>,
    /// The kind of document, if the text is one; then it has no lines.
    document: Option<Document>,
    /// Whether hidden rows are taken, too. Only HTML has them.
    pub include_hidden: bool,
    /// Whether a quote is taken literally if the cell that it opens swallows rows.
    pub free_rows: bool,
}

/// Detects the encoding and the format of a text. Refuses binary data.
pub(crate) fn shape(source: &Source, watch: &mut ProgressMeter<'_, '_>) -> Result<Shape, ListProblem> {
    let mut bytes = source.reader()?;
    let writing = survey(&mut bytes, &mut |_| watch.at(0, 0))?;
    bytes.rewind()?;
    let mut sample = String::new();
    let mut pieces = Pieces::new(&mut bytes, writing);
    let mut whole = false;
    while sample.len() < SAMPLE && !whole {
        whole = pieces.next(&mut sample)?;
    }
    if whole && sample.trim().is_empty() {
        return Err(ListProblem::Empty);
    }
    let objects = Objects::recognize(&sample, whole);
    let document = Document::recognize(&sample, whole, objects.is_some())?;
    if document.is_some() && source.len() > document::LARGEST << 20 {
        return Err(ListProblem::TooLarge { limit: document::LARGEST });
    }
    // Text in JSON may have line separators.
    let lines = Dialect { rare_line_ends: false, ..Dialect::LINES };
    let cut = if objects.is_some() { lines } else { recognise(&sample, whole) };
    Ok(Shape { writing, cut, objects, document, include_hidden: false, free_rows: false })
}

/// Passes each non-blank row to `sink` until it breaks.
pub(crate) fn each_row(
    source: &Source,
    shape: &Shape,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    if let Some(document) = shape.document {
        return each_row_of_document(source, shape, document, watch, sink);
    }
    let mut bytes = source.reader()?;
    let mut pieces = Pieces::new(&mut bytes, shape.writing);
    let mut splitter = Splitter::new(shape.cut, shape.free_rows);
    let mut skip = shape.cut.skip_first;
    let mut objects = shape.objects.clone();
    if let Some(objects) = &objects
        && sink(&objects.header())?.is_break()
    {
        return Ok(());
    }
    let rows = Cell::new(0);
    let mut sink = |row: &Row| {
        if std::mem::take(&mut skip) {
            return Ok(ControlFlow::Continue(()));
        }
        rows.set(rows.get() + 1);
        match &mut objects {
            Some(objects) => {
                let row = objects.row(row);
                if row.is_blank() { Ok(ControlFlow::Continue(())) } else { sink(row) }
            }
            None => sink(row),
        }
    };
    let mut text = String::new();
    loop {
        text.clear();
        let last = pieces.next(&mut text)?;
        watch.at(pieces.read, rows.get())?;
        if splitter.push(&text, &mut sink)?.is_break() {
            return Ok(());
        }
        if last {
            break;
        }
    }
    splitter.finish(&mut sink)?;
    if pieces.hasher.finish() != shape.writing.digest {
        return Err(ListProblem::Changed);
    }
    Ok(())
}

/// Reads a document to its end, then passes its rows to `sink`.
fn each_row_of_document(
    source: &Source,
    shape: &Shape,
    document: Document,
    watch: &mut ProgressMeter<'_, '_>,
    sink: Sink<'_>,
) -> Result<(), ListProblem> {
    let mut bytes = source.reader()?;
    let mut pieces = Pieces::new(&mut bytes, shape.writing);
    let mut text = String::new();
    while !pieces.next(&mut text)? {
        watch.at(pieces.read, 0)?;
    }
    if pieces.hasher.finish() != shape.writing.digest {
        return Err(ListProblem::Changed);
    }
    let mut rows = 0;
    document.each_row(&text, &mut |row: &Row| {
        rows += 1;
        watch.at(source.len(), rows)?;
        sink(row)
    })?;
    if rows == 0 { Err(ListProblem::NoIds) } else { Ok(()) }
}

/// The pieces of a text, converted to UTF-8.
struct Pieces<'a> {
    bytes: &'a mut Bytes,
    decoder: encoding_rs::Decoder,
    hasher: DefaultHasher,
    buffer: Vec<u8>,
    read: u64,
}

impl<'a> Pieces<'a> {
    fn new(bytes: &'a mut Bytes, writing: DetectedEncoding) -> Self {
        let decoder = writing.encoding.new_decoder_with_bom_removal();
        Self { bytes, decoder, hasher: DefaultHasher::new(), buffer: vec![0; 64 << 10], read: 0 }
    }

    /// Appends the next piece. Returns whether it was the last.
    fn next(&mut self, text: &mut String) -> Result<bool, ListProblem> {
        let len = self.bytes.read(&mut self.buffer)?;
        self.hasher.write(&self.buffer[..len]);
        self.read += len as u64;
        let last = len == 0;
        let room = self.decoder.max_utf8_buffer_length(len).unwrap_or(4 * len + 16);
        text.reserve(room);
        let _ = self.decoder.decode_to_string(&self.buffer[..len], text, last);
        Ok(last)
    }
}
